"""The ledger: never above a limit, however many ask at once, and equal to the recorded calls at every moment."""

import asyncio
import json
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from psycopg import AsyncConnection

from cinegraph.fetch.http import Call, Door, Request, Spent, accepted
from cinegraph.store import budgets
from cinegraph.store.budgets import Limits
from cinegraph.store.database import Database
from cinegraph.store.purse import SharedPurse, settle_lost
from tests.fetch.test_http import Turns
from tests.store.spending import PRICE, ask, paid_source

ANSWERS = httpx2.MockTransport(lambda _: httpx2.Response(200))
_LEDGER = """
    select (select coalesce(sum(spent_usd), 0) from source_budgets where period = 'day'),
        (select coalesce(sum(spent_usd), 0) from source_budgets where period = 'month'),
        (select coalesce(sum((metadata ->> 'cost_usd')::numeric), 0) from api_lookup_metrics),
        (select coalesce(sum(reserved_usd), 0) from source_budgets),
        (select count(*) from reservations), (select count(*) from api_lookup_metrics)
"""


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url) as opened:
        yield opened


async def ledger(database: Database) -> tuple[Any, ...]:
    """Spent by days, by months, by recorded calls; set aside; reservations; calls."""
    async with database.statement() as conn:
        row = await (await conn.execute(_LEDGER)).fetchone()
    assert row is not None
    return row


def spender(url: str, questions: int, limits: str, behaviour: str = "answer") -> subprocess.Popen[str]:
    """Another process that asks."""
    words = [sys.executable, "-m", "tests.store.spending", url, str(questions), limits, behaviour]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


async def test_no_turn_is_waited_for_when_the_budget_is_spent(database: Database) -> None:
    """At one call in so many seconds a day's films would wait for hours, to be told that there is no money."""
    turns, purse = Turns(), SharedPurse(database, {"omdb": Limits(day_calls=1)})
    door = Door(httpx2.AsyncClient(transport=ANSWERS), turns, no_row, 1, purse=purse)
    request = Request("omdb", "movie_lookup", "tt1", "http://outside/", price=PRICE)
    await door.ask(request, accepted)
    for _ in range(2):
        with pytest.raises(Spent):
            await door.ask(request, accepted)
    assert turns.taken == ["omdb"]


async def no_row(call: Call) -> None:
    raise AssertionError(f"a paid call is settled, not only recorded: {call}")


@pytest.mark.parametrize("limits", ['{"day_calls": 100}', '{"month_usd": "0.100"}'])
async def test_two_workers_and_a_budget_of_100_calls(
    database_url: str, database: Database, limits: str
) -> None:
    """Issue 3: 500 films that want them: exactly 100 paid calls, 400 times OutOfQuota."""
    told: Counter[str] = Counter()
    with spender(database_url, 250, limits) as one, spender(database_url, 250, limits) as other:
        for process in (one, other):
            told += Counter(json.loads(process.communicate()[0]))
    assert told == {"answered": 100, "OutOfQuota": 400}
    assert await ledger(database) == (Decimal("0.1"), Decimal("0.1"), Decimal("0.1"), 0, 0, 100)


@pytest.mark.parametrize(
    ("limits", "most"),
    [
        (Limits(day_usd=Decimal("0.0075")), 7),
        (Limits(day_usd=Decimal("0.007"), month_usd=Decimal("0.005")), 5),
        (Limits(day_calls=3, month_calls=9), 3),
        (Limits(day_usd=Decimal(0)), 0),
        (Limits(), 40),
    ],
    ids=str,
)
async def test_no_limit_is_exceeded_by_any_interleaving(
    database: Database, limits: Limits, most: int
) -> None:
    """A watcher looks all the while: spent + set aside is never above a limit, and the ledger always adds up."""
    done = asyncio.Event()

    async def watch() -> None:
        while not done.is_set():
            async with database.statement() as conn:
                for stand in await budgets.standing(conn):
                    assert stand.spent_usd + stand.reserved_usd <= most * PRICE
                    assert stand.calls <= most
            day, month, calls, *_ = await ledger(database)
            assert day == month == calls

    watching = asyncio.create_task(watch())
    ends = await ask(paid_source(database, {"omdb": limits}, ANSWERS), 40)
    done.set()
    await watching
    assert ends == Counter(answered=most, OutOfQuota=40 - most)
    assert await ledger(database) == (most * PRICE, most * PRICE, most * PRICE, 0, 0, most)


async def test_what_never_left_is_given_back_and_what_nobody_knows_is_paid(database: Database) -> None:
    def refusing(_: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused")

    def silent(_: httpx2.Request) -> httpx2.Response:
        raise httpx2.ReadTimeout("late")

    limits = {"omdb": Limits(day_calls=5)}
    assert await ask(paid_source(database, limits, httpx2.MockTransport(refusing)), 5) == {"TryLater": 5}
    assert await ledger(database) == (0, 0, 0, 0, 0, 5)
    ends = await ask(paid_source(database, limits, httpx2.MockTransport(silent)), 9)
    assert ends == {"TryLater": 5, "OutOfQuota": 4}
    assert (await ledger(database))[:4] == (5 * PRICE, 5 * PRICE, 5 * PRICE, 0)


async def test_only_billed_statuses_are_paid(database: Database) -> None:
    answering = httpx2.MockTransport(lambda _: httpx2.Response(520))
    await ask(paid_source(database, {}, answering, billed=frozenset({200})), 3)
    assert (await ledger(database))[2] == 0
    await ask(paid_source(database, {}, answering), 3)
    assert (await ledger(database))[2] == 3 * PRICE


async def test_a_killed_process_leaves_a_ledger_that_adds_up(database_url: str, database: Database) -> None:
    """kill -9 while calls are on their way: they are paid, and rows say so; a late settlement changes nothing."""
    with spender(database_url, 5, '{"day_calls": 5}', "hang") as process:
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(5)] == ["asked\n"] * 5
        process.kill()
    assert (await ledger(database))[3:] == (10 * PRICE, 5, 0)
    assert await ask(paid_source(database, {"omdb": Limits(day_calls=5)}, ANSWERS), 2) == {"OutOfQuota": 2}
    async with database.statement() as conn:
        assert await budgets.abandoned(conn, timedelta(minutes=5)) == []
        lost = await budgets.abandoned(conn, timedelta())
    for call in lost:
        async with database.transaction() as conn:
            assert await settle_lost(conn, call) == PRICE
        async with database.transaction() as conn:
            assert await settle_lost(conn, call) is None
    assert await ledger(database) == (5 * PRICE, 5 * PRICE, 5 * PRICE, 0, 0, 5)
    async with database.statement() as conn:
        cursor = await conn.execute("select distinct error_message, success from api_lookup_metrics")
        assert await cursor.fetchall() == [
            ("its process died before the answer came; counted as paid", False)
        ]


async def test_a_call_that_comes_back_after_it_was_given_up_is_paid_once(database: Database) -> None:
    async def given_up_meanwhile(_: httpx2.Request) -> httpx2.Response:
        async with database.transaction() as conn:
            (lost,) = await budgets.abandoned(conn, timedelta())
            await settle_lost(conn, lost)
        raise httpx2.ConnectError("it never left, after all")

    await ask(paid_source(database, {}, httpx2.MockTransport(given_up_meanwhile)), 1)
    assert await ledger(database) == (PRICE, PRICE, PRICE, 0, 0, 1)


async def test_yesterday_does_not_count_today(database: Database, conn: AsyncConnection) -> None:
    limits = {"omdb": Limits(day_calls=2)}
    await ask(paid_source(database, limits, ANSWERS), 3)
    await conn.execute("update source_budgets set starts_on = starts_on - 1 where period = 'day'")
    await conn.commit()
    assert await ask(paid_source(database, limits, ANSWERS), 3) == {"answered": 2, "OutOfQuota": 1}


async def test_amounts_are_exact(conn: AsyncConnection) -> None:
    """0.1 + 0.2 is 0.3: three thirds of a cent are a cent, and nothing is rounded."""
    for amount in ("0.1", "0.2", "0.0000003"):
        call = uuid4()
        assert await budgets.reserve(conn, call, "omdb", Decimal(amount), Limits(), "x", "y", {}) is None
        assert await budgets.settle(conn, call, paid=True) == Decimal(amount)
    assert {s.spent_usd for s in await budgets.standing(conn)} == {Decimal("0.3000003")}


@pytest.mark.parametrize(
    ("now", "day", "month"),
    [
        ("2026-11-21T12:00+00:00", "2026-11-22", "2026-12-01"),
        ("2026-12-31T23:59+00:00", "2027-01-01", "2027-01-01"),
        ("2028-01-31T23:30-05:00", "2028-02-02", "2028-03-01"),
    ],
)
def test_when_a_budget_renews(now: str, day: str, month: str) -> None:
    moment = datetime.fromisoformat(now).astimezone(UTC).date()
    assert budgets.renews("day", moment) == datetime.fromisoformat(day).replace(tzinfo=UTC)
    assert budgets.renews("month", moment) == datetime.fromisoformat(month).replace(tzinfo=UTC)
