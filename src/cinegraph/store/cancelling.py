"""An import that a person ends: the jobs that only it needs, and its rows afterwards."""

from psycopg import AsyncConnection


async def is_read(conn: AsyncConnection, import_id: int) -> bool:
    """Whether a job reads the import's pages, or stores what they say, at this moment."""
    cursor = await conn.execute(
        """
        select exists (
            select 1 from imports i
            join procrastinate_jobs j on j.id = i.job_id
                or (j.task_name = 'save_list' and (j.args ->> 'import_id')::bigint = i.id)
            where i.id = %s and j.status = 'doing')
        """,
        [import_id],
    )
    row = await cursor.fetchone()
    return bool(row and row[0])


async def job_of(conn: AsyncConnection, import_id: int) -> int | None:
    """The job that reads, or has read, the import's pages."""
    cursor = await conn.execute("select job_id from imports where id = %s", [import_id])
    row = await cursor.fetchone()
    return row[0] if row else None


async def take_out(conn: AsyncConnection, import_id: int) -> None:
    """Cancel the import's jobs that wait, but for those that another import waits for too."""
    await conn.execute(
        """
        select procrastinate_cancel_job_v1(id, false, false) from (
            select j.id from procrastinate_jobs j where j.status = 'todo' and (
                j.id in (select job_id from imports where id = %(import)s)
                or j.id in (select job_id from import_list_pages where import_id = %(import)s and state = 'pending')
                or j.id in (
                    select x.job_id from import_movies x where x.import_id = %(import)s and x.state = 'pending'
                        and not exists (select 1 from import_movies o where o.job_id = x.job_id and o.state = 'pending'
                            and o.import_id <> x.import_id)))
            order by j.id
        ) waiting
        """,
        {"import": import_id},
    )


async def end(conn: AsyncConnection, import_id: int, reason: str) -> None:
    """It is cancelled, and waits for nothing any more."""
    await conn.execute(
        "update import_movies set state = 'not_asked', job_id = null, reason = %s where import_id = %s and state = 'pending'",
        [reason, import_id],
    )
    await conn.execute(
        "update import_list_pages set state = 'failed', reason = %s where import_id = %s and state = 'pending'",
        [reason, import_id],
    )
    await conn.execute(
        "update imports set state = 'cancelled', error = %s, finished_at = now() where id = %s",
        [reason, import_id],
    )
