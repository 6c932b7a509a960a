"""How a command works the queue in its own process, and knows when to stop."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence

from cinegraph.app import Cinegraph, refuse_what_cannot_work
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.same_world import same_world
from cinegraph.store import jobs, stale

PATIENCE_SECONDS = 10.0
"""What is put off for longer is not waited for."""
_LOOK_SECONDS = 0.15
_LOOK_SHARE = 4
"""To look takes a fifth of the time at most: hundreds of imports are long to count."""


async def ready(program: Cinegraph) -> None:
    """Raises Refused or ConfigurationError if the queue cannot be worked on here: a queue without a worker, a
    database of another world."""
    await refuse_what_cannot_work(program)
    async with program.context.database.transaction() as conn:
        await same_world(conn, program.context)


async def work(program: Cinegraph, over: Callable[[], Awaitable[bool]]) -> None:
    """Work the queues until `over` says so; it is asked a few times a second. Running jobs are brought to their end,
    and so is what follows from them.

    Raises KeyboardInterrupt when the user interrupts.
    """
    worker = program.worker()
    working = asyncio.create_task(worker.run())
    interrupted = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, interrupted.set)
    began = loop.time()
    try:
        while not await over() or await _more_follows(program):
            if interrupted.is_set():
                raise KeyboardInterrupt
            if working.done():
                await working
                raise Refused("the worker ended before its work did: see the log, and run the command again")
            await asyncio.sleep(max(_LOOK_SECONDS, _LOOK_SHARE * (loop.time() - began)))
            began = loop.time()
    finally:
        worker.stop()
        await asyncio.wait([working])


async def _more_follows(program: Cinegraph) -> bool:
    """Whether jobs that the work itself has led to are still to be done."""
    async with program.context.database.transaction() as conn:
        return await jobs.follow_ups(conn, PATIENCE_SECONDS) > 0


async def until_done(program: Cinegraph, job_ids: Sequence[int]) -> None:
    """Work the queues until these jobs have ended or were put off."""

    async def over() -> bool:
        async with program.context.database.transaction() as conn:
            return not await jobs.at_work(conn, job_ids, PATIENCE_SECONDS)

    await work(program, over)


async def outcome(program: Cinegraph, movie_ids: Sequence[int]) -> dict[str, int]:
    """What became of these films, each counted once: full, minimal, stub, in review; `pending`: a job still waits;
    `joined`: its row has joined another."""
    async with program.context.database.transaction() as conn:
        waiting = await stale.jobs_of(conn, movie_ids)
        ended = [number for number in movie_ids if number not in waiting]
        states = await stale.states(conn, ended)
    told = {state: states.get(state, 0) for state in ("full", "minimal", "stub", "review")}
    return told | {"pending": len(waiting), "joined": len(ended) - sum(states.values())}
