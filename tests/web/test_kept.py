"""Figures that take long to count are counted by one, and told as they were while they are counted anew."""

import asyncio

import pytest

from cinegraph.web.kept import Kept


async def test_who_asks_first_waits_and_nobody_after() -> None:
    kept, made = Kept(), 0
    go = asyncio.Event()

    async def count() -> int:
        nonlocal made
        made += 1
        await go.wait()
        return made

    first = [asyncio.create_task(kept.get("x", 60, count)) for _ in range(3)]
    await asyncio.sleep(0)
    go.set()
    assert await asyncio.gather(*first) == [1, 1, 1]
    assert await kept.get("x", 60, count) == 1
    go.clear()
    assert [await kept.get("x", -1, count, 60) for _ in range(3)] == [
        1,
        1,
        1,
    ]  # told, and counted anew by one
    go.set()
    await asyncio.sleep(0.01)
    assert (await kept.get("x", 60, count), made) == (2, 2)


async def test_what_is_too_old_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    now, made, kept = 1000.0, 0, Kept()
    monkeypatch.setattr("cinegraph.web.kept.time.monotonic", lambda: now)

    async def count() -> int:
        nonlocal made, now
        made += 1
        now += 1.0
        return made

    assert await kept.get("x", 3, count, 60) == 1
    now += 19.0
    assert (await kept.get("x", 3, count, 60), made) == (1, 1)  # it takes a second: not every three
    now += 1.0
    assert await kept.get("x", 3, count, 60) == 1
    await asyncio.sleep(0)
    assert (await kept.get("x", 3, count, 60), made) == (2, 2)  # it was counted while the old one was told
    now += 60.0
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
