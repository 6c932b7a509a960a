"""What goes through the door: a question, its response, the record of the call; and what the door needs for that.

`fetch.http` gives these names on.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Protocol, TypeVar
from uuid import UUID

T = TypeVar("T")


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
    timeout: float | None = None
    """Seconds until it is given up, for a service that is known to take its time; None: as it is set for all."""


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
