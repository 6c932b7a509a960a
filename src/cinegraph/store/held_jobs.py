"""Imports that are paused, and their jobs, which wait meanwhile: `imports.paused_at` is the truth, the queue follows.

A job is held by being due at a moment that does not come. One that another import waits for too is never held.
"""

from collections.abc import Sequence

from psycopg import AsyncConnection

_NEVER = "'9000-01-01 00:00:00+00'"
"""As in the index `ix_procrastinate_jobs_held`."""

_PAUSED = """
    select w.job_id from (
        select i.job_id from imports i where i.paused_at is not null and i.state = 'queued'
        union select p.job_id from imports i join import_list_pages p on p.import_id = i.id and p.state = 'pending'
            where i.paused_at is not null
        union select m.job_id from imports i join import_movies m on m.import_id = i.id and m.state = 'pending'
            where i.paused_at is not null
    ) w
    where w.job_id is not null and not exists (
        select 1 from import_movies o join imports other on other.id = o.import_id and other.paused_at is null
        where o.job_id = w.job_id and o.state = 'pending')
"""
"""The jobs that only paused imports wait for."""

_ONLY_OF = """
    select w.job_id from (
        select i.job_id from imports i where i.id = %(import)s and i.state = 'queued'
        union select p.job_id from import_list_pages p where p.import_id = %(import)s and p.state = 'pending'
        union select m.job_id from import_movies m where m.import_id = %(import)s and m.state = 'pending'
    ) w
    where w.job_id is not null and not exists (
        select 1 from import_movies o where o.job_id = w.job_id and o.state = 'pending' and o.import_id <> %(import)s)
"""
"""The jobs that only this import waits for."""


async def pause(conn: AsyncConnection, import_id: int, by: str) -> bool:
    """The import waits until somebody lets it go on. False if it is over, or waits already."""
    cursor = await conn.execute(
        """
        update imports set paused_at = now(), paused_by = %s
        where id = %s and state in ('queued', 'resolving') and paused_at is null
        """,
        [by, import_id],
    )
    await align(conn)
    return cursor.rowcount > 0


async def go_on(conn: AsyncConnection, import_ids: Sequence[int]) -> int:
    """These imports wait no longer. The answer is how many did."""
    cursor = await conn.execute(
        "update imports set paused_at = null, paused_by = null where id = any(%s) and paused_at is not null",
        [list(import_ids)],
    )
    if cursor.rowcount:
        await align(conn)
    return cursor.rowcount


async def align(conn: AsyncConnection) -> None:
    """Make the queue what the imports say: jobs that only paused imports wait for are held, held ones that somebody
    waits for are due now. Safe at any time; jobs that run are left alone."""
    await conn.execute(
        f"""
        with held as materialized ({_PAUSED}), released as (
            update procrastinate_jobs set scheduled_at = null
            where status = 'todo' and scheduled_at >= {_NEVER} and id not in (select job_id from held))
        update procrastinate_jobs set scheduled_at = {_NEVER}
        where status = 'todo' and (scheduled_at is null or scheduled_at < {_NEVER})
            and id in (select job_id from held)
        """
    )


async def end(conn: AsyncConnection, import_id: int) -> int:
    """End the jobs that wait for this import alone; the answer is how many those were."""
    cursor = await conn.execute(
        f"""
        with ours as materialized ({_ONLY_OF})
        select procrastinate_cancel_job_v1(j.id, false, false) from procrastinate_jobs j
        where j.id in (select job_id from ours) and j.status = 'todo'
        """,
        {"import": import_id},
    )
    return cursor.rowcount


async def let_go(conn: AsyncConnection, import_id: int, reason: str) -> None:
    """The import waits for none of its films and pages any more: they stay pending, and this is why."""
    values = {"import": import_id, "reason": reason}
    await conn.execute(
        """
        update import_movies set job_id = null, reason = %(reason)s
        where import_id = %(import)s and state = 'pending'
        """,
        values,
    )
    await conn.execute(
        """
        update import_list_pages set state = 'failed', job_id = null, reason = %(reason)s
        where import_id = %(import)s and state = 'pending'
        """,
        values,
    )
