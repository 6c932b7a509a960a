"""Wikidata's query service as a way to get pages: the path is the question, the page its answer as it came.

Its rules: a User-Agent with a contact, 60 seconds a query, and silence for as long as a 429 says (a minute if it does
not say); who does not keep silent is shut out for a day.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256

import anyio
import msgspec

from cinegraph.fetch.http import Door, NoAnswer, Refused, Request, Response, Spent, TryAgain
from cinegraph.fetch.transports import CapReached, FetchedPage
from cinegraph.pages.errors import Blocked

_SILENCE = 60.0
"""Seconds to leave it alone when it says 429 or gives up on a query, and not for how long."""
_PATIENCE = 65.0
"""Seconds until a query is given up: it gives up itself after 60, and says so."""
_SHUT_OUT = 3600.0
"""Seconds to leave it alone when it turns us away: that lasts up to a day."""


class QueryService:
    """The service at `url`. It costs nothing; `agent` names us, with a contact; `clock` tells seconds that only go
    forward. One question at a time."""

    name = "direct"
    price = Decimal(0)

    def __init__(self, door: Door, url: str, agent: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._door = door
        self._url = url
        self._agent = agent
        self._clock = clock
        self._silent_until = 0.0
        self._turn = anyio.Lock()

    async def get(self, site: str, kind: str, path: str) -> FetchedPage:
        """The answer to the question `path`, in SPARQL, whole. Raises Blocked, or NoAnswer with how long it wants
        silence: until then it is not asked."""
        request = Request(
            site,
            "page",
            sha256(path.encode()).hexdigest()[:16],
            self._url,
            params={"query": path},
            headers={"User-Agent": self._agent, "Accept": "application/sparql-results+json"},
            facts={"strategy": "sparql", "page": kind},
            timeout=_PATIENCE,
        )
        async with self._turn:
            if (left := self._silent_until - self._clock()) > 0:
                raise NoAnswer(f"Wikidata wants no questions for {left:.0f} more seconds", left)
            try:
                response = await self._door.ask(request, _whole)
            except Spent as reason:
                raise CapReached(str(reason), reason.until) from None
            except Refused as reason:
                raise Blocked(str(reason)) from None
            except NoAnswer as failure:
                self._silent_until = self._clock() + (failure.after or 0.0)
                raise
        return FetchedPage(self._url, kind, response.body, datetime.now(UTC), self.name, response.status)


def _whole(response: Response) -> Response:
    """The response, if it is a whole answer: a query that ran out of time may break off with status 200."""
    if response.status != 200:
        raise refusal(response)
    try:
        msgspec.json.decode(response.body)
    except msgspec.DecodeError as broken:
        raise TryAgain(f"its answer stops in the middle: {broken}") from None
    return response


def refusal(response: Response) -> Exception:
    """What a status other than 200 means. It is never that there is no such thing: that is an empty list."""
    status = response.status
    if b"TimeoutException" in response.body:
        return TryAgain("the query took longer than it allows", response.retry_after or _SILENCE)
    if status == 429:
        return TryAgain("too many requests (status 429)", response.retry_after or _SILENCE)
    if status == 403:
        return TryAgain("it turns us away (status 403): CINEGRAPH_USER_AGENT must name a contact", _SHUT_OUT)
    if status == 400:
        return Refused("it calls the query malformed (status 400)")
    return TryAgain(f"status {status}", response.retry_after)
