"""A world of the worst names: a ceremony's page, and catalogues that know its films under the same names."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cinegraph.offline.facts import Facts, FilmFacts

SCRIPT = "<script>alert(1)</script>"
WORST = (
    SCRIPT,
    "\"><img src=x onerror=alert(1)>'",
    "'; drop table movies; -- \\",
    "</title></textarea></style><svg/onload=alert(1)>",
    "\u202eفيلم gpj.elif\u202c \u2066x\u2069 \u200fשם\u200e",
    "Verylongtitlewithoutanyspace" * 40,
    "two\nlines\r\nand\ta tab",
    "bell \x07 escape \x1b[31m delete \x7f \x01\x02",
    "{{ 7*7 }} {% raw %} ${7*7} %s %(x)s {0}",
    '=HYPERLINK("http://evil.test")',
    "javascript:alert(1)",
    "ＡＢＣ &lt;b&gt; &amp;amp; ]]> <!-- \U0001f41d e\u0301\u0302\u0303",
)
"""Titles, names and notes as nobody should give them. (Neither a page nor PostgreSQL's text has a NUL.)"""
TURNING = WORST[4] + WORST[7]
"""One that turns the order of reading around, and acts on a terminal."""
YEAR = 2024


def page() -> str:
    """The Academy's page of a ceremony whose films, people, categories and notes are called so."""
    categories = "".join(_category(number, text) for number, text in enumerate(WORST, 1))
    return (
        '<!DOCTYPE html><html lang="en"><head><title>The 96th Academy Awards</title></head><body>'
        f'<div class="field--name-title"><span class="field field--name-title">The 96th Academy Awards {escape(SCRIPT)}</span>'
        f' | {YEAR}</div><div class="field field--name-field-location">{escape(WORST[1])}</div>{categories}</body></html>'
    )


def _category(number: int, text: str) -> str:
    return (
        f'<div data-term-id="{number}" class="paragraph paragraph--type--award-category">'
        f'<div class="field field--name-field-award-category-oscars">{_told(text)}</div>'
        f"{_honoree('winner', text)}{_honoree('nominee', WORST[-number])}</div>"
    )


def _honoree(badge: str, text: str) -> str:
    words = _told(text)
    return (
        '<div class="paragraph paragraph--type--award-honoree">'
        f'<div class="field field--name-field-honoree-type {badge}">{badge}</div>'
        f'<div class="field field--name-field-award-entities"><div class="field__item">{words}</div></div>'
        f'<div class="field field--name-field-award-film">{words}</div>'
        f'<div class="field field--name-field-award-statement">{words}</div></div>'
    )


def _told(text: str) -> str:
    """As a page writes the text: its marks escaped, its control characters as they are."""
    return escape(text)


def facts() -> Facts:
    """Catalogues that know most of these films, some twice (a person must decide), with everything called so."""
    films = {film.imdb_id: film for film in _films()}
    return Facts(films=films)


def _films() -> Iterator[FilmFacts]:
    for number, text in enumerate(WORST, 1):
        film = FilmFacts(
            imdb_id=f"tt{number:07}",
            tmdb_id=number,
            title=text,
            original_title=WORST[-number],
            released=f"{YEAR - 1}-05-01",
            genres=(text,),
            directors=(WORST[-number],),
            cast=((text, text), (SCRIPT, SCRIPT)),
            crew=((text, text, text),),
        )
        yield film
        if number % 4 == 1:
            yield replace(film, imdb_id=f"tt{100 + number:07}", tmdb_id=100 + number)


SHOWN = ("title", "aria-label", "alt", "label", "placeholder")
"""Attributes that are read out or shown."""
PLAIN = ("title", "option", "text")
"""Elements that hold text and no elements."""
_ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_KEPT = re.compile("\u2068[^\u2066-\u2069\u202a-\u202e]*\u2069")


def loose_texts(page: LexborHTMLParser) -> list[str]:
    """Texts with a mark of direction that nothing keeps to itself: in the page no element, in a title, a choice, an
    attribute or a picture no U+2068 and U+2069 around it. There, what acts is not even in between."""
    found = []
    for node in page.root.traverse(include_text=True) if page.root else ():
        plain = [value or "" for name, value in node.attributes.items() if name in SHOWN]
        if node.tag in PLAIN:
            plain.append(node.text())
        found += [f"<{node.tag}> {one[:60]!r}" for one in plain if _acts(one)]
        text = (node.text_content or "").strip() if node.tag == "-text" else ""
        if "\u202e" in text and not _around(node) & {"bdi", "textarea", *PLAIN}:
            found.append(text[:60])
    return found


def _acts(text: str) -> bool:
    """Whether something in the text acts beyond it."""
    inner = [one[1:-1].translate({0x200E: None, 0x200F: None}) for one in _KEPT.findall(text)]
    return any(map(_ACTS.search, [*inner, _KEPT.sub("", text)]))


def _around(node: LexborNode) -> set[str]:
    tags, around = set(), node.parent
    while around is not None:
        tags.add(str(around.tag))
        around = around.parent
    return tags
