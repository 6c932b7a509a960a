"""Films that a catalogue says have changed since it told its record; the view `films_to_refresh` is the one definition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg import AsyncConnection
from psycopg.rows import class_row


@dataclass(frozen=True, slots=True)
class Changed:
    """A full film that its catalogue has changed since; `changed_at` is when we learnt it."""

    movie_id: int
    source: str
    title: str
    tmdb_id: int
    imdb_id: str | None
    changed_at: datetime


async def read_until(conn: AsyncConnection, source: str) -> datetime | None:
    """Up to when its changes were read; nobody else reads them until the transaction ends."""
    await conn.execute("select pg_advisory_xact_lock(hashtextextended('changes of ' || %s, 0))", [source])
    cursor = await conn.execute("select read_until from source_changes where source = %s", [source])
    row = await cursor.fetchone()
    return row[0] if row else None


async def first_told(conn: AsyncConnection, source: str) -> datetime | None:
    """When the oldest of the source's records was told; None if there is none."""
    cursor = await conn.execute("select min(told_at) from movie_records where source = %s", [source])
    row = await cursor.fetchone()
    return row[0] if row else None


async def note(conn: AsyncConnection, source: str, tmdb_ids: Sequence[int]) -> int:
    """Those of our films with these numbers have changed, if their record is older; how many those are."""
    cursor = await conn.execute(
        """
        update movie_records r set changed_at = now()
        from movies m where m.id = r.movie_id and m.tmdb_id = any(%s) and m.import_type = 'full'
            and r.source = %s and r.told_at < now()
        """,
        [list(tmdb_ids), source],
    )
    return cursor.rowcount


async def note_older(conn: AsyncConnection, source: str, before: datetime) -> int:
    """Films whose record was told before that moment may have changed: nobody can say any more."""
    cursor = await conn.execute(
        """
        update movie_records r set changed_at = now()
        from movies m where m.id = r.movie_id and m.import_type = 'full' and m.tmdb_id is not null
            and r.source = %s and r.told_at < %s
        """,
        [source, before],
    )
    return cursor.rowcount


async def remember(conn: AsyncConnection, source: str, until: datetime) -> None:
    """Its changes were read up to that moment."""
    await conn.execute(
        """
        insert into source_changes (source, read_until) values (%s, %s)
        on conflict (source) do update set read_until = greatest(source_changes.read_until, excluded.read_until)
        """,
        [source, until],
    )


async def due(conn: AsyncConnection, source: str, count: int) -> list[int]:
    """Films to read anew that no job reads, those that were tried longest ago first."""
    cursor = await conn.execute(
        """
        select f.movie_id from films_to_refresh f where f.source = %s and f.movie_id not in (
            select (j.args ->> 'movie_id')::bigint from procrastinate_jobs j
            where j.task_name = 'refresh_movie' and j.status in ('todo', 'doing'))
        order by f.tried_at, f.movie_id limit %s
        """,
        [source, count],
    )
    return [number for (number,) in await cursor.fetchall()]


async def mark_tried(conn: AsyncConnection, source: str, movie_ids: Sequence[int]) -> None:
    """Somebody tries: who comes next asks for others first."""
    await conn.execute(
        "update movie_records set tried_at = now() where movie_id = any(%s) and source = %s",
        [list(movie_ids), source],
    )


async def get(conn: AsyncConnection, movie_id: int) -> Changed | None:
    """The film, if it is to be read anew."""
    cursor = conn.cursor(row_factory=class_row(Changed))
    await cursor.execute(
        """
        select movie_id, source, title, tmdb_id, imdb_id, changed_at from films_to_refresh where movie_id = %s
        order by changed_at limit 1
        """,
        [movie_id],
    )
    return await cursor.fetchone()


async def gone(conn: AsyncConnection, film: Changed) -> None:
    """The source has the film no longer: what it told stays, and is as new as it will be."""
    await conn.execute(
        "update movie_records set found = false, told_at = now(), tried_at = now() where movie_id = %s and source = %s",
        [film.movie_id, film.source],
    )
