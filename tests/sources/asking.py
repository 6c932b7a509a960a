"""A source behind a door of its own: what it asked, and how each call was recorded."""

from collections.abc import Sequence

import httpx2

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.fetch.http import Call, Door
from cinegraph.fetch.pace import SharedPace
from cinegraph.sources.base import Source


class Asking:
    """A door to that transport, unpaced, with every request that was made and every call that was recorded."""

    def __init__(self, transport: httpx2.AsyncBaseTransport, *names: str, attempts: int = 2) -> None:
        self.requests: list[httpx2.Request] = []
        self.calls: list[Call] = []

        async def note(request: httpx2.Request) -> None:
            self.requests.append(request)

        async def record(call: Call) -> None:
            self.calls.append(call)

        async def take(source: str, rate: float) -> float:
            return 0.0

        client = httpx2.AsyncClient(transport=transport, event_hooks={"request": [note]})
        self.door = Door(client, SharedPace(take, dict.fromkeys(names, 0.0)), record, attempts)


async def searched(source: Source, ref: MovieRef) -> Sequence[Candidate]:
    """The hits of the first strategy that has any."""
    for strategy in source.strategies(ref):
        if hits := await source.search(ref, strategy):
            return hits
    return ()
