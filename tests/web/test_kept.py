"""Figures that take long to count are counted by one, and told as they were while they are counted anew."""

import asyncio

import pytest

from cinegraph.web.kept import Kept


class Clock:
    """Time as the test says it is."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("cinegraph.web.kept.time", clock)
    return clock


async def test_who_asks_first_waits_and_nobody_after(clock: Clock) -> None:
    kept, made = Kept(), 0
    go = asyncio.Event()

    async def count() -> int:
        nonlocal made
        made += 1
        await go.wait()
        clock.now += 1.0
        return made

    first = [asyncio.create_task(kept.get("x", 30, count)) for _ in range(3)]
    await asyncio.sleep(0)
    go.set()
    assert await asyncio.gather(*first) == [1, 1, 1]
    assert await kept.get("x", 30, count) == 1
    go.clear()
    clock.now += 31.0
    assert [await kept.get("x", 30, count) for _ in range(3)] == [1, 1, 1]  # told, and counted anew by one
    go.set()
    await asyncio.sleep(0.01)
    assert (await kept.get("x", 30, count), made) == (2, 2)


async def test_what_is_counted_quickly_is_never_told_as_it_was(clock: Clock) -> None:
    kept, made = Kept(), 0

    async def count() -> int:
        nonlocal made
        made += 1
        return made

    for number in (1, 1, 2, 2, 3):
        assert await kept.get("x", 30, count, 60) == number
        clock.now += 16.0


async def test_what_is_too_old_is_waited_for(clock: Clock) -> None:
    made, kept = 0, Kept()

    async def count() -> int:
        nonlocal made
        made += 1
        clock.now += 1.0
        return made

    assert await kept.get("x", 3, count, 60) == 1
    clock.now += 19.0
    assert (await kept.get("x", 3, count, 60), made) == (1, 1)  # it takes a second: not every three
    clock.now += 1.0
    assert await kept.get("x", 3, count, 60) == 1
    await asyncio.sleep(0)
    assert (await kept.get("x", 3, count, 60), made) == (2, 2)  # it was counted while the old one was told
    clock.now += 60.0
    assert await kept.get("x", 3, count, 60) == 3
    kept.forget()
    assert await kept.get("x", 3, count, 60) == 4


async def test_what_cannot_be_counted_is_told_to_who_waits_and_tried_again() -> None:
    kept, tries = Kept(), 0

    async def count() -> int:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise RuntimeError("the database is away")
        return tries

    with pytest.raises(RuntimeError, match="away"):
        await kept.get("x", 60, count)
    assert await kept.get("x", 60, count) == 2
