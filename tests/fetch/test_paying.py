"""When an attempt is paid for, when it is not made at all, and what is recorded of it."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import httpx2
import pytest

from cinegraph.fetch.http import Call, Door, NoAnswer, Request, Response, Spent, TryAgain
from cinegraph.sources.base import OutOfQuota, told_by
from tests.fetch.test_http import Turns

PRICE = Decimal("0.01")
Handler = Callable[[httpx2.Request], httpx2.Response]


class Account:
    """A purse with so much money in it, and all that it was told."""

    def __init__(self, calls: int = 99) -> None:
        self.left = calls
        self.reserved: list[UUID] = []
        self.settled: list[tuple[Call, bool]] = []

    async def look(self, request: Request) -> None:
        if not self.left:
            raise Spent("the budget is spent", datetime.max.replace(tzinfo=UTC))

    async def reserve(self, call_id: UUID, request: Request, metadata: Mapping[str, object]) -> bool:
        self.left -= 1
        self.reserved.append(call_id)
        return True

    async def settle(self, call: Call, paid: bool) -> None:
        self.settled.append((call, paid))


class Paying:
    """A door with a purse to a made-up server."""

    def __init__(self, handler: Handler, purse: Account | None = None) -> None:
        self.purse = purse or Account()
        self.recorded: list[Call] = []
        self.requests: list[httpx2.Request] = []
        self.pace = Turns()
        hooks = {"request": [self._sent]}
        transport = httpx2.MockTransport(handler)
        client = httpx2.AsyncClient(transport=transport, follow_redirects=True, event_hooks=hooks)
        self.door = Door(client, self.pace, self._record, 3, purse=self.purse)

    async def _sent(self, request: httpx2.Request) -> None:
        self.requests.append(request)

    async def _record(self, call: Call) -> None:
        self.recorded.append(call)

    async def ask(self, billed: frozenset[int] | None = None, price: Decimal = PRICE) -> None:
        def read(response: Response) -> None:
            if response.status != 200:
                raise TryAgain(f"status {response.status}", 0.0)

        await self.door.ask(Request("omdb", "x", "y", "http://o/", price=price, billed=billed), read)


def raising(wrong: Exception) -> Handler:
    def handler(_: httpx2.Request) -> httpx2.Response:
        raise wrong

    return handler


FATES = [
    (lambda _: httpx2.Response(200), None, [True]),
    (lambda _: httpx2.Response(500), None, [True]),
    (lambda _: httpx2.Response(500), frozenset({200}), [False] * 3),
    (lambda _: httpx2.Response(200), frozenset({200}), [True]),
    (raising(httpx2.ConnectError("refused")), None, [False] * 3),
    (raising(httpx2.ConnectTimeout("late")), None, [False] * 3),
    (raising(httpx2.PoolTimeout("busy")), None, [False] * 3),
    (raising(httpx2.ReadTimeout("late")), None, [True]),
    (raising(httpx2.ReadTimeout("late")), frozenset({200}), [True]),
    (raising(httpx2.WriteError("broken")), None, [True]),
    (raising(httpx2.RemoteProtocolError("half")), None, [True]),
    (lambda _: httpx2.Response(302, headers={"location": "http://o/other"}), None, [True]),
    (lambda _: httpx2.Response(302, headers={"location": "http://o/other"}), frozenset({200}), [False] * 3),
]


@pytest.mark.parametrize(("handler", "billed", "paid"), FATES)
async def test_every_attempt_is_set_aside_and_settled_once(
    handler: Handler, billed: frozenset[int] | None, paid: list[bool]
) -> None:
    """What nobody can know is paid; what never left is not; a redirect is an answer, not a second request. Nothing that
    was paid for is asked again at once."""
    outside = Paying(handler)
    with contextlib.suppress(NoAnswer):
        await outside.ask(billed)
    assert len(outside.requests) == len(paid)
    assert [call.id for call, _ in outside.purse.settled] == outside.purse.reserved
    assert [p for _, p in outside.purse.settled] == paid
    costs = [call.metadata["cost_usd"] for call, _ in outside.purse.settled]
    assert costs == [PRICE if p else 0 for p in paid]
    assert outside.recorded == [], "settled calls are recorded by the purse, with their cost"


async def test_a_spent_budget_makes_no_call_takes_no_turn_and_records_nothing() -> None:
    outside = Paying(raising(AssertionError("nobody may be asked")), Account(calls=0))
    with pytest.raises(OutOfQuota) as raised, told_by("OMDb"):
        await outside.ask()
    assert raised.value.until.year == 9999
    assert (outside.pace.taken, outside.purse.settled, outside.recorded) == ([], [], [])


async def test_a_retry_is_another_call_and_may_be_one_too_many() -> None:
    outside = Paying(lambda _: httpx2.Response(500), Account(calls=2))
    with pytest.raises(Spent):
        await outside.ask(billed=frozenset({200}))
    assert len(outside.purse.settled) == 2


async def test_a_call_that_is_broken_off_is_paid_and_no_success() -> None:
    async def hanging(_: httpx2.Request) -> httpx2.Response:
        begun.set()
        await asyncio.sleep(3600)
        raise AssertionError

    begun = asyncio.Event()
    outside = Paying(hanging)  # type: ignore[arg-type] # it may be a coroutine function
    asking = asyncio.create_task(outside.ask())
    await begun.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    ((call, paid),) = outside.purse.settled
    assert (call.success, call.error_message, paid) == (False, "CancelledError", True)


async def test_a_free_question_follows_a_redirect() -> None:
    def moved(request: httpx2.Request) -> httpx2.Response:
        there = request.url.path == "/other"
        return httpx2.Response(200 if there else 302, headers={"location": "http://o/other"})

    outside = Paying(moved)
    await outside.ask(price=Decimal(0))
    ((call, _),) = outside.purse.settled
    assert (call.success, call.metadata["cost_usd"]) == (True, 0)
