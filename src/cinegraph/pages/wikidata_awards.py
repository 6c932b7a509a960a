"""Wikidata's statements about one edition, as the query service answers them in JSON: a second opinion.

A nomination that is stated on the film, on the person, or on both is one. What Wikidata cannot tell apart is joined or
left out, and said so: the people of one film and one award are one nomination, unless the award is for acting.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec

from cinegraph.domain.festivals import (
    Category,
    Ceremony,
    CompanyNominee,
    Edition,
    Nomination,
    Nominee,
    Organization,
)
from cinegraph.domain.movies import MovieRef
from cinegraph.domain.people import PersonRef
from cinegraph.pages.errors import NotThere, PageChanged, Truncated
from cinegraph.pages.wikidata_query import MARK, Answer, query
from cinegraph.pages.wikidata_statements import Item, OfTheNight, Statement, asked, of_the_night, statements

KIND = "wikidata_awards"
NAME = "Wikidata's awards"
SITE = "wikidata"
WHOLE_HISTORY = False

_ACTING = re.compile(r"\b(actor|actress|acting|performance|performer|newcomer)\b", re.IGNORECASE)


def path(organization: Organization, edition: Edition) -> str | None:
    """The question to the query service; None if it is not known what the organization is called there."""
    return query(organization, edition) if organization.wikidata_ids else None


def recognises(text: str) -> bool:
    """Whether the text is an answer to that question."""
    return text.lstrip()[:1] == "{" and f'"{MARK}"' in text[:4_096]


def ceremonies(text: str) -> tuple[Ceremony, ...]:
    """The one edition that the answer is of, as `parse` reads it."""
    return (parse(text),)


def parse(text: str) -> Ceremony:
    """The edition as Wikidata states it.

    Raises Truncated for an answer that stops in the middle, PageChanged for one that is built otherwise, NotThere if
    nothing is stated of the edition.
    """
    try:
        answer = msgspec.json.decode(text, type=Answer)
    except msgspec.ValidationError as odd:
        raise PageChanged(f"Wikidata's answer is not built as expected: {odd}") from None
    except msgspec.DecodeError as broken:
        raise Truncated(f"Wikidata's answer stops in the middle: {broken}") from None
    rows = answer.results.bindings
    if not rows:
        raise NotThere("Wikidata states no award of this edition")
    of = asked(rows[0])
    night = of_the_night(statements(rows), of)
    by_award: dict[str, list[Statement]] = {}
    for statement in night.statements:
        by_award.setdefault(statement.award.number, []).append(statement)
    joined = [_category(told) for told in by_award.values()]
    categories = tuple(sorted((c for c, _ in joined if c.nominations), key=lambda c: c.name))
    if not categories:
        raise NotThere(
            f"Wikidata states no award that is surely of {of.organization} {of.year}/{of.instance}"
        )
    return Ceremony(
        account=KIND,
        edition=Edition(of.year, of.instance),
        name=of.organization,
        categories=categories,
        imdb_event_id=of.event,
        said=_said(night, sum(left for _, left in joined)),
    )


def _said(night: OfTheNight, ambiguous: int) -> tuple[tuple[str, str], ...]:
    told = {
        "dated by their year alone": night.by_year,
        "left out: of which of two ceremonies of a year is not told": night.untold,
        "left out: of which nomination of their film is not told": ambiguous,
    }
    return tuple((f"wikidata statements {what}", str(number)) for what, number in told.items() if number)


@dataclass(slots=True)
class _Entry:
    """A nomination, as far as statements tell it; items by their numbers."""

    won: bool
    films: dict[str, Item] = field(default_factory=dict)
    people: dict[str, Item] = field(default_factory=dict)
    companies: dict[str, Item] = field(default_factory=dict)
    details: dict[str, Item] = field(default_factory=dict)

    def take(self, other: "_Entry") -> None:
        self.won = self.won or other.won
        self.films |= other.films
        self.people |= other.people
        self.companies |= other.companies
        self.details |= other.details


def _category(told: list[Statement]) -> tuple[Category, int]:
    """The award with its nominations, and how many statements could not be told from others."""
    award = told[0].award
    acting = bool(_ACTING.search(award.name))
    parts = [part for statement in told for part in _parts(statement, acting)]
    parts.sort(key=lambda part: (not part.details, not (part.people and part.films), not part.films))
    entries: list[_Entry] = []
    left_out = 0
    for part in parts:
        same = [entry for entry in entries if _same(entry, part, acting)]
        if not same:
            entries.append(part)
        elif len(same) == 1:
            same[0].take(part)
        elif part.people or part.details:
            # Of several that it may be, it is one already if that one names the same people.
            named = [entry for entry in same if part.people and part.people.keys() <= entry.people.keys()]
            left_out += len(named) != 1
            if len(named) == 1:
                named[0].take(part)
    nominations = tuple(sorted(map(_nomination, entries), key=_order))
    return Category(award.name, None, "people" if acting else None, nominations), left_out


def _parts(statement: Statement, acting: bool) -> Iterable[_Entry]:
    """The statement as entries: of an acting prize one for each person."""
    entry = _Entry(statement.won)
    everything = (statement.subject, *statement.works, *statement.others)
    for item in everything:
        work = item in statement.works
        if item.kind in ("song", "country"):
            entry.details[item.number] = item
        elif item.kind == "film" or (work and item.kind != "person"):
            entry.films[item.number] = item
        elif item.kind == "person":
            entry.people[item.number] = item
        else:
            entry.companies[item.number] = item
    if not acting or len(entry.people) < 2:
        return [entry]
    return [
        _Entry(entry.won, dict(entry.films), {number: person}, dict(entry.companies))
        for number, person in entry.people.items()
    ]


def _same(entry: _Entry, part: _Entry, acting: bool) -> bool:
    """Whether both may be one nomination of one award in one night."""
    if entry.details and part.details and entry.details.keys() != part.details.keys():
        return False
    if entry.details and entry.details.keys() == part.details.keys():
        return True
    one, other = entry.films.keys(), part.films.keys()
    people = bool(entry.people.keys() & part.people.keys())
    if acting and entry.people and part.people:
        return people and (one <= other or other <= one)
    if one and other:
        return one == other or (people and (one <= other or other <= one))
    return people or bool(entry.companies.keys() & part.companies.keys())


def _nomination(entry: _Entry) -> Nomination:
    details = ", ".join(sorted(item.name for item in entry.details.values()))
    return Nomination(
        films=tuple(MovieRef(i.name, imdb_id=i.imdb_id) for i in _by_name(entry.films)),
        people=tuple(Nominee(PersonRef(i.name, i.imdb_id)) for i in _by_name(entry.people)),
        companies=tuple(CompanyNominee(i.name, i.imdb_id) for i in _by_name(entry.companies)),
        is_winner=entry.won,
        detail=details or None,
        accounts=(KIND,),
    )


def _by_name(items: dict[str, Item]) -> list[Item]:
    return sorted(items.values(), key=lambda item: (item.name, item.number))


def _order(nomination: Nomination) -> tuple[bool, list[str], list[str], str]:
    """Winners first, then by what they are written as."""
    films, people = [f.title for f in nomination.films], [n.person.name for n in nomination.people]
    return not nomination.is_winner, films, people, nomination.detail or ""
