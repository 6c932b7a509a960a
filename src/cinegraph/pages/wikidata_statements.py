"""Wikidata's statements about awards, one by one: who and what is honoured, and of which night each is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from cinegraph.pages.errors import PageChanged
from cinegraph.pages.wikidata_query import Row, Term

Kind = Literal["film", "person", "song", "country", "company"]

_DEPRECATED = "DeprecatedRank"
_A_DAY = 11
"""Wikibase's precision of a date: 9 a year, 10 a month, 11 a day."""

_PERSON = "Q5"
_COUNTRIES = {"Q6256", "Q3624078", "Q3024240"}  # country, sovereign state, historical country
_SONGS = {"Q7366", "Q134556", "Q105543609", "Q2188189", "Q207628"}  # song, single, musical works, composition
_FILMS = {
    "Q11424",  # film
    "Q24862",  # short film
    "Q202866",  # animated film
    "Q29168811",  # animated feature film
    "Q17517379",  # animated short film
    "Q93204",  # documentary film
    "Q506240",  # television film
    "Q24869",  # feature film
    "Q5398426",  # television series
    "Q1259759",  # miniseries
}
_ITEM = re.compile(r".*/entity/Q\d+")
"""The address of an item. A value that is said to be unknown has another one."""
_ASKED = re.compile(r"(?P<year>\d{4})/(?P<instance>\d+) of (?P<editions>\d+), (?P<undated>\d{4})")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the answer is of. `editions` is how many the organization held in that year; `undated` is the year that a
    statement must bear if it names no ceremony and no day."""

    year: int
    instance: int
    editions: int
    undated: int
    event: str | None
    organization: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item of Wikidata: its number, its name, its IMDb id if it has just one of its kind."""

    number: str
    name: str
    kind: Kind
    imdb_id: str | None = None


@dataclass(slots=True)
class _Facts:
    """What the rows say of one item."""

    names: dict[str, str] = field(default_factory=dict)
    imdb: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Statement:
    """One statement: of an award, won or only nominated for. `works` and `others` are its qualifiers."""

    key: str
    won: bool
    award: Item
    subject: Item
    works: list[Item] = field(default_factory=list)
    others: list[Item] = field(default_factory=list)
    ceremonies: list[str | None] = field(default_factory=list)
    """The day of each ceremony that it names; None for one without a day."""

    dates: list[tuple[str, int]] = field(default_factory=list)
    """(date, precision)"""


def asked(row: Row) -> Asked:
    """What was asked. Raises PageChanged if the row does not say so as our query does."""
    found = _ASKED.fullmatch(row.edition.value)
    if found is None:
        raise PageChanged(f"expected an edition like '2024/1 of 1, 2024', found {row.edition.value!r}")
    numbers = {name: int(text) for name, text in found.groupdict().items()}
    return Asked(**numbers, event=row.event.value or None, organization=row.organization.value)


def statements(rows: Iterable[Row]) -> list[Statement]:
    """Every statement that is not deprecated, in the order of their keys. Raises PageChanged for one without its
    award or subject."""
    grouped: dict[str, list[Row]] = {}
    facts: dict[str, _Facts] = {}
    for row in rows:
        if row.rank.value.endswith(_DEPRECATED):
            continue
        grouped.setdefault(_number(row.statement), []).append(row)
        if _ITEM.fullmatch(row.value.value):
            _learn(facts.setdefault(_number(row.value), _Facts()), row)
    items = {number: _item(number, told) for number, told in facts.items()}
    return [_statement(key, told, items) for key, told in sorted(grouped.items())]


def _learn(facts: _Facts, row: Row) -> None:
    for term in (row.name, row.other):
        if term is not None and term.value:
            facts.names.setdefault(term.language, term.value)
    if row.imdb is not None:
        facts.imdb.add(row.imdb.value)
    if row.type is not None:
        facts.types.add(_number(row.type))


def _item(number: str, facts: _Facts) -> Item:
    prefixes = {imdb_id[:2] for imdb_id in facts.imdb}
    kind: Kind = "company"
    if "tt" in prefixes or facts.types & _FILMS:
        kind = "film"
    elif "nm" in prefixes or _PERSON in facts.types:
        kind = "person"
    elif facts.types & _SONGS:
        kind = "song"
    elif facts.types & _COUNTRIES:
        kind = "country"
    mine = sorted(i for i in facts.imdb if i[:2] == {"film": "tt", "person": "nm", "company": "co"}.get(kind))
    named = {"en": 0, "mul": 1}
    names = sorted(facts.names.items(), key=lambda told: (named.get(told[0], 2), told[0]))
    return Item(number, names[0][1] if names else number, kind, mine[0] if len(mine) == 1 else None)


def _statement(key: str, rows: list[Row], items: dict[str, Item]) -> Statement:
    of: dict[str, dict[str, Item]] = {}
    for row in rows:
        number = _number(row.value)
        if number in items:
            of.setdefault(row.what.value, {})[number] = items[number]
    awards, subjects = list(of.get("award", {}).values()), list(of.get("subject", {}).values())
    if len(awards) != 1 or len(subjects) != 1:
        raise PageChanged(
            f"expected one award and one subject of statement {key}, found {len(awards)} and {len(subjects)}"
        )
    days = {_number(r.value): r.day.value if r.day else None for r in rows if r.what.value == "ceremony"}
    return Statement(
        key=key,
        won=rows[0].how.value == "won",
        award=awards[0],
        subject=subjects[0],
        works=list(of.get("work", {}).values()),
        others=list(of.get("with", {}).values()),
        ceremonies=list(days.values()),
        dates=[
            (r.value.value, int(r.precision.value) if r.precision else 9)
            for r in rows
            if r.what.value == "date"
        ],
    )


@dataclass(frozen=True, slots=True)
class OfTheNight:
    """The statements of the edition. `by_year` of them bear nothing but its year; `untold` were left out: of two
    editions within one year, nothing says which they are of."""

    statements: tuple[Statement, ...]
    by_year: int
    untold: int


def of_the_night(told: Iterable[Statement], of: Asked) -> OfTheNight:
    """Which statements are of the edition: by the day of the ceremony that they name, else by their own day, else by
    the year that the organization's undated statements bear. One that names another night is not."""
    told = list(told)
    nights = sorted({day[:10] for s in told for day in s.ceremonies if day and day.startswith(f"{of.year}-")})
    night = nights[of.instance - 1] if of.editions > 1 and len(nights) == of.editions else None
    found, by_year, untold = [], 0, 0
    for statement in told:
        days = [day[:10] for day in statement.ceremonies if day]
        days = days or [date[:10] for date, precision in statement.dates if precision >= _A_DAY]
        this_year = [day for day in days if day.startswith(f"{of.year}-")]
        year_alone = not days and any(date.startswith(f"{of.undated}-") for date, _ in statement.dates)
        if not this_year and not year_alone:
            continue
        if of.editions > 1 and (night is None or night not in this_year):
            untold += night is None or not this_year
            continue
        by_year += year_alone
        found.append(statement)
    return OfTheNight(tuple(found), by_year, untold)


def _number(term: Term) -> str:
    return term.value.rpartition("/")[2]
