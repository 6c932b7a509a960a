"""What a person does with an import that is on its way, or over: pause it, let it go on, cancel it, try it again."""

from dataclasses import dataclass

from psycopg import AsyncConnection

from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.finish_import import settle
from cinegraph.pipeline.manage_jobs import retry_job
from cinegraph.pipeline.retry import retry
from cinegraph.store import ended_imports, held_jobs, import_films, imports, jobs, movies
from cinegraph.store.imports import Run

_BY_A_PERSON = "cancelled by a person"


@dataclass(frozen=True, slots=True)
class Stopped:
    """An import that was cancelled, and how many jobs ended with it."""

    import_id: int
    jobs: int


async def pause_import(context: Context, import_id: int, by: str) -> None:
    """None of its jobs begins any more until it goes on; calls that are on their way end. A film that another import
    waits for too is looked for all the same. Raises Refused for an import that is over, or paused."""
    async with context.database.transaction() as conn:
        run = await _held(conn, import_id)
        if not await held_jobs.pause(conn, import_id, by):
            raise Refused(f"import {import_id} is {_said(run)}: only one that is on its way can be paused")


async def resume_import(context: Context, import_id: int) -> None:
    """It goes on, at once. Raises Refused for one that is not paused."""
    async with context.database.transaction() as conn:
        run = await _held(conn, import_id)
        if not await held_jobs.go_on(conn, [import_id]):
            raise Refused(f"import {import_id} is {run.state}, and not paused")


async def cancel_import(context: Context, import_id: int) -> Stopped:
    """End it as it stands: what is stored stays, films that were not looked for yet stay pending, and it ends cancelled
    (nothing was stored) or incomplete. Raises Refused for one that is over."""
    async with context.database.transaction() as conn:
        await movies.hold(conn, await import_films.pending(conn, import_id))  # films before imports
        run = await _held(conn, import_id)
        if run.state not in ("queued", "resolving"):
            raise Refused(f"import {import_id} is {run.state} already")
        ended = await held_jobs.end(conn, import_id)
        await held_jobs.let_go(conn, import_id, _BY_A_PERSON)
        if run.state == "queued":
            await ended_imports.end_unread(conn, import_id, _BY_A_PERSON, cancelled=True)
        else:
            await held_jobs.go_on(conn, [import_id])
            await settle(conn, context.queue, import_id)
        await held_jobs.align(conn)
        return Stopped(import_id, ended)


async def retry_import(context: Context, import_id: int) -> int:
    """Read its pages again if nothing was stored; else ask again for its films that are not full, whatever is
    remembered. The answer is how many films are asked for. Raises Refused while it is on its way."""
    async with context.database.transaction() as conn:
        run = await _found(conn, import_id)
        job = None if run.job_id is None else await jobs.get(conn, run.job_id)
    if run.state in ("queued", "resolving"):
        raise Refused(f"import {import_id} is {run.state}: it is on its way")
    if run.state not in ("failed", "cancelled"):
        again = await retry(context, failed=False, stubs=False, minimal=False, import_id=import_id)
        return len(again.films)
    if job is None or job.state not in ("failed", "cancelled", "aborted"):
        raise Refused(f"import {import_id} cannot be taken up again: start a new one")
    await retry_job(context, job.id)
    return 0


async def _held(conn: AsyncConnection, import_id: int) -> Run:
    """The import, its row held until the transaction ends."""
    await _found(conn, import_id)
    await imports.lock(conn, import_id)
    return await _found(conn, import_id)


async def _found(conn: AsyncConnection, import_id: int) -> Run:
    found = await imports.run(conn, import_id)
    if found is None:
        raise Refused(f"there is no import {import_id}: see `cinegraph status`")
    return found


def _said(run: Run) -> str:
    return "paused" if run.state in ("queued", "resolving") else run.state
