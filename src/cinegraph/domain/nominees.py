"""Nominees and the people that they may be: what a page printed of one, and what catalogues know of the other."""

from dataclasses import dataclass
from typing import Literal

from cinegraph.domain.honours import Role

Link = Literal["id", "credits", "search", "decided", "minimal", "doubtful"]
"""By which way a nominee was joined to a person: the page's id, the film's credits, a catalogue's search for people, a
person's decision; `minimal`: nobody known is it, and its person is the printed name; `doubtful`: a person is asked."""


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody did in a film, as a catalogue credits it."""

    kind: str
    department: str = ""
    job: str = ""
    character: str = ""


@dataclass(frozen=True, slots=True)
class Nominated:
    """A nominee as printed. `imdb_id` is the page's; `tmdb_id` is what its person's row has already; `detail` is the
    character or song beside the entry; `roles` are what the category honours."""

    name: str
    role: str | None = None
    imdb_id: str | None = None
    tmdb_id: int | None = None
    detail: str | None = None
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Someone:
    """A person who may be the nominee. `person_id` is their row, None if they have none yet; `parts` are their credits
    in the nominated films; `source` is "credits", or the catalogue whose search found them.

    `found_by` are the printed names, folded, under which a catalogue finds them.
    """

    name: str
    source: str = "credits"
    person_id: int | None = None
    imdb_id: str | None = None
    tmdb_id: int | None = None
    other_names: tuple[str, ...] = ()
    known_for: str = ""
    parts: tuple[Part, ...] = ()
    found_by: frozenset[str] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that they are called."""
        return (self.name, *self.other_names)

    @property
    def keys(self) -> tuple[tuple[str, int | str], ...]:
        """What tells them from others: their row and their ids."""
        told = (("row", self.person_id), ("tmdb", self.tmdb_id), ("imdb", self.imdb_id))
        return tuple((kind, value) for kind, value in told if value is not None)

    def is_also(self, other: "Someone") -> bool:
        """Whether both are surely one person, by an id or a row."""
        return not set(self.keys).isdisjoint(other.keys)


@dataclass(frozen=True, slots=True)
class KnownFilm:
    """A film that a catalogue has among somebody's, and what they did in it."""

    tmdb_id: int | None
    title: str
    year: int | None
    part: Part


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person as a catalogue of people has them. `read`: their record was read, and not only that they are listed."""

    source: str
    name: str
    tmdb_id: int | None = None
    imdb_id: str | None = None
    other_names: tuple[str, ...] = ()
    known_for: str = ""
    profile_path: str = ""
    films: tuple[KnownFilm, ...] = ()
    read: bool = False


@dataclass(frozen=True, slots=True)
class PersonQuestion:
    """What a catalogue of people is asked: who has that IMDb id, or else who is called so."""

    name: str
    imdb_id: str | None = None


@dataclass(frozen=True, slots=True)
class NominatedFilm:
    """A nominated film as evidence: `whole` says that its record names everybody, `people` are those it names."""

    title: str
    original_title: str | None = None
    year: int | None = None
    tmdb_id: int | None = None
    whole: bool = False
    people: tuple[Someone, ...] = ()


@dataclass(frozen=True, slots=True)
class NominatedEntry:
    """A nomination with its nominees by their places; `ruled_out` are people of whom a person said that a nominee is
    not them."""

    number: int
    films: tuple[NominatedFilm, ...]
    nominees: tuple[tuple[int, Nominated], ...]
    ruled_out: tuple[tuple[int, Someone], ...] = ()
