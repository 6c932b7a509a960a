"""The site on a socket, for as long as a block lasts."""

import asyncio
import contextlib
import gc
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.types import ASGIApp

_GRACE_SECONDS = 3
"""Live parts are open for as long as somebody looks: at the end they are not waited for."""


class _Server(uvicorn.Server):
    """Leaves signals to whoever runs us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def bound(host: str, port: int) -> socket.socket:
    """A socket there; port 0: a free one. Raises OSError if the address is taken or is none of this machine's.

    Its connections send at once: asyncio sees to that only where the socket says that it is TCP, which those of
    `create_server` do not, and every answer in two parts waited 40 ms for its reader to acknowledge the first.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    on = socket.create_server((host, port), family=family)
    on.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return on


def settle() -> None:
    """What this process has built by now stays for good, and is no longer looked through for what could be thrown away: with the
    site's 170,000 objects that takes a tenth of a second each time, in which nobody is answered."""
    gc.collect()
    gc.freeze()


@contextlib.asynccontextmanager
async def listening(app: ASGIApp, on: socket.socket) -> AsyncIterator[asyncio.Task[None]]:
    """The site answers on the socket while the block lasts; running answers end with it. The task is the server."""
    config = uvicorn.Config(
        app,
        log_level="critical",
        lifespan="off",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        limit_concurrency=1_000,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[on]))
    try:
        while not server.started and not serving.done():  # noqa: ASYNC110 theirs: it has no event to wait for
            await asyncio.sleep(0.01)
        yield serving
    finally:
        server.should_exit = True
        await asyncio.wait([serving])
