"""The films of an import: which are looked for, by which job, and which were answered."""

from collections.abc import Sequence

from psycopg import AsyncConnection


async def add(conn: AsyncConnection, import_id: int, movie_ids: Sequence[int], state: str) -> None:
    """The films of the import's nominations, all with one state."""
    await conn.execute(
        """
        insert into import_movies (import_id, movie_id, state)
        select %(import)s, unnest(%(movies)s::bigint[]), %(state)s
        on conflict (import_id, movie_id) do update set state = excluded.state
        where import_movies.state <> 'answered'
        """,
        {"import": import_id, "movies": list(movie_ids), "state": state},
    )


async def pending(conn: AsyncConnection, import_id: int) -> list[int]:
    """The films that the import waits for."""
    cursor = await conn.execute(
        "select movie_id from import_movies where import_id = %s and state = 'pending' order by movie_id",
        [import_id],
    )
    return [number for (number,) in await cursor.fetchall()]


async def due(conn: AsyncConnection, movie_ids: Sequence[int]) -> list[int]:
    """Those of the films that are to be asked for now."""
    cursor = await conn.execute(
        "select movie_id from unresolved_movies where movie_id = any(%s) order by movie_id", [list(movie_ids)]
    )
    return [number for (number,) in await cursor.fetchall()]


_LOOKED_FOR = """
    select im.movie_id, im.job_id from import_movies im
    join procrastinate_jobs j on j.id = im.job_id and j.status in ('todo', 'doing')
        and (j.args ->> 'movie_id')::bigint = im.movie_id
    where im.state = 'pending'
"""
"""Films and the jobs that look for them. A job whose film has joined another row looks for nothing."""


async def running_jobs(conn: AsyncConnection, movie_ids: Sequence[int]) -> dict[int, int]:
    """Film → the job that looks for it already, for whichever import."""
    cursor = await conn.execute(
        f"select movie_id, max(job_id) from ({_LOOKED_FOR}) r where movie_id = any(%s) group by movie_id",
        [list(movie_ids)],
    )
    return dict(await cursor.fetchall())


async def unasked(conn: AsyncConnection, movie_ids: Sequence[int]) -> dict[int, int]:
    """Film → the newest import that waits for it, where the film is due and no job looks for it."""
    cursor = await conn.execute(
        f"""
        select im.movie_id, max(im.import_id) from import_movies im
        join unresolved_movies u on u.movie_id = im.movie_id
        where im.movie_id = any(%s) and im.state = 'pending'
            and im.movie_id not in (select movie_id from ({_LOOKED_FOR}) r)
        group by im.movie_id order by im.movie_id
        """,
        [list(movie_ids)],
    )
    return dict(await cursor.fetchall())


async def set_jobs(conn: AsyncConnection, jobs: dict[int, int]) -> None:
    """The job that looks for each film, for every import that waits for it."""
    await conn.execute(
        """
        update import_movies im set job_id = r.job_id
        from unnest(%s::bigint[], %s::bigint[]) as r(movie_id, job_id)
        where im.movie_id = r.movie_id and im.state = 'pending' and im.job_id is distinct from r.job_id
        """,
        [list(jobs), list(jobs.values())],
    )


async def wait_for(conn: AsyncConnection, import_id: int, jobs: dict[int, int]) -> None:
    """Film → the job that looks for it: this import waits for it, even if it had its answer."""
    await conn.execute(
        """
        update import_movies im set state = 'pending', job_id = r.job_id
        from unnest(%s::bigint[], %s::bigint[]) as r(movie_id, job_id)
        where im.import_id = %s and im.movie_id = r.movie_id
        """,
        [list(jobs), list(jobs.values()), import_id],
    )


async def answered(conn: AsyncConnection, movie_ids: Sequence[int]) -> list[int]:
    """The lookup of these films came to an end; the answer is the imports that waited for them."""
    cursor = await conn.execute(
        """
        update import_movies set state = 'answered', reason = null
        where movie_id = any(%s) and state = 'pending' returning import_id
        """,
        [list(movie_ids)],
    )
    return [number for (number,) in await cursor.fetchall()]


async def put_off(conn: AsyncConnection, movie_id: int, reason: str) -> None:
    """The film's lookup got no answer: it stays pending, and this is why."""
    await conn.execute(
        "update import_movies set reason = %s where movie_id = %s and state = 'pending'", [reason, movie_id]
    )


async def put_off_all(conn: AsyncConnection, import_id: int, reason: str) -> None:
    """No catalogue answers at all: every film of the import waits, and this is why."""
    await conn.execute(
        "update import_movies set reason = %s where import_id = %s and state = 'pending'", [reason, import_id]
    )


async def working(conn: AsyncConnection, import_id: int) -> bool:
    """Whether a job still looks for one of the import's films."""
    cursor = await conn.execute(
        """
        select exists (
            select 1 from import_movies im join procrastinate_jobs j on j.id = im.job_id
            where im.import_id = %s and im.state = 'pending' and j.status in ('todo', 'doing'))
        """,
        [import_id],
    )
    row = await cursor.fetchone()
    assert row is not None
    return bool(row[0])


async def detach(conn: AsyncConnection, job_id: int, reason: str) -> list[int]:
    """Nobody looks for the job's film any more: it stays pending. The answer is the imports that waited."""
    cursor = await conn.execute(
        """
        update import_movies set job_id = null, reason = %s where job_id = %s and state = 'pending'
        returning import_id
        """,
        [reason, job_id],
    )
    return [number for (number,) in await cursor.fetchall()]


async def reattach(conn: AsyncConnection, jobs: dict[int, int]) -> None:
    """Film → the job that looks for it again: the imports that miss it are at work again."""
    await conn.execute(
        """
        with again as (
            update import_movies im set job_id = r.job_id, reason = null
            from unnest(%s::bigint[], %s::bigint[]) as r(movie_id, job_id)
            where im.movie_id = r.movie_id and im.state = 'pending' returning im.import_id
        )
        update imports set state = 'resolving', finished_at = null
        where id in (select import_id from again) and state = 'incomplete'
        """,
        [list(jobs), list(jobs.values())],
    )


async def recent(
    conn: AsyncConnection, import_ids: Sequence[int], count: int
) -> list[tuple[str, int | None, str]]:
    """The films that were answered last: title, year and import type."""
    cursor = await conn.execute(
        """
        select m.title, m.year, s.state from import_movies im join movies m on m.id = im.movie_id
        join movie_states s on s.movie_id = m.id
        where im.import_id = any(%s) and im.state = 'answered' order by im.updated_at desc, m.id desc limit %s
        """,
        [list(import_ids), count],
    )
    return [(title, year, state) for title, year, state in await cursor.fetchall()]


async def unfound(conn: AsyncConnection, import_id: int, count: int) -> list[tuple[str, str]]:
    """Films of the import that are not full, and why: (title and id, the reason)."""
    cursor = await conn.execute(
        """
        select m.title || coalesce(' (' || m.imdb_id || ')', ''), case
            when im.state = 'pending' then 'waits: ' || coalesce(im.reason, 'its job has not run yet')
            when s.state = 'review' then 'a person must decide: ' || r.reason
            when im.state = 'not_asked' then 'nobody was asked'
            when s.state = 'minimal' then 'only the basics are known'
            else 'no catalogue has it (' || array_to_string(m.data_source_hierarchy, ', ') || ' asked)' end
        from import_movies im
        join movies m on m.id = im.movie_id
        join movie_states s on s.movie_id = m.id
        left join reviews r on r.movie_id = m.id and r.state = 'open'
        where im.import_id = %s and im.state <> 'not_asked' and (s.state <> 'full' or im.state = 'pending')
        order by m.title limit %s
        """,
        [import_id, count],
    )
    return [(str(film), str(why)) for film, why in await cursor.fetchall()]
