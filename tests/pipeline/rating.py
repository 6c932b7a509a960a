"""Films to rate, as a test needs them, and what came of asking."""

from typing import Any

from psycopg import AsyncConnection

from tests.pipeline.shelf import value

OPPENHEIMER = "tt15398776"
"""The offline world's OMDb knows it, with every rating."""


async def film(
    conn: AsyncConnection,
    imdb_id: str | None = OPPENHEIMER,
    title: str = "Oppenheimer",
    year: int | None = 2023,
    kind: str = "full",
    tmdb_id: int | None = None,
) -> int:
    """A film that was found."""
    cursor = await conn.execute(
        """
        insert into movies (title, imdb_id, tmdb_id, year, import_type, needs_enrichment)
        values (%s, %s, %s, %s, %s, %s) returning id
        """,
        [title, imdb_id, tmdb_id, year, kind, kind != "full"],
    )
    row = await cursor.fetchone()
    assert row is not None
    await conn.commit()
    return int(row[0])


async def told(conn: AsyncConnection, movie_id: int, days_ago: float, source: str = "omdb") -> None:
    """The catalogue told of the film so many days ago."""
    await conn.execute(
        """
        insert into movie_records (movie_id, source, told_at, tried_at)
        values (%(m)s, %(s)s, now() - %(d)s * interval '1 day', now() - %(d)s * interval '1 day')
        on conflict (movie_id, source) do update set told_at = excluded.told_at, tried_at = excluded.tried_at
        """,
        {"m": movie_id, "s": source, "d": days_ago},
    )
    await conn.commit()


async def ratings(conn: AsyncConnection) -> list[Any]:
    """Every rating: who told it, where it was rated, the value, the votes."""
    cursor = await conn.execute(
        "select source, rating_source, value, votes from movie_ratings order by movie_id, source, rating_source"
    )
    found = await cursor.fetchall()
    await conn.rollback()
    return found


async def jobs(conn: AsyncConnection, task: str) -> list[Any]:
    """Jobs of a task, in their order: (film, priority, state)."""
    cursor = await conn.execute(
        """
        select (args ->> 'movie_id')::int, priority, status::text from procrastinate_jobs where task_name = %s order by id
        """,
        [task],
    )
    found = await cursor.fetchall()
    await conn.rollback()
    return found


async def asked(conn: AsyncConnection) -> int:
    """How many calls were made to OMDb."""
    return int(await value(conn, "select count(*) from api_lookup_metrics where source = 'omdb'"))
