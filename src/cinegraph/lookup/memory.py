"""A source that remembers its answers: what was answered is not asked again for a while, and costs nothing.

Found is remembered for long, "has nothing" for days, a failure never. Remembered is the outermost wrapper:
`Remembered(Breaker(source))`, so that a source that is left alone still answers from memory, and an answer from
memory never counts as a sign of its health.
"""

import hashlib
import random
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Generic, Literal, Protocol, TypeVar

import msgspec

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.domain.titles import fold
from cinegraph.lookup.wrapping import Wrapped, alone
from cinegraph.sources.base import Source, Strategy
from cinegraph.telemetry import span

T = TypeVar("T")

Anew = Literal["no", "absences", "all"]
"""Which questions are asked although an answer is remembered: none; those by which the film may have been absent (an id
that led to nothing, and every search, for it may have listed other films only); all."""

_SHAPE = 3
"""Raise it when what a Candidate means has changed: older answers are then not understood, and asked again."""

_LONGEST_KEY = 400
_EVER = datetime.max.replace(tzinfo=UTC)
_NUL = b"\\u0000"
_anew: ContextVar[tuple[Anew, datetime | None]] = ContextVar("anew", default=("no", None))


@contextmanager
def anew(which: Anew, before: datetime = _EVER) -> Iterator[None]:
    """Ask these questions inside, if their answers were kept before that moment: the one in which somebody wished to
    know anew. What is answered is remembered, and good enough for the next attempt."""
    token = _anew.set((which, before))
    try:
        yield
    finally:
        _anew.reset(token)


def jittered(period: timedelta) -> timedelta:
    """The period ±10 %, so that what was asked together is not asked again together."""
    return period * random.uniform(0.9, 1.1)


class Kept(Protocol):
    """A remembered answer as JSON, and when it was given; None says that the source has nothing."""

    @property
    def answer(self) -> str | None: ...

    @property
    def at(self) -> datetime: ...


class Notebook(Protocol):
    """Where answers are kept. A question's key holds no secret."""

    async def load(
        self, source: str, question: str, found_since: datetime | None, nothing_since: datetime | None
    ) -> Kept | None:
        """The answer that has not expired, counted as used; None if none is remembered. "Nothing" must have been kept
        at `nothing_since` or later, any other answer at `found_since` or later (None: whenever)."""
        ...

    async def save(self, source: str, question: str, answer: str | None, lasts: timedelta) -> None:
        """Remember it for so long, in the place of an older one."""
        ...


class Memory(Generic[T]):
    """What a source answered, tuples of one kind of value; asked again when it has expired, or is wished anew. `dated`
    says in a value when it was told."""

    def __init__(
        self,
        name: str,
        kind: type[T],
        notebook: Notebook,
        found_for: timedelta,
        nothing_for: timedelta,
        dated: Callable[[T, datetime], T] | None = None,
    ) -> None:
        self._name = name
        self._dated = dated
        self._shape = tuple[kind, ...]  # type: ignore[valid-type] # a type that is chosen as the program runs
        self._notebook = notebook
        self._found_for = found_for
        self._nothing_for = nothing_for

    async def asked(
        self,
        question: str,
        ask: Callable[[], Awaitable[Sequence[T]]],
        listed: bool = False,
        given: T | None = None,
    ) -> tuple[T, ...]:
        """The answer as it is remembered, or as `ask` gives it now. `listed`: it is a search's. An answer that is only
        what was `given` has said nothing, and is not remembered."""
        with span(f"memory.{self._name}", question=question) as facts:
            remembered = await self._recall(question, listed)
            facts["hit"] = remembered is not None
        if remembered is not None:
            return remembered
        answer = tuple(await ask())
        told = msgspec.json.encode(answer)
        if _NUL not in told and answer != (given,):  # PostgreSQL keeps no NUL: it is asked for again
            lasts = jittered(self._found_for if answer else self._nothing_for)
            await self._notebook.save(self._name, question, told.decode() if answer else None, lasts)
        return answer

    async def _recall(self, question: str, listed: bool) -> tuple[T, ...] | None:
        """What is remembered and may be used; None: ask."""
        which, before = _anew.get()
        nothing_since = None if which == "no" else before
        found_since = nothing_since if which == "all" or listed else None
        kept = await self._notebook.load(self._name, question, found_since, nothing_since)
        if kept is None:
            return None
        if kept.answer is None:
            return ()
        try:
            told: tuple[T, ...] = msgspec.json.decode(kept.answer, type=self._shape)
        except msgspec.ValidationError:  # an older program remembered it, in another form
            return None
        return told if self._dated is None else tuple(self._dated(one, kept.at) for one in told)


class Remembered(Wrapped):
    """Wraps a source. Answers, the whole records of hits included, come from the notebook while they last."""

    def __init__(
        self, source: Source, notebook: Notebook, found_for: timedelta, nothing_for: timedelta
    ) -> None:
        super().__init__(source)
        self._memory = Memory(source.name, Candidate, notebook, found_for, nothing_for, _told_at)

    async def by_id(self, ref: MovieRef) -> Candidate | None:
        """As it is remembered, or as the source says now."""
        question = _by_id(ref)
        if question is None:
            return await self._source.by_id(ref)
        found = await self._memory.asked(question, lambda: alone(self._source.by_id(ref)))
        return found[0] if found else None

    async def search(self, ref: MovieRef, strategy: Strategy) -> tuple[Candidate, ...]:
        """As it is remembered, or as the source says now."""
        return await self._memory.asked(
            _by_search(ref, strategy), lambda: self._source.search(ref, strategy), listed=True
        )

    async def complete(self, candidate: Candidate) -> Candidate | None:
        """The whole record (None: it is gone), as it is remembered or as the source says now.

        A source that gives back what it was given has said nothing about its record: that is not remembered.
        """
        if candidate.complete:
            return candidate
        question = key("whole", candidate.source_id)
        whole = await self._memory.asked(
            question, lambda: alone(self._source.complete(candidate)), given=candidate
        )
        return whole[0] if whole else None


def _told_at(film: Candidate, at: datetime) -> Candidate:
    return replace(film, told_at=at)


def _by_id(ref: MovieRef) -> str | None:
    """The ids that the question carries; None without one: no call is made then."""
    ids = [str(i) for i in (ref.imdb_id, ref.tmdb_id and f"tmdb{ref.tmdb_id}", ref.wikidata_id) if i]
    return key("id", *ids) if ids else None


def _by_search(ref: MovieRef, strategy: Strategy) -> str:
    """The way of searching, the titles, the years; the people, if they are searched by."""
    titles = [fold(title) for title in ref.titles]
    years = sorted({*ref.years, *([ref.year] if ref.year else [])})
    people = [fold(name) for name in ref.people] if strategy.by == "people" else []
    params = [f"{name}={value}" for name, value in strategy.params]
    return key(strategy.name, *params, *titles, *map(str, years), *people)


def key(*parts: str) -> str:
    """The parts as one text of bounded length, different for different parts."""
    told = msgspec.json.encode((_SHAPE, *parts)).decode()
    if len(told) <= _LONGEST_KEY:
        return told
    return told[: _LONGEST_KEY // 2] + hashlib.sha256(told.encode()).hexdigest()
