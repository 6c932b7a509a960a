"""Corrections to what pages say of an entry: which entry, what is right, and the entry as it is then."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cinegraph.domain.changes import Place, Told
from cinegraph.domain.festivals import Category, Edition, Nomination, Nominee
from cinegraph.domain.movies import MovieRef
from cinegraph.domain.people import PersonRef
from cinegraph.domain.titles import fold


class NotOne(Exception):
    """A correction names a film or person of an entry, and the entry has none such, or several."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """A film or person of an entry and what is right of it.

    `which` is its printed title or name, or its IMDb id (None: the only one); `text` and `imdb_id` are what is right
    (None: as it is; an empty id: none).
    """

    which: str | None = None
    text: str | None = None
    imdb_id: str | None = None


@dataclass(frozen=True, slots=True)
class Right:
    """What is right of an entry. None: as the pages say; an empty text: nothing.

    `category` (with `award`, None: the same) is where it belongs; `withdrawn` whether it was never nominated.
    """

    is_winner: bool | None = None
    detail: str | None = None
    note: str | None = None
    citation: str | None = None
    film: Renamed | None = None
    person: Renamed | None = None
    category: str | None = None
    award: str | None = None
    withdrawn: bool | None = None


@dataclass(frozen=True, slots=True)
class Selector:
    """Which entry of a ceremony, as far as given: its category, a film and a person, by printed name or IMDb id."""

    category: str | None = None
    award: str | None = None
    film: str | None = None
    person: str | None = None

    def names(self, told: Told) -> bool:
        """Whether it is that entry."""
        award, category = told.place
        return (
            (self.category is None or fold(category) == fold(self.category))
            and (self.award is None or fold(award) == fold(self.award))
            and (self.film is None or any(_is_film(f, self.film) for f in told.nomination.films))
            and (self.person is None or any(_is_person(n, self.person) for n in told.nomination.people))
        )


@dataclass(frozen=True, slots=True)
class Correction:
    """What is right of one entry: of a row by its number, or of whatever entry the selector names. `origin` is how a
    person finds the correction: "correction 3", "overrides.toml, line 12"."""

    origin: str
    right: Right
    nomination_id: int | None = None
    selector: Selector | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """A correction to the world's data: of which ceremony, and why."""

    organization: str
    edition: Edition
    correction: Correction
    reason: str

    def concerns(self, organization: str, edition: Edition) -> bool:
        """Whether it is about that ceremony."""
        mine = (self.organization, self.edition.year, self.edition.instance)
        return mine == (organization, edition.year, edition.instance)


def is_imdb_id(text: str, prefix: str) -> bool:
    """Whether it is an IMDb id of that kind: "tt…" of a film, "nm…" of a person."""
    return re.fullmatch(rf"{prefix}\d{{7,10}}", text, re.ASCII) is not None


def corrected(told: Told, corrections: Sequence[Correction]) -> Told:
    """The entry as it is right, the later correction over the earlier. Raises NotOne."""
    for one in corrections:
        try:
            told = _corrected(told, one.right)
        except NotOne as wrong:
            raise NotOne(f"{one.origin}: {wrong}") from None
    return told


def category_of(told: Told, category: Category) -> Category:
    """The category of the page, or the one that a correction puts the entry into."""
    award, name = told.place
    same = (category.award or "", category.name) == told.place
    return category if same else Category(name, award)


def _corrected(told: Told, right: Right) -> Told:
    said = told.nomination
    nomination = replace(
        said,
        is_winner=said.is_winner if right.is_winner is None else right.is_winner,
        detail=said.detail if right.detail is None else right.detail or None,
        note=said.note if right.note is None else right.note or None,
        citation=said.citation if right.citation is None else right.citation or None,
        films=_films(said, right.film) if right.film else said.films,
        people=_people(said, right.person) if right.person else said.people,
    )
    place: Place = told.place
    if right.category is not None:
        place = (place[0] if right.award is None else right.award, right.category)
    return Told(place, nomination, told.withdrawn if right.withdrawn is None else right.withdrawn)


def _films(said: Nomination, right: Renamed) -> tuple[MovieRef, ...]:
    hit = [i for i, film in enumerate(said.films) if right.which is None or _is_film(film, right.which)]
    hit = hit or [i for i, film in enumerate(said.films) if _says_so(film.title, film.imdb_id, right)]
    films = list(said.films)
    at = _the_one(hit, "film", right, [film.title for film in films])
    films[at] = _film(films[at], right)
    return tuple(films)


def _film(film: MovieRef, right: Renamed) -> MovieRef:
    title = film.title if right.text is None else right.text
    if right.imdb_id is None or (right.imdb_id or None) == film.imdb_id:
        return replace(film, title=title)
    return MovieRef(title, imdb_id=right.imdb_id or None, note=film.note)  # the rest was said of another film


def _people(said: Nomination, right: Renamed) -> tuple[Nominee, ...]:
    named = said.people
    hit = [i for i, n in enumerate(named) if right.which is None or _is_person(n, right.which)]
    hit = hit or [i for i, n in enumerate(named) if _says_so(n.person.name, n.person.imdb_id, right)]
    people = list(named)
    at = _the_one(hit, "person", right, [n.person.name for n in named])
    person = people[at].person
    imdb_id = person.imdb_id if right.imdb_id is None else right.imdb_id or None
    people[at] = replace(people[at], person=PersonRef(right.text or person.name, imdb_id))
    return tuple(people)


def _the_one(hit: Sequence[int], noun: str, right: Renamed, known: Sequence[str]) -> int:
    if len(hit) == 1:
        return hit[0]
    names = ", ".join(repr(name) for name in known) or "none"
    if right.which is None:
        raise NotOne(f"which {noun}? the entry has {names}")
    raise NotOne(
        f"the entry has {'no' if not hit else 'more than one'} {noun} {right.which!r}: it has {names}"
    )


def _is_film(film: MovieRef, which: str) -> bool:
    return film.imdb_id == which or fold(which) in {fold(title) for title in film.titles}


def _is_person(nominee: Nominee, which: str) -> bool:
    return nominee.person.imdb_id == which or fold(nominee.person.name) == fold(which)


def _says_so(text: str, imdb_id: str | None, right: Renamed) -> bool:
    """Whether it is called already as it should be: the page has come to agree."""
    return (right.text is None or fold(text) == fold(right.text)) and (
        right.imdb_id is None or imdb_id == (right.imdb_id or None)
    )
