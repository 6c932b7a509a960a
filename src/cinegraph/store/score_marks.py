"""Which films have changed since they were scored.

The database marks them itself (triggers on what a score is made of), so that no way of changing a film can forget to. A
mark is a row of its own: two transactions that mark one film do not wait for each other.
"""

from dataclasses import dataclass

from psycopg import AsyncConnection


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks that were seen, and the films that they are of."""

    ids: list[int]
    movie_ids: list[int]


async def wait(conn: AsyncConnection) -> bool:
    """Whether a film waits to be scored: one that this transaction has changed, too."""
    return await (await conn.execute("select 1 from score_marks limit 1")).fetchone() is not None


async def of_film(conn: AsyncConnection, movie_id: int) -> bool:
    """Whether this film waits to be scored."""
    cursor = await conn.execute("select 1 from score_marks where movie_id = %s limit 1", [movie_id])
    return await cursor.fetchone() is not None


async def seen(conn: AsyncConnection) -> Marks:
    """Every mark that is there now."""
    cursor = await conn.execute(
        """
        select coalesce(array_agg(id), '{}'), coalesce(array_agg(distinct movie_id order by movie_id), '{}')
        from score_marks
        """
    )
    row = await cursor.fetchone()
    assert row is not None
    return Marks(*row)


async def newest(conn: AsyncConnection) -> int:
    """The number of the newest mark; 0 if there is none."""
    cursor = await conn.execute("select coalesce(max(id), 0) from score_marks")
    row = await cursor.fetchone()
    assert row is not None
    return int(row[0])


async def take(conn: AsyncConnection, upto: int, films: int) -> Marks:
    """So many marked films at most, held until the transaction ends; of their marks those up to that number.

    Those that somebody else holds are left; if each is held, the first is waited for, and nothing else held meanwhile. Marks
    of films that are gone are dropped here.
    """
    await conn.execute(
        "delete from score_marks s where id <= %s and not exists (select 1 from movies m where m.id = s.movie_id)",
        [upto],
    )
    cursor = await conn.execute(
        "select distinct movie_id from score_marks where id <= %s order by 1 limit %s", [upto, films]
    )
    marked = [number for (number,) in await cursor.fetchall()]
    held = await _held(conn, marked, "skip locked") or await _held(conn, marked[:1], "")
    cursor = await conn.execute(
        "select coalesce(array_agg(id), '{}') from score_marks where movie_id = any(%s) and id <= %s",
        [held, upto],
    )
    row = await cursor.fetchone()
    assert row is not None
    return Marks(row[0], held)


async def _held(conn: AsyncConnection, movie_ids: list[int], waiting: str) -> list[int]:
    cursor = await conn.execute(
        f"select id from movies where id = any(%s) order by id for key share {waiting}".encode(), [movie_ids]
    )
    return [number for (number,) in await cursor.fetchall()]


async def drop(conn: AsyncConnection, marks: Marks) -> None:
    """These are done with; one that was made meanwhile stays."""
    await conn.execute("delete from score_marks where id = any(%s)", [marks.ids])


async def is_asked_for(conn: AsyncConnection) -> bool:
    """Whether a job that has not begun will see what this transaction has changed.

    Such a job is held back until the transaction ends: a worker passes over it, and takes it up afterwards. So of many
    films that change at once all but a few have no job of their own.
    """
    cursor = await conn.execute(
        """
        select 1 from procrastinate_jobs
        where task_name = 'score_movies' and status = 'todo' and (scheduled_at is null or scheduled_at <= now())
        limit 1 for share skip locked
        """
    )
    return await cursor.fetchone() is not None
