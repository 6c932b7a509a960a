"""Who the nominees of a film are: asked of its credits first, and of a catalogue of people only where these do not say.

Three steps, so that nothing is held while somebody is asked outside: what the credits say, what is left to be asked,
what both say together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from cinegraph.domain.nominees import (
    FoundPerson,
    NominatedEntry,
    NominatedFilm,
    PersonQuestion,
    Someone,
)
from cinegraph.domain.people import same_name
from cinegraph.domain.titles import fold
from cinegraph.lookup.nominee_matching import Linked, Verdict, joined, verdicts, without

_READ = 3
"""So many hits of a search are read whole at most."""
_YEARS = 1

Place = tuple[int, int]
"""(nomination, place of the nominee in it)"""
Findings = Mapping[PersonQuestion, Sequence[FoundPerson]]


class PeopleSource(Protocol):
    """A catalogue of people. Every method raises SourceError where it gets no answer."""

    @property
    def name(self) -> str: ...

    async def person_by_id(self, imdb_id: str) -> FoundPerson | None:
        """Who has that IMDb id; None if the catalogue knows nobody with it."""
        ...

    async def people_called(self, name: str) -> tuple[FoundPerson, ...]:
        """Who may be called so, the likeliest first: listed only."""
        ...

    async def whole_person(self, found: FoundPerson) -> FoundPerson | None:
        """Everything that the catalogue has of somebody whom it listed; None if they are there no longer."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be asked, and with which films as evidence."""

    ask: PersonQuestion
    films: tuple[NominatedFilm, ...]


def judge(entries: Sequence[NominatedEntry], found: Findings | None = None) -> dict[Place, Verdict]:
    """Who each nominee is, by the films' credits and by what was found outside."""
    said: dict[Place, Verdict] = {}
    for entry in entries:
        for place, verdict in _entry_verdicts(entry, _people(entry, found or {})).items():
            said[entry.number, place] = verdict
    return said


def _entry_verdicts(entry: NominatedEntry, people: Sequence[Someone]) -> dict[int, Verdict]:
    """Those of whom a person has said who they are not are judged by themselves, without these."""
    told = dict(entry.nominees)
    out: dict[int, list[Someone]] = {}
    for place, one in entry.ruled_out:
        if place in told:
            out.setdefault(place, []).append(one)
    said = verdicts({place: one for place, one in told.items() if place not in out}, people)
    for place, not_these in out.items():
        said |= verdicts({place: told[place]}, without(people, not_these))
    return said


def questions(entries: Sequence[NominatedEntry], said: Mapping[Place, Verdict]) -> list[Question]:
    """What is left to be asked of a catalogue of people: by the page's id if there is one, else by name."""
    wanted: dict[PersonQuestion, Question] = {}
    for entry in entries:
        for place, told in entry.nominees:
            if isinstance(said[entry.number, place], Linked) or (told.imdb_id and told.tmdb_id):
                continue
            ask = PersonQuestion("" if told.imdb_id else told.name, told.imdb_id)
            known = wanted.get(ask)
            films = (*(known.films if known else ()), *entry.films)
            wanted[ask] = Question(ask, tuple(dict.fromkeys(films)))
    return list(wanted.values())


async def ask(source: PeopleSource, question: Question) -> tuple[FoundPerson, ...]:
    """Who that may be. Of those whom a search lists, they are read who are in one of the films; where a film's record
    is not whole, so are those who are called just so. Raises SourceError."""
    if question.ask.imdb_id is not None:
        by_id = await source.person_by_id(question.ask.imdb_id)
        return (by_id,) if by_id is not None else ()
    listed = await source.people_called(question.ask.name)
    credited = {one.tmdb_id for film in question.films for one in film.people if one.tmdb_id is not None}
    open_films = not all(film.whole for film in question.films)
    found: list[FoundPerson] = []
    for hit in listed:
        named = same_name(hit.name, question.ask.name) >= 0.9
        if len(found) < _READ and (hit.tmdb_id in credited or (open_films and named)):
            if (whole := await source.whole_person(hit)) is not None:
                found.append(whole)
        elif named:
            found.append(hit)
    return tuple(found)


def _people(entry: NominatedEntry, found: Findings) -> list[Someone]:
    """Everybody whom one of the entry's films credits, once each, and those whom a catalogue found."""
    people = list(entry.films[0].people) if entry.films else []
    known = {key: place for place, one in enumerate(people) for key in one.keys}
    for one in (one for film in entry.films[1:] for one in film.people):
        place = next((known[key] for key in one.keys if key in known), None)
        if place is None:
            known |= dict.fromkeys(one.keys, len(people))
            people.append(one)
        else:
            people[place] = replace(people[place], parts=(*people[place].parts, *one.parts))
    asked = {PersonQuestion("" if told.imdb_id else told.name, told.imdb_id) for _, told in entry.nominees}
    outside = [_someone(one, question, entry.films) for question in asked for one in found.get(question, ())]
    return joined(people, outside)


def _someone(found: FoundPerson, question: PersonQuestion, films: Sequence[NominatedFilm]) -> Someone:
    """What a catalogue found, with the nominated films that it has among theirs."""
    parts = [
        known.part
        for known in found.films
        if any(_is(film, known.tmdb_id, known.title, known.year) for film in films)
    ]
    return Someone(
        found.name,
        source=found.source,
        imdb_id=found.imdb_id,
        tmdb_id=found.tmdb_id,
        other_names=found.other_names,
        known_for=found.known_for,
        parts=tuple(parts),
        found_by=frozenset([fold(question.name)] if question.imdb_id is None else ()),
    )


def _is(film: NominatedFilm, tmdb_id: int | None, title: str, year: int | None) -> bool:
    if film.tmdb_id is not None and tmdb_id is not None:
        return film.tmdb_id == tmdb_id
    titles = {fold(text) for text in (film.title, film.original_title) if text}
    near = film.year is None or year is None or abs(film.year - year) <= _YEARS
    return fold(title) in titles and near
