"""One HTTP client for everything: it waits for its turn, tries again where that helps, and records every call.

Unread           what a reader raises about one response
 ├─ TryAgain     this attempt failed, the next may not (429, 5xx, half an answer)
 └─ Refused      trying again cannot help
NoAnswer         what the caller gets when all attempts failed: nothing is known, and nothing may be concluded
Spent            what the caller gets instead of a call that its budget does not allow
"""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
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

from cinegraph.telemetry import span

T = TypeVar("T")

_LONGEST_WAIT = 30.0
"""Seconds: an answer that is further away is not waited for, but asked for again by a later job."""


class Unread(Exception):
    """A response that its reader does not accept."""


class TryAgain(Unread):
    """This attempt failed and another may succeed, `after` so many seconds if the server said so."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Refused(Unread):
    """The server understood and refused; another attempt would be refused too."""


class NoAnswer(Exception):
    """No attempt got an answer. `after` is the number of seconds that the server asked us to wait, if it did."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Spent(Exception):
    """The call was not made: its source's budget is spent until `until`."""

    def __init__(self, reason: str, until: datetime) -> None:
        super().__init__(reason)
        self.until = until


@dataclass(frozen=True, slots=True)
class Request:
    """One question to one source. Secrets stand in `headers` and `secret_params`, and nowhere else.

    `operation` and `identifier` say what is asked in the words of the metrics ("movie_lookup", "tt15398776");
    `facts` go into the call's metadata. With a `body` it is a POST of that JSON. `price` is what one answered
    attempt costs, in US dollars.
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


@dataclass(frozen=True, slots=True)
class Response:
    """What came back: status, headers (names in lower case) and the whole body (empty if it is streamed)."""

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
Taker = Callable[[Response, AsyncIterator[bytes]], Awaitable[T]]
"""Makes an answer out of a response whose body comes in pieces, as they lie at the server."""
_Exchange = Callable[[Request, list[int]], Awaitable[T]]
"""One attempt; it adds the status to the list as soon as it is known."""


class Pace(Protocol):
    """Waits until the source may be called again."""

    async def turn(self, source: str) -> None: ...


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
    ) -> None:
        self._client = client
        self._pace = pace
        self._record = record
        self._attempts = attempts
        self._secrets = tuple(s for s in secrets if s)

    async def ask(self, request: Request, read: Reader[T]) -> T:
        """The answer as `read` makes it out of the response; each attempt waits its turn and is recorded.

        `read` raises TryAgain or Refused for a response that is no answer. Raises NoAnswer when all attempts
        failed, and whatever else `read` raises, unchanged.
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
            params = {**request.params, **request.secret_params}
            headers = dict(request.headers)
            with self._translated(request):
                async with self._client.stream("GET", request.url, params=params, headers=headers) as got:
                    seen.append(got.status_code)
                    told = {name.lower(): value for name, value in got.headers.items()}
                    return await take(Response(got.status_code, told, b""), got.aiter_raw())

        return await self._persist(asked, exchange)

    async def noted(self, request: Request, answer: Callable[[], Awaitable[T]]) -> T:
        """An answer that needs no network (a dataset of our own): not paced, not repeated, recorded as a call."""

        async def exchange(_: Request, __: list[int]) -> T:
            return await answer()

        return await self._measured(request, exchange, 1)

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
                    await self._pace.turn(request.source)
                    return await self._measured(request, exchange, attempt)
        except TryAgain as reason:
            raise NoAnswer(str(reason), reason.after) from None
        raise AssertionError("a retry loop ends by an answer or an exception")

    async def _measured(self, request: Request, exchange: _Exchange[T], attempt: int) -> T:
        began = time.perf_counter()
        seen: list[int] = []
        wrong: Exception | None = None
        try:
            with span(f"call.{request.source}", operation=request.operation, identifier=request.identifier):
                return await exchange(request, seen)
        except Exception as raised:
            wrong = raised
            raise
        finally:
            seconds = time.perf_counter() - began
            await self._note(request, attempt, seen[0] if seen else None, wrong, seconds)

    async def _send(self, request: Request) -> Response:
        with self._translated(request):
            got = await self._client.request(
                "GET" if request.body is None else "POST",
                request.url,
                params={**request.params, **request.secret_params},
                headers=dict(request.headers),
                json=None if request.body is None else dict(request.body),
            )
        headers = {name.lower(): value for name, value in got.headers.items()}
        return Response(got.status_code, headers, got.content)

    @contextmanager
    def _translated(self, request: Request) -> Iterator[None]:
        """What the client raises, as one of our two kinds of response that is none."""
        try:
            yield
        except httpx2.TimeoutException as late:
            raise TryAgain(f"no answer in time ({type(late).__name__})") from None
        except httpx2.TransportError as broken:
            raise TryAgain(self._clean(f"{type(broken).__name__}: {broken}".strip(" :"))) from None
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, ValueError) as bad:
            raise Refused(self._clean(f"the address {request.url} cannot be asked: {bad}")) from None

    async def _note(
        self, request: Request, attempt: int, status: int | None, wrong: Exception | None, seconds: float
    ) -> None:
        facts, calls = _about.get() or ({}, [])
        metadata: dict[str, object] = {"cost_usd": 0, **request.facts, **facts, "attempt": attempt}
        if status is not None:
            metadata["status"] = status
        call = Call(
            id=uuid4(),
            source=request.source,
            operation=request.operation,
            identifier=request.identifier,
            success=wrong is None,
            response_time_ms=round(seconds * 1000),
            error_message=self._clean(str(wrong) or type(wrong).__name__) if wrong else None,
            metadata=metadata,
        )
        calls.append(call.id)
        await self._record(call)

    def _clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


def _backoff(wrong: Exception) -> bool | float:
    """Whether to try again, and after how long if the server said so."""
    if not isinstance(wrong, TryAgain):
        return False
    if wrong.after is None:
        return True
    return wrong.after if wrong.after <= _LONGEST_WAIT else False
