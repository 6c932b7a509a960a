"""The lists that are followed: the rows of `movie_lists`, and how they stand."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import class_row, dict_row
from psycopg.types.json import Jsonb

from cinegraph.domain.lists import FilmList

_COLUMNS = "source_key, name, source_type, source_id, tracks_awards, expected_count"


@dataclass(frozen=True, slots=True)
class Status:
    """How a list stands: a row of the view `movie_list_status`. `said` is how many films it said it has when it was read
    last, `there` how many are rows; `state` is unread, partial or whole."""

    list: str
    name: str
    source_type: str
    source_id: str | None
    tracks_awards: bool
    expected: int | None
    said_name: str | None
    said: int | None
    there: int
    gone: int
    missing: int
    state: str
    full: int
    minimal: int
    stub: int
    review: int
    last_import: int | None
    last_import_state: str | None
    last_import_at: datetime | None


async def seed(conn: AsyncConnection, lists: Sequence[FilmList]) -> None:
    """Add those that are missing; rows that are there are a person's to change."""
    await conn.execute(
        f"""
        insert into movie_lists ({_COLUMNS}, metadata)
        select {_COLUMNS}, jsonb_strip_nulls(jsonb_build_object('description', description))
        from jsonb_to_recordset(%s) as r(source_key text, name text, source_type text, source_id text,
            tracks_awards boolean, expected_count int, description text)
        where not exists (select 1 from movie_lists l where l.source_key = r.source_key)
        on conflict (source_key) do nothing
        """,
        [Jsonb([_row(one) for one in lists])],
    )


async def add(conn: AsyncConnection, one: FilmList) -> bool:
    """A new list; False if there is one with that key."""
    cursor = await conn.execute(
        f"""
        insert into movie_lists ({_COLUMNS}, metadata)
        values (%(source_key)s, %(name)s, %(source_type)s, %(source_id)s, %(tracks_awards)s, %(expected_count)s,
            jsonb_strip_nulls(jsonb_build_object('description', %(description)s::text)))
        on conflict (source_key) do nothing
        """,
        _row(one),
    )
    return cursor.rowcount > 0


async def change(conn: AsyncConnection, one: FilmList) -> None:
    """The list with that key is configured so from now on. What another id said of itself counts no longer."""
    await conn.execute(
        """
        update movie_lists set name = %(name)s, source_type = %(source_type)s, source_id = %(source_id)s,
            tracks_awards = %(tracks_awards)s, expected_count = %(expected_count)s,
            said_name = case when source_id is not distinct from %(source_id)s then said_name end,
            said_total = case when source_id is not distinct from %(source_id)s then said_total end,
            metadata = jsonb_strip_nulls(metadata || jsonb_build_object('description', %(description)s::text))
        where source_key = %(source_key)s
        """,
        _row(one),
    )


def _row(one: FilmList) -> dict[str, Any]:
    told = asdict(one)
    return {"source_key": told.pop("key"), **told}


async def find(conn: AsyncConnection, key: str) -> tuple[int, FilmList] | None:
    """The list with that key (in any case), and its number."""
    found = await _select(conn, "source_key = %s", key.strip().lower())
    return found[0] if found else None


async def of_source(conn: AsyncConnection, source_id: str, but: str) -> str | None:
    """The key of another list than `but` that is that list of IMDb's, too."""
    found = await _select(conn, "source_id = %s and source_key <> %s", source_id, but)
    return found[0][1].key if found else None


async def get(conn: AsyncConnection, list_id: int) -> FilmList:
    """The list with that number. Raises LookupError if there is none."""
    found = await _select(conn, "id = %s", list_id)
    if not found:
        raise LookupError(f"there is no list {list_id}")
    return found[0][1]


async def all(conn: AsyncConnection) -> list[tuple[int, FilmList]]:
    """Every list with its number, by key."""
    return await _select(conn, "true order by source_key")


async def _select(conn: AsyncConnection, where: str, *values: object) -> list[tuple[int, FilmList]]:
    cursor = conn.cursor(row_factory=dict_row)
    await cursor.execute(
        f"""
        select id, source_key as key, name, source_type, source_id, tracks_awards, expected_count,
            metadata ->> 'description' as description from movie_lists where {where}
        """,
        values,
    )
    return [(row.pop("id"), msgspec.convert(row, FilmList)) for row in await cursor.fetchall()]


async def statuses(conn: AsyncConnection, key: str | None = None) -> list[Status]:
    """How every list stands, or the one with that key."""
    cursor = conn.cursor(row_factory=class_row(Status))
    await cursor.execute(
        "select * from movie_list_status where list = coalesce(%s, list) order by list", [key]
    )
    return await cursor.fetchall()


async def organization_of(conn: AsyncConnection, event_id: str) -> str | None:
    """The slug of the organization whose event this is."""
    cursor = await conn.execute(
        "select slug from festival_organizations where imdb_event_id = %s order by slug limit 1", [event_id]
    )
    row = await cursor.fetchone()
    return str(row[0]) if row else None


async def lock(conn: AsyncConnection, list_id: int) -> None:
    """Until the transaction ends, nobody else saves this list."""
    await conn.execute("select 1 from movie_lists where id = %s for update", [list_id])


async def said(conn: AsyncConnection, list_id: int) -> tuple[str | None, int | None]:
    """What the list called itself when it was read last, and how many films it said it has."""
    cursor = await conn.execute("select said_name, said_total from movie_lists where id = %s", [list_id])
    row = await cursor.fetchone()
    return (row[0], row[1]) if row else (None, None)


async def say(conn: AsyncConnection, list_id: int, name: str | None, total: int) -> None:
    """What the list says of itself now; an export does not name it."""
    await conn.execute(
        "update movie_lists set said_name = coalesce(%s, said_name), said_total = %s where id = %s",
        [name, total, list_id],
    )
