"""Reasons for and against: is this person the nominee? What each one weighs stands in `nominee_matching`."""

from dataclasses import dataclass
from functools import cached_property

from cinegraph.domain.honours import counts
from cinegraph.domain.nominees import Nominated, Someone
from cinegraph.domain.people import same_name
from cinegraph.domain.titles import fold

_ALIKE = 0.8
"""From here on two names can be of one person."""

_PLACES = {"cast": "Acting"}


@dataclass(frozen=True)
class Person:
    """A nominee and a person, side by side."""

    told: Nominated
    known: Someone

    @cached_property
    def name(self) -> float:
        """How surely the printed name is one of the person's, 0–1."""
        return max(same_name(self.told.name, name) for name in self.known.names)

    @cached_property
    def counted(self) -> float:
        """How surely they are credited with what the category honours."""
        return counts(self.told.roles, self.known.parts)

    @property
    def id_agrees(self) -> bool:
        """Whether the page's id, or the number that its row has, is this person's."""
        return (self.told.imdb_id is not None and self.told.imdb_id == self.known.imdb_id) or (
            self.told.tmdb_id is not None and self.told.tmdb_id == self.known.tmdb_id
        )

    @property
    def found(self) -> bool:
        """Whether a catalogue finds them under the printed name."""
        return fold(self.told.name) in self.known.found_by

    @property
    def character(self) -> bool:
        """Whether they play the character that is printed beside the entry."""
        told = set(fold(self.told.detail or "").split())
        return bool(told) and any(told & set(fold(part.character).split()) for part in self.known.parts)

    @property
    def shares_a_word(self) -> bool:
        """Whether one word of both names is the same."""
        told = set(fold(self.told.name).split())
        return any(told & set(fold(name).split()) for name in self.known.names)


def same_person_id(c: Person) -> float | None:
    """The id that the page gives is this person's."""
    return float(c.id_agrees)


def same_name_told(c: Person) -> float | None:
    """The printed name is one of this person's."""
    return c.name if c.name >= _ALIKE else None


def family_name_only(c: Person) -> float | None:
    """Only a family name is printed, and it is this person's."""
    words = fold(c.told.name).split()
    if len(words) != 1 or c.name >= _ALIKE:
        return None
    return float(any(fold(name).split()[-1:] == words for name in c.known.names))


def credited_for_it(c: Person) -> float | None:
    """The film credits them with what the category honours."""
    return c.counted


def in_the_film(c: Person) -> float | None:
    """The film credits them, or a catalogue has it among theirs."""
    return float(bool(c.known.parts))


def plays_the_character(c: Person) -> float | None:
    """They play the character that is printed beside the entry."""
    return float(c.character)


def found_by_the_name(c: Person) -> float | None:
    """A catalogue finds them under the printed name, which is none of those that are listed."""
    return float(c.found and c.name < _ALIKE)


def known_for_it(c: Person) -> float | None:
    """They are known for what the category honours."""
    places = {place for role in c.told.roles for place in role.departments}
    if any(role.cast for role in c.told.roles):
        places.add(_PLACES["cast"])
    if any(role.infer for role in c.told.roles):
        places.add("Directing")
    return float(bool(c.known.known_for) and c.known.known_for in places)


def not_in_the_cast(c: Person) -> float | None:
    """The cast is honoured, and they did something else."""
    if not c.told.roles or not c.known.parts:
        return None
    return float(c.counted == 0 and any(role.cast for role in c.told.roles))


def only_a_name(c: Person) -> float | None:
    """Nothing but the name speaks for them: no credit in the film is known."""
    return float(not c.known.parts and not c.id_agrees)


def other_person_id(c: Person) -> float | None:
    """They have another id than the one that the page gives, or that its row has."""
    if c.told.imdb_id is not None and c.known.imdb_id is not None:
        return float(c.told.imdb_id != c.known.imdb_id)
    if c.told.tmdb_id is not None and c.known.tmdb_id is not None:
        return float(c.told.tmdb_id != c.known.tmdb_id)
    return None


def another_name(c: Person) -> float | None:
    """The printed name cannot be one of theirs."""
    if c.id_agrees or c.name >= _ALIKE or c.found or family_name_only(c):
        return None
    return float(not (c.character and c.shares_a_word))
