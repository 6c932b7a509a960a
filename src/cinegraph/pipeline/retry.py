"""A user wants another try: of jobs that failed, of stubs, of minimal films, of what an import has not found."""

from dataclasses import dataclass

from psycopg import AsyncConnection

from cinegraph.pipeline.ask_again import ask_again
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.manage_jobs import failed_jobs, films_of, retry_failed
from cinegraph.pipeline.same_world import same_world
from cinegraph.store import held_jobs, import_films, imports, jobs, lookups, movies, stale


@dataclass(frozen=True, slots=True)
class Again:
    """What is tried again: jobs that had failed, films that are asked for, and every job that this takes."""

    failed: int
    films: tuple[int, ...]
    jobs: tuple[int, ...]


async def retry(
    context: Context, failed: bool, stubs: bool, minimal: bool, import_id: int | None, rehearse: bool = False
) -> Again:
    """Everything that is named, in one transaction; twice is the same as once. `rehearse`: it is undone again, and
    only the figures are true.

    Raises Refused for an import that there is not, is not read yet, or for a database of another world.
    """
    async with context.database.transaction() as conn, conn.transaction(force_rollback=rehearse):
        await same_world(conn, context)
        broken = await failed_jobs(conn) if failed else []
        wanted: list[int] = []
        if stubs:
            wanted += await stale.in_state(conn, "stub")
        if minimal:
            wanted += await stale.in_state(conn, "minimal")
        missed = [] if import_id is None else await stale.not_full(conn, import_id)
        await movies.hold(conn, [*films_of(broken), *wanted, *missed])  # films before imports
        revived = await retry_failed(conn, broken)
        asked = await ask_again(conn, context.queue, wanted, afresh=True)
        if import_id is not None:
            asked |= await _of_import(conn, context, import_id, missed)
        if asked or revived:
            await lookups.settle_world(conn, context.world)
    async with context.database.transaction() as conn:
        await jobs.analyze(conn)
    return Again(len(revived), tuple(asked), tuple({*revived, *asked.values()}))


async def _of_import(
    conn: AsyncConnection, context: Context, import_id: int, missed: list[int]
) -> dict[int, int]:
    found = await imports.run(conn, import_id)
    if found is None:
        raise Refused(f"there is no import {import_id}: see `cinegraph status`")
    if await imports.lock(conn, import_id) not in ("resolving", "finished", "incomplete"):
        raise Refused(
            f"import {import_id} is {found.state}: nothing of it is stored that could be asked for;"
            " run `cinegraph import` again"
        )
    asked = await ask_again(conn, context.queue, missed, import_id=import_id, afresh=True)
    await import_films.wait_for(conn, import_id, asked)
    if asked:
        await held_jobs.go_on(conn, [import_id])
        await imports.resume(conn, import_id)
    return asked
