"""One HTTP client for everything: it waits for its turn, sets the price aside, tries again where that helps and costs
nothing, and records every call. What may come instead of an answer is in `fetch.errors`, what goes in and out in `fetch.calls`.
"""

import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar
from urllib.parse import quote
from uuid import UUID, uuid4

import httpx2
import stamina

from cinegraph.fetch.calls import Call, Pace, Purse, Reader, Recorder, Request, Response, Taker
from cinegraph.fetch.errors import NeverSent, NoAddress, NoAnswer, Refused, Spent, TryAgain, Unread
from cinegraph.telemetry import span

__all__ = [
    "Call",
    "Door",
    "NoAnswer",
    "Pace",
    "Purse",
    "Reader",
    "Recorder",
    "Refused",
    "Request",
    "Response",
    "Spent",
    "Taker",
    "TryAgain",
    "Unread",
    "about",
    "accepted",
]

T = TypeVar("T")

LARGEST_ANSWER = 64 * 2**20
"""Bytes, unpacked: no page and no record comes near it."""

LONGEST_WAIT = 30.0
"""Seconds between two attempts: an answer that is further away is not waited for, but asked for again by a later job."""

_NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
"""What fails before the request has left. Whatever fails later may have reached the vendor, who may bill it."""

_Exchange = Callable[[Request, list[int]], Awaitable[T]]
"""One attempt; it adds the status to the list as soon as it is known."""

_about: ContextVar[tuple[dict[str, object], list[UUID]] | None] = ContextVar("about", default=None)


@contextmanager
def about(**facts: object) -> Iterator[list[UUID]]:
    """What the calls inside are made for: the facts go into their metadata, and the list collects their ids."""
    calls: list[UUID] = []
    token = _about.set((facts, calls))
    try:
        yield calls
    finally:
        _about.reset(token)


class Door:
    """Send requests through one client. `secrets` are struck out of every message."""

    def __init__(
        self,
        client: httpx2.AsyncClient,
        pace: Pace,
        record: Recorder,
        attempts: int,
        secrets: tuple[str, ...] = (),
        purse: Purse | None = None,
    ) -> None:
        self.client = client
        self._pace = pace
        self._record = record
        self._attempts = attempts
        self._secrets = tuple(s for s in secrets if s)
        self._purse = purse

    async def ask(self, request: Request, read: Reader[T]) -> T:
        """The answer as `read` makes it out of the response; each attempt waits its turn and is recorded.

        `read` raises TryAgain or Refused for a response that is no answer. Raises NoAnswer when all attempts
        failed (an attempt that was paid for is the last), Spent if an attempt would exceed the budget, and whatever else `read` raises, unchanged.
        """

        async def exchange(_: Request, seen: list[int]) -> T:
            response = await self._send(request)
            seen.append(response.status)
            return read(response)

        return await self._persist(lambda: request, exchange)

    async def stream(self, asked: Callable[[], Request], take: Taker[T]) -> T:
        """As `ask`, for a body too large to be held: `take` gets it piece by piece.

        `asked` is called at each attempt: what broke off may go on where it ended. Only GET.
        """

        async def exchange(request: Request, seen: list[int]) -> T:
            params = {
                **request.params,
                **request.secret_params,
            } or None  # {} would cut the address at its "?"
            headers = dict(request.headers)
            free = request.price == 0
            with self._translated(request):
                async with self.client.stream(
                    "GET", request.url, params=params, headers=headers, follow_redirects=free
                ) as got:
                    seen.append(got.status_code)
                    told = {name.lower(): value for name, value in got.headers.items()}
                    return await take(Response(got.status_code, told, b""), got.aiter_raw())

        return await self._persist(asked, exchange)

    async def noted(self, request: Request, answer: Callable[[], Awaitable[T]]) -> T:
        """An answer that needs no network (a dataset of our own): not paced, not paid, not repeated, recorded as a
        call."""

        async def exchange(_: Request, __: list[int]) -> T:
            return await answer()

        return await self._measured(
            request, exchange, _Attempt(uuid4(), self._facts(request, 1), reserved=False)
        )

    async def _persist(self, asked: Callable[[], Request], exchange: _Exchange[T]) -> T:
        attempt = 0
        try:
            async for trial in stamina.retry_context(
                on=_backoff,
                attempts=self._attempts,
                timeout=None,
                wait_initial=0.2,
                wait_max=5.0,
                wait_jitter=0.3,
            ):
                with trial:
                    attempt += 1
                    request = asked()
                    return await self._measured(request, exchange, await self._allowed(request, attempt))
        except TryAgain as reason:
            raise NoAnswer(str(reason), reason.after) from None
        raise AssertionError("a retry loop ends by an answer or an exception")

    async def _allowed(self, request: Request, attempt: int) -> "_Attempt":
        """The next attempt, when its turn has come and its price is set aside. Raises Spent."""
        if self._purse is not None:
            await self._purse.look(request)
        await self._pace.turn(request.source)
        call_id, facts = uuid4(), self._facts(request, attempt)
        reserved = self._purse is not None and await self._purse.reserve(call_id, request, facts)
        return _Attempt(call_id, facts, reserved)

    async def _measured(self, request: Request, exchange: _Exchange[T], attempt: "_Attempt") -> T:
        began = time.perf_counter()
        seen: list[int] = []
        wrong: BaseException | None = None
        try:
            with span(f"call.{request.source}", operation=request.operation, identifier=request.identifier):
                return await exchange(request, seen)
        except Unread as raised:  # a server may echo our key
            raised.args = tuple(self._clean(told) if isinstance(told, str) else told for told in raised.args)
            wrong = raised
            raise
        except BaseException as raised:
            wrong = raised
            raise
        finally:
            status = seen[0] if seen else None
            paid = _paid(request, status, wrong)
            if paid and request.price > 0 and isinstance(wrong, TryAgain):
                wrong.again = False
            facts = {**attempt.facts, "cost_usd": request.price if paid else Decimal(0)}
            if status is not None:
                facts["status"] = status
            await self._note(request, replace(attempt, facts=facts), wrong, paid, time.perf_counter() - began)

    async def _send(self, request: Request) -> Response:
        params = {**request.params, **request.secret_params} or None  # {} would cut the address at its "?"
        timeout = httpx2.USE_CLIENT_DEFAULT if request.timeout is None else request.timeout
        with self._translated(request):
            async with self.client.stream(
                "GET" if request.body is None else "POST",
                request.url,
                params=params,
                headers=dict(request.headers),
                json=None if request.body is None else dict(request.body),
                timeout=timeout,
                follow_redirects=request.price == 0,
            ) as got:
                body = bytearray()
                async for piece in got.aiter_bytes():
                    body += piece
                    if len(body) > LARGEST_ANSWER:
                        raise Refused(f"the answer is larger than {LARGEST_ANSWER // 2**20} MiB")
        headers = {name.lower(): value for name, value in got.headers.items()}
        return Response(got.status_code, headers, bytes(body))

    @contextmanager
    def _translated(self, request: Request) -> Iterator[None]:
        """What the client raises, as one of our two kinds of response that is none."""
        try:
            yield
        except _NEVER_SENT as nobody:
            told = self._clean(f"{type(nobody).__name__}: {nobody}".strip(" :"))
            raise NeverSent(told) from None
        except httpx2.TimeoutException as late:
            raise TryAgain(f"no answer in time ({type(late).__name__})") from None
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, ValueError) as bad:
            raise NoAddress(self._clean(f"the address {request.url} cannot be asked: {bad}")) from None
        except (httpx2.TransportError, httpx2.DecodingError, httpx2.TooManyRedirects) as broken:
            raise TryAgain(self._clean(f"{type(broken).__name__}: {broken}".strip(" :"))) from None

    def _facts(self, request: Request, attempt: int) -> dict[str, object]:
        facts, _ = _about.get() or ({}, [])
        return {**request.facts, **facts, "attempt": attempt}

    async def _note(
        self, request: Request, attempt: "_Attempt", wrong: BaseException | None, paid: bool, seconds: float
    ) -> None:
        """Record the call; `paid` is whether its price was spent."""
        call = Call(
            id=attempt.call_id,
            source=request.source,
            operation=request.operation,
            identifier=request.identifier,
            success=wrong is None,
            response_time_ms=round(seconds * 1000),
            error_message=self._clean(str(wrong) or type(wrong).__name__) if wrong else None,
            metadata=attempt.facts,
        )
        if (made_for := _about.get()) is not None:
            made_for[1].append(call.id)
        if attempt.reserved and self._purse is not None:
            await self._purse.settle(call, paid)
        else:
            await self._record(call)

    def _clean(self, text: str) -> str:
        for secret in self._secrets:
            for written in (secret, quote(secret, safe="")):
                text = text.replace(written, "***")
        return text


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One call that may be made: `reserved` says whether its price was set aside."""

    call_id: UUID
    facts: dict[str, object]
    reserved: bool


def accepted(response: Response) -> None:
    """A reader for what only wants to be sent: any 2xx will do."""
    if response.status == 429 or response.status >= 500:
        raise TryAgain(f"status {response.status}", response.retry_after)
    if not 200 <= response.status < 300:
        raise Refused(f"status {response.status}")


def _paid(request: Request, status: int | None, wrong: BaseException | None) -> bool:
    """Whether the vendor bills the attempt. What nobody can know (a line that broke, no answer in time) is paid."""
    if status is None:
        return not isinstance(wrong, (NeverSent, NoAddress))
    return request.billed is None or status in request.billed


def _backoff(wrong: Exception) -> bool | float:
    """Whether to try again, and after how long if the server said so."""
    if not isinstance(wrong, TryAgain) or not wrong.again:
        return False
    if wrong.after is None:
        return True
    return wrong.after if wrong.after <= LONGEST_WAIT else False
