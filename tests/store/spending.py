"""A source that costs money, behind a real door and the shared ledger; also as a process of its own:

python -m tests.store.spending DATABASE_URL QUESTIONS LIMITS(JSON) [BEHAVIOUR]
"""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import NoReturn

import httpx2

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.fetch.http import Door, Request, Response
from cinegraph.fetch.pace import SharedPace
from cinegraph.sources.base import OutOfQuota, Strategy, TryLater, told_by
from cinegraph.store.budgets import Limits
from cinegraph.store.database import Database
from cinegraph.store.purse import SharedPurse

PRICE = Decimal("0.001")


class Paid:
    """A catalogue of which each call costs; it has every film that is asked for by id."""

    name = "omdb"
    price_usd = PRICE
    full = False

    def __init__(self, door: Door, billed: frozenset[int] | None = None) -> None:
        self._door = door
        self._billed = billed

    async def by_id(self, ref: MovieRef) -> Candidate | None:
        """One call."""
        request = Request(
            self.name,
            "movie_lookup",
            ref.imdb_id or "",
            "http://outside/",
            price=self.price_usd,
            billed=self._billed,
        )
        with told_by("OMDb"):
            await self._door.ask(request, _read)
        return Candidate(self.name, ref.imdb_id or "", ref.title, imdb_id=ref.imdb_id)

    def strategies(self, ref: MovieRef) -> tuple[Strategy, ...]:
        """None: it is asked by id."""
        return ()

    async def search(self, ref: MovieRef, strategy: Strategy) -> tuple[Candidate, ...]:
        """Nothing."""
        return ()

    async def complete(self, candidate: Candidate) -> Candidate:
        """What it said already."""
        return candidate

    async def check(self) -> None:
        """Always well."""


def _read(response: Response) -> None:
    if response.status != 200:
        raise ValueError(f"status {response.status}")


def paid_source(
    database: Database,
    limits: Mapping[str, Limits],
    transport: httpx2.AsyncBaseTransport,
    billed: frozenset[int] | None = None,
) -> Paid:
    """The source, with a door as the program has it, unpaced, one attempt a question."""

    async def note(call: object) -> NoReturn:
        raise AssertionError(f"a paid call is settled, not only recorded: {call}")

    async def take(source: str, rate: float) -> float:
        return 0.0

    client = httpx2.AsyncClient(transport=transport)
    pace = SharedPace(take, {"omdb": 0.0})
    return Paid(Door(client, pace, note, 1, purse=SharedPurse(database, limits)), billed)


async def ask(source: Paid, questions: int) -> Counter[str]:
    """Ask so many questions, twenty at once: how many were answered, and what the others ended with."""
    ends: Counter[str] = Counter()
    numbers = iter(range(questions))

    async def one_after_the_other() -> None:
        for number in numbers:
            try:
                await source.by_id(MovieRef("A film", imdb_id=f"tt{number:07}"))
                ends["answered"] += 1
            except (OutOfQuota, TryLater, ValueError) as failure:
                ends[type(failure).__name__] += 1

    await asyncio.gather(*(one_after_the_other() for _ in range(20)))
    return ends


async def _hang(_: httpx2.Request) -> httpx2.Response:
    print("asked", flush=True)
    await asyncio.sleep(3600)
    raise AssertionError


async def _main(url: str, questions: int, limits: Limits, behaviour: str) -> None:
    transport = httpx2.MockTransport(_hang if behaviour == "hang" else lambda _: httpx2.Response(200))
    async with Database(url) as database:
        print(json.dumps(await ask(paid_source(database, {"omdb": limits}, transport), questions)))


if __name__ == "__main__":
    told = json.loads(sys.argv[3])
    dollars = Decimal(told["month_usd"]) if "month_usd" in told else None
    given = Limits(month_usd=dollars, day_calls=told.get("day_calls"))
    asyncio.run(_main(sys.argv[1], int(sys.argv[2]), given, (sys.argv[4:] or ["answer"])[0]))
