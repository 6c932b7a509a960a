"""The Academy's ceremony page, `https://www.oscars.org/oscars/ceremonies/{year}`: official names, no ids.

Read off the real page of the 96th Academy Awards (23 categories, 120 honorees, 23 winners).
"""

import re
from dataclasses import replace
from datetime import date, datetime

from selectolax.lexbor import LexborNode

from cinegraph.domain.credits import Credited, parse_citation, parse_credits
from cinegraph.domain.festivals import Category, Ceremony, Edition, Nomination, Organization
from cinegraph.domain.movies import MovieRef
from cinegraph.pages.errors import PageChanged
from cinegraph.pages.html import maybe, one, parse_html, some, text_of, whole_page

KIND = "oscars_ceremony"
NAME = "the Academy's ceremony page"
SITE = "oscars"
WHOLE_HISTORY = False

_CATEGORY = ".paragraph--type--award-category"
_HONOREE = ".paragraph--type--award-honoree"
_BADGES = {"winner": True, "nominee": False}
_NUMBER = re.compile(r"\bThe (\d+)(?:st|nd|rd|th) Academy Awards\b")
_ELIGIBILITY = re.compile(r"\breleased in (\d{4}(?:/\d{2,4})?)\b")
_SONG = re.compile(r"^from (?P<film>.+?); (?P<credits>.+)$")
_COUNTRY_CATEGORY = re.compile(r"international feature|foreign language", re.IGNORECASE)
_SONG_CATEGORY = re.compile(r"\bsong\b(?!.*score)", re.IGNORECASE)
_KNOWN_FIELDS = {"honoree-type", "award-entities", "award-film"}


def path(_: Organization, edition: Edition) -> str | None:
    """Where the page is on the Academy's site; a second ceremony within one year has none of its own."""
    return f"/oscars/ceremonies/{edition.year}" if edition.instance == 1 else None


def recognises(text: str) -> bool:
    """Whether the text is such a page, by what only it has."""
    return "paragraph--type--award-category" in text or (
        "oscars.org" in text[:20_000] and "/oscars/ceremonies/" in text[:20_000]
    )


def ceremonies(text: str) -> tuple[Ceremony, ...]:
    """The one ceremony that the page tells of. Raises as `parse` does."""
    return (parse(text),)


def parse(text: str) -> Ceremony:
    """Everything that the page states about its ceremony.

    Raises Blocked, NotThere, Truncated or PageChanged; an entry that cannot be read is never left out.
    """
    root = parse_html(whole_page(text))
    name, year = _heading(root)
    categories = tuple(_category(node) for node in some(root, f"[data-term-id]{_CATEGORY}", "the page"))
    _nothing_left_out(root, categories)
    held_on = _held_on(root)
    if held_on is not None and held_on.year != year:
        raise PageChanged(f"the heading says {year}, the date of the ceremony {held_on:%d %B %Y}")
    number = _NUMBER.search(name)
    place = maybe(root, ".field--name-field-location", "the heading")
    return Ceremony(
        account=KIND,
        edition=Edition(year),
        name=name,
        categories=categories,
        number=int(number.group(1)) if number else None,
        held_on=held_on,
        location=text_of(place) if place else None,
        eligibility=_eligibility(root),
    )


def _heading(root: LexborNode) -> tuple[str, int]:
    """The ceremony's name and the year of its night: "The 96th Academy Awards | 2024"."""
    heading = one(root, "div.field--name-title", "the heading")
    name = text_of(one(heading, ".field--name-title.field", "the heading"))
    year = re.search(r"\|\s*(\d{4})\s*$", text_of(heading))
    if year is None:
        raise PageChanged(f'expected "… | year" as heading, found {text_of(heading)!r}')
    return name, int(year.group(1))


def _held_on(root: LexborNode) -> date | None:
    node = maybe(root, ".field--name-field-date-time", "the heading")
    if node is None:
        return None
    try:
        return datetime.strptime(text_of(node), "%A, %B %d, %Y").date()  # noqa: DTZ007 a day has no zone
    except ValueError:
        raise PageChanged(f'expected a date like "Sunday, March 10, 2024", found {text_of(node)!r}') from None


def _eligibility(root: LexborNode) -> str | None:
    """The label "Honoring movies released in 2023"; the page has labels of other things too."""
    labels = [text_of(node) for node in root.css(".field--name-field-label")]
    years = {found.group(1) for label in labels if (found := _ELIGIBILITY.search(label))}
    if len(years) > 1:
        raise PageChanged(f"expected one eligibility label, found {sorted(years)}")
    return years.pop() if years else None


def _category(node: LexborNode) -> Category:
    name = text_of(one(node, ".field--name-field-award-category-oscars", "a category"))
    where = f"category {name!r}"
    honorees = some(node, _HONOREE, where)
    nominations = tuple(_nomination(n, name, f"honoree {i} of {where}") for i, n in enumerate(honorees, 1))
    return Category(name=name, nominations=nominations)


def _nomination(node: LexborNode, category: str, where: str) -> Nomination:
    winner = _is_winner(one(node, ".field--name-field-honoree-type", where), where)
    film_node = maybe(node, ".field--name-field-award-film", where)
    film = text_of(film_node) if film_node else ""
    entities = [text_of(item) for item in node.css(".field--name-field-award-entities .field__item")]
    if not film and not any(entities):
        raise PageChanged(f"expected a film or a nominee in {where}, found neither")
    told = _told(film, [e for e in entities if e], category, where)
    notes = [note for note in (told.note, *_other_fields(node)) if note]
    return replace(told, is_winner=winner, note="; ".join(notes) or None, accounts=(KIND,))


def _is_winner(badge: LexborNode, where: str) -> bool:
    classes = (badge.attributes.get("class") or "").split()
    known = [_BADGES[name] for name in classes if name in _BADGES]
    if len(known) != 1:
        raise PageChanged(f"expected a badge 'winner' or 'nominee' in {where}, found {text_of(badge)!r}")
    return known[0]


def _told(film: str, entities: list[str], category: str, where: str) -> Nomination:
    """The entry by the three ways in which the page fills its fields."""
    if _COUNTRY_CATEGORY.search(category):  # the country stands where the film is elsewhere
        if not entities:
            raise PageChanged(f"expected the film beside the country {film!r} in {where}, found none")
        return Nomination(films=tuple(MovieRef(title) for title in entities), detail=film or None)
    songs = [_SONG.match(entity) for entity in entities]
    if songs and all(songs):  # the song stands there
        films = tuple(MovieRef(s["film"]) for s in songs if s)
        return _with_credits(films, [s["credits"] for s in songs if s], detail=film or None)
    if any(songs) or (_SONG_CATEGORY.search(category) and film and entities):
        raise PageChanged(f'expected "from FILM; CREDITS" in {where}, found {entities!r}')
    sentence = " ".join(entities)
    if not film and (honoured := parse_citation(sentence)):  # an honorary award: a sentence, no credits
        return replace(_credited((), [honoured]), citation=sentence)
    return _with_credits((MovieRef(film),) if film else (), entities)


def _with_credits(films: tuple[MovieRef, ...], phrases: list[str], detail: str | None = None) -> Nomination:
    return _credited(films, [parse_credits(phrase) for phrase in phrases], detail)


def _credited(films: tuple[MovieRef, ...], credited: list[Credited], detail: str | None = None) -> Nomination:
    return Nomination(
        films=films,
        people=tuple(person for c in credited for person in c.people),
        companies=tuple(company for c in credited for company in c.companies),
        detail=detail,
        note="; ".join(c.note for c in credited if c.note) or None,
    )


def _other_fields(node: LexborNode) -> list[str]:
    """What the entry says in fields that it does not have today: kept as a note, never dropped."""
    said = []
    for field in node.css("[class*='field--name-field-']"):
        found = re.search(r"field--name-field-([\w-]+)", field.attributes.get("class") or "")
        if found and found.group(1) not in _KNOWN_FIELDS and text_of(field):
            said.append(text_of(field))
    return said


def _nothing_left_out(root: LexborNode, categories: tuple[Category, ...]) -> None:
    honorees = len(root.css(_HONOREE))
    read = sum(len(category.nominations) for category in categories)
    if honorees != read:
        raise PageChanged(f"the page has {honorees} honorees, its known categories only {read}")
