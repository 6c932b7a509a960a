"""The Academy's awards database, one saved result page: every ceremony on it, with citations and notes, no ids.

Read off the real page of the 86th–89th ceremonies, `https://awardsdatabase.oscars.org/` sorted by category and year.
Its terms are for the person to read who runs it: it is read from saved files only. The classes of entries that are
not on that page (`dancenumber`, several films in one entry) are those that it has for earlier years.
"""

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from cinegraph.domain.credits import Credited, parse_citation, parse_credits
from cinegraph.domain.festivals import Category, Ceremony, Edition, Nomination, Organization
from cinegraph.domain.movies import MovieRef
from cinegraph.pages.errors import PageChanged
from cinegraph.pages.html import maybe, one, parse_html, some, text_of, whole_page

KIND = "academy_database"
NAME = "the Academy's awards database"
SITE = "academy_database"
WHOLE_HISTORY = True

_CEREMONY = ".awards-result-chron"
_CATEGORY = ".result-subgroup"
_ENTRY = ".result-details"
_HEADING = re.compile(
    r"^(?P<label>(?P<year>\d{4})(?:/(?P<second>\d{2}))?) \((?P<number>\d+)(?:st|nd|rd|th)\)$"
)
_STAR = "span.glyphicon-star"
_NOTE = re.compile(r"^\[(?:NOTE: ?)?(?P<said>.*)\]$", re.DOTALL)
_CHARACTER = re.compile(r"^\{(?P<said>.*)\}$", re.DOTALL)
_COUNTRIES = re.compile(r"foreign language|international feature", re.IGNORECASE)
_FIELDS = {
    "citation",
    "character-name",
    "dancenumber",
    "description",
    "film-title",
    "nominationstatement",
    "publicnote",
    "songtitle",
}
_AROUND = {
    "character",
    "descandcitation",
    "film",
    "nomination",
    "separator",
    "separator-hyphen",
    "speech",
    "speech-link",
}
"""Elements that hold others, or only part them."""


def path(_: Organization, __: Edition) -> str | None:
    """None: it is not fetched."""
    return None


def recognises(text: str) -> bool:
    """Whether the text is such a page, by what only it has."""
    return "awards-result-" in text


def ceremonies(text: str) -> tuple[Ceremony, ...]:
    """Everything that the page states, ceremony by ceremony, in the order of the page.

    Raises Blocked, NotThere, Truncated or PageChanged; an entry that cannot be read is never left out.
    """
    root = parse_html(whole_page(text))
    told = tuple(_ceremony(node) for node in some(root, _CEREMONY, "the page"))
    numbers = [ceremony.number for ceremony in told]
    if len(set(numbers)) != len(numbers):
        raise PageChanged("expected each ceremony once in the page: is it sorted by category, then by year?")
    _nothing_left_out(root, told)
    return told


def night(number: int) -> Edition:
    """The year of a ceremony's night, by its number: the 2nd and 3rd were both in 1930, none in 1933."""
    if number <= 2:
        return Edition(1928 + number)
    if number == 3:
        return Edition(1930, 2)
    return Edition(1927 + number if number <= 5 else 1928 + number)


def _ceremony(node: LexborNode) -> Ceremony:
    title = text_of(one(node, ".result-group-header .result-group-title", "a ceremony"))
    heading = _HEADING.match(title)
    if heading is None:
        raise PageChanged(f'expected a ceremony like "2013 (86th)", found {title!r}')
    number = int(heading["number"])
    edition = night(number)
    last_season = int(heading["year"]) + bool(heading["second"])
    if edition.year - last_season not in (0, 1):
        raise PageChanged(f"the {title!r} ceremony was held in {edition.year}: its season does not fit")
    ordinal = title.split("(")[1].removesuffix(")")
    return Ceremony(
        account=KIND,
        edition=edition,
        name=f"The {ordinal} Academy Awards",
        categories=tuple(_category(c, title) for c in some(node, _CATEGORY, f"ceremony {title!r}")),
        number=number,
        eligibility=heading["label"],
    )


def _category(node: LexborNode, ceremony: str) -> Category:
    name = text_of(one(node, ".result-subgroup-header .result-subgroup-title", f"a category of {ceremony}"))
    where = f"{name} of {ceremony}"
    entries = some(node, _ENTRY, where)
    return Category(
        name,
        nominations=tuple(_nomination(e, name, f"entry {i} of {where}") for i, e in enumerate(entries, 1)),
    )


def _nomination(node: LexborNode, category: str, where: str) -> Nomination:
    _only_what_we_know(node, where)
    body = one(node, ".awards-result-nomination", where)
    statements = _texts(body, "nominationstatement")
    films = tuple(MovieRef(title.removesuffix(";").strip()) for title in _texts(body, "film-title"))
    citation = _said(maybe(body, ".awards-result-citation", where))
    description = _said(maybe(body, ".awards-result-description", where))
    if not films and not statements and not citation:
        raise PageChanged(f"expected a film, a nominee or a citation in {where}, found none")
    detail, credited = _details(body, category, statements, citation)
    notes = [_unwrapped(_NOTE, text) for text in _texts(node, "publicnote")]
    notes += [c.note for c in credited if c.note]
    notes += [description] if description and citation else []
    return Nomination(
        films=films,
        people=tuple(person for c in credited for person in c.people),
        companies=tuple(company for c in credited for company in c.companies),
        is_winner=maybe(node, _STAR, where) is not None,
        detail=detail,
        note="; ".join(notes) or None,
        citation=citation or description,
        accounts=(KIND,),
    )


def _details(
    body: LexborNode, category: str, statements: Sequence[str], citation: str | None
) -> tuple[str | None, list[Credited]]:
    """What is honoured beside the film (song, dance, country, characters), and who is credited."""
    if _COUNTRIES.search(category) and statements:
        return ", ".join(statements), []
    named = [_unquoted(text) for kind in ("songtitle", "dancenumber") for text in _texts(body, kind)]
    named += [
        _unquoted(_unwrapped(_CHARACTER, text.removesuffix(";").strip()))
        for text in _texts(body, "character-name")
    ]
    honoured = parse_citation(citation) if citation and not statements else None
    credited = [honoured] if honoured else [parse_credits(phrase) for phrase in statements]
    return ", ".join(named) or None, credited


def _texts(node: LexborNode, name: str) -> list[str]:
    found = (text_of(part) for part in node.css(f".awards-result-{name}"))
    return [text for text in found if text]


def _said(node: LexborNode | None) -> str | None:
    return text_of(node) or None if node is not None else None


def _unwrapped(form: re.Pattern[str], text: str) -> str:
    """The text without its brackets; as printed if it has others."""
    found = form.match(text)
    return found["said"].strip() if found else text


def _unquoted(text: str) -> str:
    inner = text[1:-1]
    return inner if text == f'"{inner}"' and '"' not in inner else text


def _only_what_we_know(node: LexborNode, where: str) -> None:
    """A class of ours that we never saw holds something that would be lost."""
    for part in node.css("[class^='awards-result-']"):
        name = (part.attributes.get("class") or "").split()[0].removeprefix("awards-result-")
        if name not in _FIELDS | _AROUND:
            raise PageChanged(f"expected {', '.join(sorted(_FIELDS))} in {where}, found {name!r}")


def _nothing_left_out(root: LexborNode, told: Sequence[Ceremony]) -> None:
    for what, selector, read in (
        ("categories", _CATEGORY, sum(len(c.categories) for c in told)),
        ("entries", _ENTRY, sum(len(c.nominations) for c in told)),
    ):
        if (found := len(root.css(selector))) != read:
            raise PageChanged(f"the page has {found} {what}, its ceremonies only {read}")
    stars = len(root.css(f"{_ENTRY} {_STAR}"))
    if stars != sum(ceremony.winners for ceremony in told):
        raise PageChanged(
            f"the page has {stars} winners' stars, its entries only {sum(c.winners for c in told)}"
        )
