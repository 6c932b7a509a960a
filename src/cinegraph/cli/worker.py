"""`cinegraph worker`: the same work, on as many machines as share the database."""

import asyncio
import signal
import sys
from typing import Annotated

from cyclopts import App, Parameter

from cinegraph.app import Cinegraph, refuse_what_cannot_work, require_keys
from cinegraph.cli import running
from cinegraph.cli.printing import print
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.same_world import same_world
from cinegraph.settings import QUEUES


def register(app: App) -> None:
    """Add the command."""
    app.command(worker)


def worker(
    *,
    queues: Annotated[list[str] | None, Parameter(consume_multiple=True, negative="")] = None,
    offline: Annotated[bool, Parameter(negative="")] = False,
) -> None:
    """Work on queued jobs until interrupted; running jobs are brought to their end first.

    Parameters
    ----------
    queues:
        The queues to work on (imports, movies, people, enrichment, collaborations, maintenance); all if left out.
    offline:
        Ask the offline world that comes along, not the real one.
    """
    chosen = tuple(name for given in queues or () for name in given.split(",") if name)
    if unknown := sorted(set(chosen) - set(QUEUES)):
        raise Refused(f"there is no queue {unknown[0]!r}: the queues are {', '.join(QUEUES)}")
    run(chosen or QUEUES, offline)


def run(queues: tuple[str, ...], offline: bool, quiet: bool = False, behind: bool = False) -> None:
    """Work on these queues until a signal. Raises what one line says; `quiet`: nothing is printed; `behind`: others
    go first."""
    loaded = running.settings()
    if not offline:
        require_keys(loaded)
    with running.outside(loaded, offline) as (reaching, world):
        running.run(reaching, world, lambda program: _work(program, queues, quiet), behind)


async def _work(program: Cinegraph, queues: tuple[str, ...], quiet: bool) -> None:
    await refuse_what_cannot_work(program)
    async with program.context.database.transaction() as conn:
        await same_world(conn, program.context)
    working = program.worker(queues)
    if not quiet:
        _tell(program, queues)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, working.stop)
    await working.run()


def _tell(program: Cinegraph, queues: tuple[str, ...]) -> None:
    told = ", ".join(f"{name} ({program.settings.queues[name]} at once)" for name in queues)
    print(f"working on {told}; Ctrl-C ends it", file=sys.stderr, flush=True)
