"""A Source around a Source, to be changed in one respect."""

from collections.abc import Awaitable
from decimal import Decimal
from typing import TypeVar

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.sources.base import Source, Strategy

T = TypeVar("T")


class Wrapped:
    """Answers exactly as the source that it is given. Subclasses say what is different."""

    def __init__(self, source: Source) -> None:
        self._source = source

    @property
    def name(self) -> str:
        return self._source.name

    @property
    def price_usd(self) -> Decimal:
        return self._source.price_usd

    @property
    def full(self) -> bool:
        return self._source.full

    async def by_id(self, ref: MovieRef) -> Candidate | None:
        return await self._source.by_id(ref)

    def strategies(self, ref: MovieRef) -> tuple[Strategy, ...]:
        return self._source.strategies(ref)

    async def search(self, ref: MovieRef, strategy: Strategy) -> tuple[Candidate, ...]:
        return await self._source.search(ref, strategy)

    async def complete(self, candidate: Candidate) -> Candidate | None:
        return await self._source.complete(candidate)

    async def check(self) -> None:
        await self._source.check()


async def alone(asked: Awaitable[T | None]) -> tuple[T, ...]:
    """One answer, or none, as a search would give it."""
    found = await asked
    return () if found is None else (found,)
