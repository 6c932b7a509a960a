"""`cinegraph serve`: the control room in a browser, with the workers that do what is started there."""

import asyncio
import os
import signal
import socket
import sys
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from cinegraph.app import Cinegraph, require_keys
from cinegraph.cli import running
from cinegraph.cli.printing import print
from cinegraph.cli.words import Flag, Number
from cinegraph.cli.working import ready
from cinegraph.pipeline.context import Refused
from cinegraph.store import users

if TYPE_CHECKING:
    from cinegraph.web.doorway import Doorway

_MOST_WORKERS = 8


def register(app: App) -> None:
    """Add the command."""
    app.command(serve)


def serve(
    *,
    host: str = "127.0.0.1",
    port: Annotated[Number, Parameter()] = 8712,
    workers: Number = 1,
    offline: Flag = False,
) -> None:
    """Serve the control room until interrupted, and work on what is started there.

    Parameters
    ----------
    host:
        The address to listen on. Others than this machine's own need a user (`cinegraph users add`).
    port:
        The port to listen on; 0: a free one.
    workers:
        How many worker processes run beside it; 0: none, others work on the same database.
    offline:
        Ask the offline world that comes along, not the real one.
    """
    from cinegraph.web.doorway import doorway  # noqa: PLC0415 the other commands start without the web's libraries

    if port > 65_535:
        raise Refused(f"there is no port {port}: the last is 65535")
    if workers > _MOST_WORKERS:
        raise Refused(f"{workers} workers are more than one machine serves: {_MOST_WORKERS} at most")
    loaded = running.settings()
    if workers and not offline:
        require_keys(loaded)
    on = _listen(host, port)
    stands = doorway(host, loaded.site_hosts)
    with on, running.outside(loaded, offline) as (reaching, world):
        running.run(reaching, world, lambda program: _serve(program, on, stands, workers))


async def _serve(program: Cinegraph, on: socket.socket, stands: "Doorway", count: int) -> None:
    from cinegraph.web.current import Current  # noqa: PLC0415 as above
    from cinegraph.web.listening import listening, settle  # noqa: PLC0415 as above
    from cinegraph.web.site import site  # noqa: PLC0415 as above
    from cinegraph.web.workers import Workers, working  # noqa: PLC0415 as above

    await _somebody_may_come_in(program, stands)
    if count:
        await ready(program)
    ended = _interrupted()
    offline = (
        program.settings.tmdb_url.removesuffix("/tmdb/3") if program.context.world == "offline" else None
    )
    workers = Workers(count, offline)
    current = Current(program, offline, workers)
    async with working(workers), listening(site(current, stands), on) as serving:
        settle()
        _tell(on, stands, count)
        await asyncio.wait([serving, asyncio.create_task(ended.wait())], return_when=asyncio.FIRST_COMPLETED)
        print("ending: running jobs are brought to their end first", file=sys.stderr, flush=True)


async def _somebody_may_come_in(program: Cinegraph, stands: "Doorway") -> None:
    if stands.open:
        return
    async with program.context.database.transaction() as conn:
        if not await users.any_writer(conn):
            raise Refused(
                "others can reach that address, and nobody could log in: add a user first (`cinegraph users add NAME`),"
                " or leave --host out"
            )


def _listen(host: str, port: int) -> socket.socket:
    from cinegraph.web.listening import bound  # noqa: PLC0415 as above

    try:
        return bound(host, port)
    except OSError as wrong:
        said = os.strerror(wrong.errno) if wrong.errno and wrong.errno > 0 else wrong.strerror
        raise Refused(f"{host}:{port} cannot be listened on: {said}; choose another with --port") from None


def _interrupted() -> asyncio.Event:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    return ended


def _tell(on: socket.socket, stands: "Doorway", workers: int) -> None:
    host, port = on.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    print(f"the control room is at http://{shown}:{port}/", flush=True)
    if not stands.open:
        print(
            "whoever reaches it logs in; put a proxy with https before it, or passwords travel in the clear",
            file=sys.stderr,
        )
    told = (
        f"{workers} worker process{'' if workers == 1 else 'es'} beside it"
        if workers
        else "no worker beside it"
    )
    print(f"{told}; Ctrl-C ends it", file=sys.stderr, flush=True)
