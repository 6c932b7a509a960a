"""One HTTP client for everything: it waits for its turn, sets the price aside, tries again where that helps, and
records every call. What may come instead of an answer is in `fetch.errors`.
"""

import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Protocol, TypeVar
from uuid import UUID, uuid4

import httpx2
import stamina

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
    "TryAgain",
    "Unread",
    "about",
    "accepted",
]

T = TypeVar("T")

_LONGEST_WAIT = 30.0
"""Seconds: an answer that is further away is not waited for, but asked for again by a later job."""

_NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
"""What fails before the request has left. Whatever fails later may have reached the vendor, who may bill it."""


@dataclass(frozen=True, slots=True)
class Request:
    """One question to one source. Secrets stand in `headers` and `secret_params`, and nowhere else.

    `operation` and `identifier` say what is asked in the words of the metrics ("movie_lookup", "tt15398776");
    `facts` go into the call's metadata. With a `body` it is a POST of that JSON. `price` is what one attempt
    costs, in US dollars, if it is answered with one of the statuses in `billed` (None: with any). A question with
    a price follows no redirect: that would be a second request.
    """

    source: str
    operation: str
    identifier: str
    url: str
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    secret_params: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)
    body: Mapping[str, object] | None = None
    price: Decimal = Decimal(0)
    billed: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What came back: status, headers (names in lower case) and the whole body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def retry_after(self) -> float | None:
        """Seconds to wait, from `Retry-After` as a number or a date; None if the server does not say."""
        said = self.headers.get("retry-after", "").strip()
        if not said:
            return None
        if said.isdecimal():
            return float(said)
        try:
            return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
        except (ValueError, TypeError):
            return None


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it is recorded, whether it succeeded or not; a row of `api_lookup_metrics`."""

    id: UUID
    source: str
    operation: str
    identifier: str
    success: bool
    response_time_ms: int
    error_message: str | None
    metadata: dict[str, object]


Recorder = Callable[[Call], Awaitable[None]]
Reader = Callable[[Response], T]


class Pace(Protocol):
    """Waits until the source may be called again."""

    async def turn(self, source: str) -> None: ...


class Purse(Protocol):
    """Pays for calls: sets the price aside before each attempt, and settles it afterwards."""

    async def look(self, request: Request) -> None:
        """Raises Spent if the budget would not allow the call just now; sets nothing aside."""
        ...

    async def reserve(self, call_id: UUID, request: Request, metadata: Mapping[str, object]) -> bool:
        """Set the price aside; False if nobody keeps account of such calls. Raises Spent, never overdraws."""
        ...

    async def settle(self, call: Call, paid: bool) -> None:
        """Record the call, and in the same transaction spend what was set aside for it, or give it back."""
        ...


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
        self._client = client
        self._pace = pace
        self._record = record
        self._attempts = attempts
        self._secrets = tuple(s for s in secrets if s)
        self._purse = purse

    async def ask(self, request: Request, read: Reader[T]) -> T:
        """The answer as `read` makes it out of the response; each attempt waits its turn and is recorded.

        `read` raises TryAgain or Refused for a response that is no answer. Raises NoAnswer when all attempts
        failed, Spent if an attempt would exceed the budget, and whatever else `read` raises, unchanged.
        """
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
                    return await self._once(request, read, attempt)
        except TryAgain as reason:
            raise NoAnswer(str(reason), reason.after) from None
        raise AssertionError("a retry loop ends by an answer or an exception")

    async def _once(self, request: Request, read: Reader[T], attempt: int) -> T:
        if self._purse is not None:
            await self._purse.look(request)
        await self._pace.turn(request.source)
        call_id, facts = uuid4(), self._facts(request, attempt)
        reserved = self._purse is not None and await self._purse.reserve(call_id, request, facts)
        began = time.perf_counter()
        response: Response | None = None
        wrong: BaseException | None = None
        try:
            with span(f"call.{request.source}", operation=request.operation, identifier=request.identifier):
                response = await self._send(request)
                return read(response)
        except BaseException as raised:
            wrong = raised
            raise
        finally:
            paid = _paid(request, response, wrong)
            facts |= {"cost_usd": request.price if paid else Decimal(0)}
            if response is not None:
                facts["status"] = response.status
            await self._note(request, call_id, facts, wrong, time.perf_counter() - began, (reserved, paid))

    async def _send(self, request: Request) -> Response:
        try:
            got = await self._client.request(
                "GET" if request.body is None else "POST",
                request.url,
                params={**request.params, **request.secret_params},
                headers=dict(request.headers),
                json=None if request.body is None else dict(request.body),
                follow_redirects=request.price == 0,
            )
        except _NEVER_SENT as nobody:
            told = self._clean(f"{type(nobody).__name__}: {nobody}".strip(" :"))
            raise NeverSent(told) from None
        except httpx2.TimeoutException as late:
            raise TryAgain(f"no answer in time ({type(late).__name__})") from None
        except httpx2.TransportError as broken:
            raise TryAgain(self._clean(f"{type(broken).__name__}: {broken}".strip(" :"))) from None
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, ValueError) as bad:
            raise NoAddress(self._clean(f"the address {request.url} cannot be asked: {bad}")) from None
        headers = {name.lower(): value for name, value in got.headers.items()}
        return Response(got.status_code, headers, got.content)

    def _facts(self, request: Request, attempt: int) -> dict[str, object]:
        facts, _ = _about.get() or ({}, [])
        return {**request.facts, **facts, "attempt": attempt}

    async def _note(
        self,
        request: Request,
        call_id: UUID,
        metadata: dict[str, object],
        wrong: BaseException | None,
        seconds: float,
        account: tuple[bool, bool],
    ) -> None:
        """Record the call; `account` is whether its price was set aside, and whether it is to be paid."""
        call = Call(
            id=call_id,
            source=request.source,
            operation=request.operation,
            identifier=request.identifier,
            success=wrong is None,
            response_time_ms=round(seconds * 1000),
            error_message=self._clean(str(wrong) or type(wrong).__name__) if wrong else None,
            metadata=metadata,
        )
        if (made_for := _about.get()) is not None:
            made_for[1].append(call.id)
        reserved, paid = account
        if reserved and self._purse is not None:
            await self._purse.settle(call, paid)
        else:
            await self._record(call)

    def _clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


def accepted(response: Response) -> None:
    """A reader for what only wants to be sent: any 2xx will do."""
    if response.status == 429 or response.status >= 500:
        raise TryAgain(f"status {response.status}", response.retry_after)
    if not 200 <= response.status < 300:
        raise Refused(f"status {response.status}")


def _paid(request: Request, response: Response | None, wrong: BaseException | None) -> bool:
    """Whether the vendor bills the attempt. What nobody can know (a line that broke, no answer in time) is paid."""
    if response is None:
        return not isinstance(wrong, (NeverSent, NoAddress))
    return request.billed is None or response.status in request.billed


def _backoff(wrong: Exception) -> bool | float:
    """Whether to try again, and after how long if the server said so."""
    if not isinstance(wrong, TryAgain):
        return False
    if wrong.after is None:
        return True
    return wrong.after if wrong.after <= _LONGEST_WAIT else False
