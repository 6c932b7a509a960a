"""A catalogue of people that remembers its answers, and is left alone while it is down: as with films."""

from datetime import timedelta

from cinegraph.domain.nominees import FoundPerson
from cinegraph.domain.titles import fold
from cinegraph.lookup.breaker import Breaker
from cinegraph.lookup.memory import Memory, Notebook, key
from cinegraph.lookup.nominee_chain import PeopleSource
from cinegraph.lookup.wrapping import alone


class RememberedPeople:
    """Implements `PeopleSource` around another one. Memory is outside the breaker."""

    def __init__(
        self,
        source: PeopleSource,
        breaker: Breaker,
        notebook: Notebook,
        found_for: timedelta,
        nothing_for: timedelta,
    ) -> None:
        self._source = source
        self._breaker = breaker
        self._memory = Memory(source.name, FoundPerson, notebook, found_for, nothing_for)

    @property
    def name(self) -> str:
        return self._source.name

    async def person_by_id(self, imdb_id: str) -> FoundPerson | None:
        """As it is remembered, or as the source says now."""

        async def ask() -> tuple[FoundPerson, ...]:
            return await self._breaker.guarded(lambda: alone(self._source.person_by_id(imdb_id)))

        found = await self._memory.asked(key("person", imdb_id), ask)
        return found[0] if found else None

    async def people_called(self, name: str) -> tuple[FoundPerson, ...]:
        """As it is remembered, or as the source says now."""

        async def ask() -> tuple[FoundPerson, ...]:
            return await self._breaker.guarded(lambda: self._source.people_called(name))

        return await self._memory.asked(key("people", fold(name)), ask, listed=True)

    async def whole_person(self, found: FoundPerson) -> FoundPerson | None:
        """As it is remembered, or as the source says now."""

        async def ask() -> tuple[FoundPerson, ...]:
            return await self._breaker.guarded(lambda: alone(self._source.whole_person(found)))

        whole = await self._memory.asked(key("whole person", str(found.tmdb_id)), ask)
        return whole[0] if whole else None
