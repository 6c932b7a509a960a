"""Films that are not all that they could be: which of them to ask for again, and who asks already."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from psycopg import AsyncConnection
from psycopg.rows import scalar_row

_STALE = """
    from movies m join movie_states s on s.movie_id = m.id
    where s.state in ('stub', 'minimal')
        and (%(age)s::interval is not null or exists (select 1 from unresolved_movies u where u.movie_id = m.id))
        and (%(age)s::interval is null or m.last_enrichment_attempt is null
            or m.last_enrichment_attempt <= now() - %(age)s::interval)
        and (m.last_enrichment_attempt is not null
            or exists (select 1 from import_movies x where x.movie_id = m.id and x.state <> 'not_asked'))
        and m.id not in (
            select (j.args ->> 'movie_id')::bigint from procrastinate_jobs j
            where j.task_name = 'resolve_movie' and j.status in ('todo', 'doing'))
"""
"""Not full, not before a person, and nobody at it; due by the one definition, or of that age whatever it says.
Films that a user wanted nobody to be asked about are left alone."""


async def stale(conn: AsyncConnection, count: int, age: timedelta | None) -> list[int]:
    """Films to ask for again, the oldest attempt first. `age` takes the place of the back-off."""
    return await _numbers(
        conn,
        f"select m.id {_STALE} order by m.last_enrichment_attempt nulls first, m.id limit %(count)s",
        {"age": age, "count": count},
    )


async def stale_count(conn: AsyncConnection, age: timedelta | None) -> int:
    """How many those are without a limit."""
    return (await _numbers(conn, f"select count(*) {_STALE}", {"age": age}))[0]


async def in_state(conn: AsyncConnection, state: Literal["stub", "minimal"]) -> list[int]:
    """Every film of that state that is not before a person."""
    return await _numbers(
        conn, "select movie_id from movie_states where state = %(state)s order by movie_id", {"state": state}
    )


async def not_full(conn: AsyncConnection, import_id: int) -> list[int]:
    """The import's films that are neither full nor before a person."""
    return await _numbers(
        conn,
        """
        select s.movie_id from import_movies x join movie_states s on s.movie_id = x.movie_id
        where x.import_id = %(import)s and s.state in ('stub', 'minimal') order by 1
        """,
        {"import": import_id},
    )


async def jobs_of(conn: AsyncConnection, movie_ids: Sequence[int]) -> dict[int, int]:
    """Film → the job that looks for it, or will."""
    return await _jobs(conn, movie_ids, ["todo", "doing"])


async def waiting_jobs(conn: AsyncConnection, movie_ids: Sequence[int]) -> dict[int, int]:
    """Film → the job that will look for it, and has not begun."""
    return await _jobs(conn, movie_ids, ["todo"])


async def _jobs(conn: AsyncConnection, movie_ids: Sequence[int], states: Sequence[str]) -> dict[int, int]:
    cursor = await conn.execute(
        """
        select (j.args ->> 'movie_id')::bigint, max(j.id) from procrastinate_jobs j
        where j.task_name = 'resolve_movie' and j.status::text = any(%s)
            and (j.args ->> 'movie_id')::bigint = any(%s) group by 1
        """,
        [list(states), list(movie_ids)],
    )
    return dict(await cursor.fetchall())


async def states(conn: AsyncConnection, movie_ids: Sequence[int]) -> dict[str, int]:
    """State → how many of these films are in it now; those that joined another film are not counted."""
    cursor = await conn.execute(
        "select state, count(*) from movie_states where movie_id = any(%s) group by state", [list(movie_ids)]
    )
    return {str(state): int(number) for state, number in await cursor.fetchall()}


async def _numbers(conn: AsyncConnection, query: str, values: dict[str, object]) -> list[int]:
    cursor = conn.cursor(row_factory=scalar_row)
    await cursor.execute(query, values)
    return await cursor.fetchall()
