"""Live parts: a page says `<section data-live="/live/…">`, and the server sends that part anew when it has changed.

`static/live.js` puts it into the page. Without JavaScript the part is what it was when the page was loaded.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import psycopg
from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from psycopg_pool import PoolTimeout
from sse_starlette import EventSourceResponse, ServerSentEvent

from cinegraph.web.access import still_known
from cinegraph.web.kept import Kept

EVERY_SECONDS = 1.0
LOOK_AGAIN_SECONDS = 3.0
"""How often a stream looks whether its visitor may still come in."""
Draw = Callable[[], Awaitable[str]]
"""Reads the store and draws the part."""


async def shared(
    request: Request, address: str, draw: Draw, every: float = EVERY_SECONDS, oldest: float | None = None
) -> Markup:
    """A live part for the page that it stands in: the same as `address` sends, however many look. Not older than `every`
    seconds; one that takes long to draw not older than `oldest`."""
    kept: Kept = request.app.state.kept
    part = await kept.get(f"{address}?", every * 0.9, draw, oldest or every * 0.9)
    return Markup(part)  # noqa: S704 a template has drawn and escaped it


async def stream(
    request: Request,
    draw: Draw,
    *,
    every: float = EVERY_SECONDS,
    oldest: float | None = None,
    over: Callable[[str], bool] | None = None,
) -> Response:
    """The answer to a live part's address: what `draw` draws, each time that it has changed, until `over` says of it
    that it will not change again, or until the visitor's session, token or user has ended. To who asks for no stream, the part as it is now.

    `every` and `oldest` are those of `shared`. `draw` must draw the same for everybody who asks for this address: several share it. It takes no connection from
    the request: it opens its own each time, and none is held between.
    """
    kept: Kept = request.app.state.kept
    key = str(request.url.path) + "?" + request.url.query

    async def once() -> str:
        return str(await kept.get(key, every * 0.9, draw, oldest or every * 0.9))

    if "text/event-stream" not in request.headers.get("accept", ""):
        return HTMLResponse(await once())
    return EventSourceResponse(
        _events(request, once, every, over), ping=15, headers={"X-Accel-Buffering": "no"}
    )


async def _events(
    request: Request, draw: Draw, every: float, over: Callable[[str], bool] | None
) -> AsyncIterator[ServerSentEvent]:
    last: str | None = None
    looked = time.monotonic()
    while True:
        try:
            if time.monotonic() - looked >= LOOK_AGAIN_SECONDS:
                if not await still_known(request):
                    yield ServerSentEvent("", event="left")
                    return
                looked = time.monotonic()
            text = await draw()
        except (psycopg.OperationalError, PoolTimeout):
            text = last or ""  # it comes back with the database
        if text != last:
            yield ServerSentEvent(text, event="part")
            last = text
        if over is not None and over(text):
            yield ServerSentEvent("", event="over")
            return
        await asyncio.sleep(every)
