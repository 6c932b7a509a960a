"""The whole graph at once: the same rows as film by film, without their indexes while they are written."""

from dataclasses import dataclass

import psycopg
from psycopg import AsyncConnection

from cinegraph.store.graph_rows import PAIRS, RECEIVED, ROLES, SCREENED, SUMS, of

_TABLES = ("collaborations", "collaboration_details")
_READ = "movies, people, movie_credits, movie_genres, movie_ratings"
_WAIT_SECONDS = 2
_STEPS = (
    f"create temp table roles on commit drop as {of(ROLES, 'true')}",
    f"create temp table screened on commit drop as {of(SCREENED, 'true')}",
    f"create temp table received on commit drop as {of(RECEIVED, 'true')}",
    "analyze roles",
    "analyze screened",
    "analyze received",
    f"""
    insert into collaboration_details (person_a, person_b, movie_id, kind, billing, year, feature)
    select person_a, person_b, movie_id, kind, billing, year, feature
    from ({PAIRS}) p join screened using (movie_id) order by person_a, person_b, movie_id
    """,
    """
    create temp table pairs on commit drop as
    select person_a, person_b, min(movie_id) as movie_id, min(movie_id) = max(movie_id) as once
    from collaboration_details group by person_a, person_b
    """,
    """
    insert into collaborations
        (person_a, person_b, films, first_year, latest_year, peak_year, mean_rating, genres)
    select person_a, person_b, 1, year, year, year, round(rating, 2), coalesce(genres, '{}')
    from pairs join screened using (movie_id) join received using (movie_id) where once
    """,
    """
    create temp table together on commit drop as
    select distinct d.person_a, d.person_b, d.movie_id, d.year
    from collaboration_details d join (select person_a, person_b from pairs where not once) p using (person_a, person_b)
    """,
    "analyze together",
    f"""
    insert into collaborations
        (person_a, person_b, films, first_year, latest_year, peak_year, mean_rating, genres)
    select * from ({SUMS}) s
    """,
)


class Busy(Exception):
    """Somebody writes films or reads the graph, and goes on for longer than is waited."""


@dataclass(frozen=True, slots=True)
class _Definition:
    """An index or a constraint of a table, as the database states it.

    A foreign key is made again without looking at the rows that are there: each was made from the very rows that it
    points to, which nobody could change meanwhile. To look at 60 million took half of the whole time.
    """

    table: str
    name: str
    is_constraint: bool
    text: str


async def rebuild(conn: AsyncConnection) -> None:
    """Every row of the graph is made anew from the films' rows, in the connection's transaction.

    Until it ends nobody writes films, people or credits, and nobody reads the graph. Raises Busy if somebody does
    so for longer than two seconds; then nothing was done. Takes about a gigabyte of memory, however large the graph is.
    """
    await _lock(conn)
    for limit in (
        "work_mem = '128MB'",
        "hash_mem_multiplier = 1",
        "maintenance_work_mem = '192MB'",
        "jit = off",
    ):
        await conn.execute(f"set local {limit}".encode())
    taken = await _definitions(conn)
    for one in reversed(taken):
        what = f"alter table {one.table} drop constraint" if one.is_constraint else "drop index"
        await conn.execute(f'{what} "{one.name}"'.encode())
    await conn.execute(f"truncate {', '.join(_TABLES)}")
    for step in _STEPS:
        await conn.execute(step.encode())
    for one in taken:
        added = (
            f'alter table {one.table} add constraint "{one.name}" {one.text}'
            if one.is_constraint
            else one.text
        )
        await conn.execute(added.encode())


async def tidy(conn: AsyncConnection) -> None:
    """Mark the rows as seen by all and count them, so that ways are found from the indexes alone.

    Only outside a transaction.
    """
    await conn.execute(f"vacuum (analyze) {', '.join(_TABLES)}")


async def _lock(conn: AsyncConnection) -> None:
    await conn.execute(f"set local lock_timeout = '{_WAIT_SECONDS}s'")
    try:
        await conn.execute(f"lock table {_READ} in share row exclusive mode")
        await conn.execute(f"lock table {', '.join(_TABLES)} in access exclusive mode")
    except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
        raise Busy("films are being written, or the graph is being read") from None
    await conn.execute("set local lock_timeout = 0")


async def _definitions(conn: AsyncConnection) -> list[_Definition]:
    """Keys and foreign keys, and the other indexes, in the order in which they can be made."""
    cursor = await conn.execute(
        """
        select relation::text, name, is_constraint, said from (
            select conrelid::regclass as relation, conname as name, true as is_constraint,
                case contype when 'p' then pg_get_constraintdef(oid)
                    else replace(pg_get_constraintdef(oid), ' NOT VALID', '') || ' not valid' end as said,
                case contype when 'p' then 1 else 3 end as turn
            from pg_constraint where contype in ('p', 'f')
            union all
            select indrelid::regclass, relname, false, pg_get_indexdef(indexrelid), 2
            from pg_index join pg_class on pg_class.oid = indexrelid where not indisprimary
        ) made where relation = any(%s::regclass[]) order by turn, name
        """,
        [list(_TABLES)],
    )
    return [_Definition(*row) for row in await cursor.fetchall()]
