"""Many callers, one request: who gets what, and what happens when it goes wrong."""

import asyncio
from collections.abc import Mapping

import anyio
import pytest

from cinegraph.sources.base import TryLater
from cinegraph.sources.batches import Batches


class Asked:
    """Answers each key by itself in capitals, and remembers what was asked together; waits while `held`."""

    def __init__(self, most: int = 200, failure: Exception | None = None, hold: bool = False) -> None:
        self.together: list[tuple[str, ...]] = []
        self.failure = failure
        self.began, self.free = anyio.Event(), anyio.Event()
        if not hold:
            self.free.set()
        self.batches = Batches(self.answer, most, anyio.Lock())

    async def answer(self, keys: tuple[str, ...]) -> Mapping[str, str]:
        self.together.append(keys)
        self.began.set()
        await self.free.wait()
        if self.failure:
            raise self.failure
        return {key: key.upper() for key in keys if key != "unknown"}


async def test_who_asks_at_once_is_asked_together() -> None:
    asked = Asked()
    keys = [f"k{number}" for number in range(12)]
    assert await asyncio.gather(*(asked.batches.get(key) for key in keys)) == [key.upper() for key in keys]
    assert asked.together == [tuple(keys)]


async def test_what_has_no_answer_is_none_and_what_is_asked_twice_is_one_key() -> None:
    asked = Asked()
    told = await asyncio.gather(*(asked.batches.get(key) for key in ("a", "unknown", "a")))
    assert told == ["A", None, "A"]
    assert asked.together == [("a", "unknown")]


async def test_no_more_than_may_be_asked_together() -> None:
    asked = Asked(most=5)
    keys = [f"k{number}" for number in range(12)]
    assert await asyncio.gather(*(asked.batches.get(key) for key in keys)) == [key.upper() for key in keys]
    assert [len(together) for together in asked.together] == [5, 5, 2]


async def test_who_comes_while_one_is_on_its_way_is_in_the_next() -> None:
    """One query at a time: those that wait for it gather."""
    asked = Asked(hold=True)
    first = asyncio.create_task(asked.batches.get("first"))
    await asked.began.wait()
    others = [asyncio.create_task(asked.batches.get(key)) for key in ("b", "c", "d")]
    await asyncio.sleep(0)
    asked.free.set()
    assert await asyncio.gather(first, *others) == ["FIRST", "B", "C", "D"]
    assert asked.together == [("first",), ("b", "c", "d")]


async def test_a_failure_is_everybodys() -> None:
    asked = Asked(failure=TryLater("busy", 7.0))
    told = await asyncio.gather(*(asked.batches.get(key) for key in "abc"), return_exceptions=True)
    assert [(str(one), getattr(one, "after", None)) for one in told] == [("busy", 7.0)] * 3
    asked.failure = None
    assert await asked.batches.get("a") == "A", "the next question is asked anew"


async def test_a_mistake_of_ours_leaves_nobody_waiting() -> None:
    asked = Asked(failure=KeyError("ours"))
    told = await asyncio.gather(*(asked.batches.get(key) for key in "ab"), return_exceptions=True)
    assert [type(one) for one in told] == [KeyError, TryLater]


async def test_who_is_cancelled_takes_nobody_along_unasked() -> None:
    """Ctrl-C on the one that asks for all: the others learn that they got no answer, and nothing else."""
    asked = Asked(hold=True)
    first = asyncio.create_task(asked.batches.get("first"))
    second = asyncio.create_task(asked.batches.get("second"))
    await asked.began.wait()
    first.cancel()
    with pytest.raises(TryLater, match="interrupted"):
        await second
    asked.free.set()
    assert await asked.batches.get("third") == "THIRD"
