"""Which films have changed since a step was last done with them: the marks that a job of that step works off, many at once.

A mark is a row of its own: two transactions that mark one film do not wait for each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import AsyncConnection


@dataclass(frozen=True, slots=True)
class Step:
    """What films are marked for: the table of its marks, the task that works them off, how a film is held meanwhile."""

    table: str
    task: str
    hold: str


SCORES = Step("score_marks", "score_movies", "for key share")
"""Triggers make these marks, so that no way of changing a film can forget to."""
GRAPH = Step("graph_marks", "build_collaborations", "for no key update")
"""Whoever writes a film's record makes these (`pipeline.follow_up`)."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks that were seen, and the films that they are of. `busy`: a film that somebody else holds, where there is no other."""

    ids: list[int]
    movie_ids: list[int]
    busy: int | None = None


async def mark(conn: AsyncConnection, step: Step, movie_ids: Sequence[int]) -> None:
    """These films are to be done."""
    await conn.execute(
        f"insert into {step.table} (movie_id) select unnest(%s::bigint[])".encode(), [list(movie_ids)]
    )


async def wait(conn: AsyncConnection, step: Step) -> bool:
    """Whether a film waits to be done: one that this transaction has changed, too."""
    cursor = await conn.execute(f"select 1 from {step.table} limit 1".encode())
    return await cursor.fetchone() is not None


async def of_film(conn: AsyncConnection, step: Step, movie_id: int) -> bool:
    """Whether this film waits to be done."""
    cursor = await conn.execute(
        f"select 1 from {step.table} where movie_id = %s limit 1".encode(), [movie_id]
    )
    return await cursor.fetchone() is not None


async def seen(conn: AsyncConnection, step: Step) -> Marks:
    """Every mark that is there now."""
    cursor = await conn.execute(
        f"""
        select coalesce(array_agg(id), '{{}}'), coalesce(array_agg(distinct movie_id order by movie_id), '{{}}')
        from {step.table}
        """.encode()
    )
    row = await cursor.fetchone()
    assert row is not None
    return Marks(*row)


async def newest(conn: AsyncConnection, step: Step) -> int:
    """The number of the newest mark; 0 if there is none."""
    cursor = await conn.execute(f"select coalesce(max(id), 0) from {step.table}".encode())
    row = await cursor.fetchone()
    assert row is not None
    return int(row[0])


async def take(conn: AsyncConnection, step: Step, upto: int, films: int) -> Marks:
    """So many marked films at most, held until the transaction ends; of their marks those up to that number.

    Nobody is waited for: those that somebody else holds are left, and if each is, one is named. Marks of films that are
    gone are dropped here.
    """
    await conn.execute(
        f"""
        delete from {step.table} s where id <= %s and not exists (select 1 from movies m where m.id = s.movie_id)
        """.encode(),
        [upto],
    )
    cursor = await conn.execute(
        f"select distinct movie_id from {step.table} where id <= %s order by 1 limit %s".encode(),
        [upto, films],
    )
    marked = [number for (number,) in await cursor.fetchall()]
    cursor = await conn.execute(
        f"select id from movies where id = any(%s) order by id {step.hold} skip locked".encode(), [marked]
    )
    held = [number for (number,) in await cursor.fetchall()]
    cursor = await conn.execute(
        f"select coalesce(array_agg(id), '{{}}') from {step.table} where movie_id = any(%s) and id <= %s".encode(),
        [held, upto],
    )
    row = await cursor.fetchone()
    assert row is not None
    return Marks(row[0], held, marked[0] if marked and not held else None)


async def until_free(conn: AsyncConnection, step: Step, movie_id: int) -> None:
    """Returns when nobody else holds the film any more. To be called when nothing else is held."""
    await conn.execute(f"select 1 from movies where id = %s {step.hold}".encode(), [movie_id])


async def drop(conn: AsyncConnection, step: Step, marks: Marks) -> None:
    """These are done with; one that was made meanwhile stays."""
    await conn.execute(f"delete from {step.table} where id = any(%s)".encode(), [marks.ids])


async def is_asked_for(conn: AsyncConnection, step: Step) -> bool:
    """Whether a job that has not begun will see what this transaction has changed.

    Such a job is held back until the transaction ends: a worker passes over it, and takes it up afterwards. So of many
    films that change at once all but a few have no job of their own.
    """
    cursor = await conn.execute(
        f"""
        select 1 from procrastinate_jobs
        where task_name = '{step.task}' and status = 'todo' and (scheduled_at is null or scheduled_at <= now())
        limit 1 for share skip locked
        """.encode()
    )
    return await cursor.fetchone() is not None
