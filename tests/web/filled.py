"""Rows that screens show, made directly: quicker than importing a ceremony."""

from psycopg import AsyncConnection


async def asked_import(
    conn: AsyncConnection,
    year: int = 2024,
    state: str = "finished",
    organization: str = "oscars",
    error: str | None = None,
) -> int:
    """An import of a ceremony, in this state, and nothing more; its number."""
    cursor = await conn.execute(
        """
        insert into imports (kind, organization_id, year, instance, options, state, error)
        select 'ceremony', id, %s, 1, '{"lookup": true, "refresh": false}', %s, %s
        from festival_organizations where slug = %s returning id
        """,
        [year, state, error, organization],
    )
    row = await cursor.fetchone()
    assert row is not None
    return int(row[0])


async def film(conn: AsyncConnection, title: str) -> int:
    """A film that is a stub, by its title; its number."""
    cursor = await conn.execute("insert into movies (title) values (%s) returning id", [title])
    row = await cursor.fetchone()
    assert row is not None
    return int(row[0])


async def failed_job(conn: AsyncConnection, movie_id: int, error: str = "boom") -> int:
    """A job that looks for the film and failed with that error; its number."""
    cursor = await conn.execute(
        """
        with job as (
            insert into procrastinate_jobs (queue_name, task_name, priority, args, status, attempts)
            values ('movies', 'resolve_movie', 10, jsonb_build_object('movie_id', %s::bigint, 'import_id', null),
                'failed', 5)
            returning id)
        insert into job_errors (job_id, attempt, kind, error) select id, 5, 'RuntimeError', %s from job
        returning job_id
        """,
        [movie_id, error],
    )
    row = await cursor.fetchone()
    assert row is not None
    return int(row[0])
