"""What is asked of a loaded IMDb dataset, and what it answers; whoever keeps the dataset answers it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class NotLoaded(Exception):
    """There is no dataset to ask: nothing may be concluded about any film."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone named with a film: `role` is director, writer, actor, actress or self; `place` their order in it.

    `characters` is as the file writes it: a JSON list, or None.
    """

    nconst: str
    name: str
    role: str
    place: int
    characters: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A film as the dataset has it; `kind` is IMDb's title type."""

    tconst: str
    kind: str
    title: str
    original_title: str | None
    year: int | None
    runtime: int | None
    genres: tuple[str, ...]
    rating: float | None
    votes: int | None
    akas: tuple[str, ...]
    people: tuple[Person, ...]


class Dataset(Protocol):
    """Where the dataset is kept. Both raise NotLoaded."""

    async def by_id(self, tconst: str) -> Record | None:
        """The film with that id."""
        ...

    async def titled(
        self, keys: Sequence[str], years: tuple[int, int] | None, limit: int
    ) -> tuple[Record, ...]:
        """Films with one of these titles (as `title_key` writes them), the most voted for first."""
        ...
