"""The pace, kept by the database for all processes together."""

import asyncio
from itertools import pairwise

import pytest
from psycopg import AsyncConnection

from cinegraph.fetch.pace import SharedPace
from cinegraph.store import lookups


async def waits(url: str, turns: int, rate: float, burst: int) -> list[float]:
    """How far off each of these turns is, all taken at one moment by four processes' worth of connections."""

    async def take(share: int) -> list[float]:
        async with await AsyncConnection.connect(url, autocommit=True) as conn:
            return [await lookups.take_turn(conn, "tmdb", rate, burst) for _ in range(share)]

    taken = await asyncio.gather(*(take(turns // 4) for _ in range(4)))
    return sorted(wait for share in taken for wait in share)


async def test_turns_are_apart_by_the_rate_behind_the_burst(database_url: str) -> None:
    """100 turns at 10 a second: 5 at once, the last 9.5 s off, whoever takes them."""
    taken = await waits(database_url, 100, rate=10.0, burst=5)
    assert sum(wait == 0 for wait in taken) >= 5
    assert taken[-1] == pytest.approx(9.5, abs=0.6)
    steps = [later - earlier for earlier, later in pairwise(taken[10:])]
    assert sum(steps) / len(steps) == pytest.approx(0.1, abs=0.02)


async def test_sources_do_not_wait_for_each_other(conn: AsyncConnection) -> None:
    assert [await lookups.take_turn(conn, source, 0.001, 1) for source in ("tmdb", "imdb")] == [0, 0]
    assert await lookups.take_turn(conn, "tmdb", 0.001, 1) > 900


async def test_unlimited_asks_nobody() -> None:
    async def never(source: str, rate: float) -> float:
        raise AssertionError("asked")

    await SharedPace(never, {"tmdb": 0.0}).turn("tmdb")


async def test_a_source_without_a_pace_is_our_mistake() -> None:
    async def never(source: str, rate: float) -> float:
        return 0.0

    with pytest.raises(KeyError):
        await SharedPace(never, {}).turn("omdb")
