"""Which datasets are loaded, since when, from where; and how one goes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

from cinegraph.store.imdb_staging import TABLES, forget, lock


@dataclass(frozen=True, slots=True)
class Loaded:
    """A dataset that is there: `files` maps each of its files to what it was and what was kept of it."""

    name: str
    loaded_at: datetime
    origin: str
    files: dict[str, dict[str, Any]]
    rows: int


async def loaded(conn: AsyncConnection, name: str) -> Loaded | None:
    """The dataset of that name, None if it was never loaded or is dropped."""
    cursor = await conn.execute(
        "select name, loaded_at, origin, files, rows from datasets where name = %s", [name]
    )
    row = await cursor.fetchone()
    return Loaded(*row) if row else None


async def drop(conn: AsyncConnection, name: str, wait_seconds: int) -> bool:
    """Empty the dataset's tables, and forget what an interrupted load left; whether there was anything.

    Raises Busy if readers hold the tables for so long.
    """
    await lock(conn, wait_seconds)
    before = await conn.execute("delete from datasets where name = %s returning name", [name])
    was_there = await before.fetchone() is not None
    cursor = await conn.execute("select 1 from pg_namespace where nspname = 'imdb_staging'")
    half_loaded = await cursor.fetchone() is not None
    for table in TABLES:
        await conn.execute(f"truncate {table}")
    await forget(conn)
    return was_there or half_loaded
