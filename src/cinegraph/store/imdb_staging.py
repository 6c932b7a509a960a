"""The load of IMDb's datasets: built beside the tables that are read, and put in their place in one transaction.

The successors stand in a schema of their own, `imdb_staging`, under their final names; what is whole there is
written in `imdb_staging.files`, in the same transaction as the rows. Readers see the former tables until the swap.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import psycopg
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

NAME = "imdb"
_LOCK = 0x494D4442
"""One load at a time ("IMDB")."""

_COLUMNS = {
    "imdb_titles": "tconst, kind, title, original_title, year, end_year, runtime, genres, folded, folded_original",
    "imdb_ratings": "tconst, rating, votes",
    "imdb_akas": "tconst, ordering, title, region, language, types, folded",
    "imdb_crew": "tconst, directors, writers",
    "imdb_principals": "tconst, ordering, nconst, category, characters",
    "imdb_people": "nconst, name, birth_year, death_year",
}
TABLES = tuple(_COLUMNS)
"""In the order in which readers name them: locks are taken in the same order, so that nobody waits in a circle."""

_KEYS = {
    "imdb_titles": (
        "alter table {at} add constraint pk_imdb_titles primary key (tconst)",
        "create index ix_imdb_titles_folded on {at} (folded)",
        "create index ix_imdb_titles_folded_original on {at} (folded_original) where folded_original is not null",
    ),
    "imdb_ratings": ("alter table {at} add constraint pk_imdb_ratings primary key (tconst)",),
    "imdb_akas": (
        "alter table {at} add constraint pk_imdb_akas primary key (tconst, ordering)",
        "create index ix_imdb_akas_folded on {at} (folded)",
    ),
    "imdb_crew": ("alter table {at} add constraint pk_imdb_crew primary key (tconst)",),
    "imdb_principals": ("alter table {at} add constraint pk_imdb_principals primary key (tconst, ordering)",),
    "imdb_people": ("alter table {at} add constraint pk_imdb_people primary key (nconst)",),
}

_NULL = "\\N"
Value = str | tuple[str, ...] | None


class Busy(Exception):
    """Somebody else holds what the load needs; nothing was changed."""


class Doubled(Exception):
    """Two rows of a file have the same key; the message is the database's word for it."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A file whose rows are all staged: what it was (`signature`), its lines, the rows kept, and what was left out."""

    signature: dict[str, object]
    lines: int
    rows: int
    left_out: dict[str, int] = field(default_factory=dict)


@asynccontextmanager
async def alone(conn: AsyncConnection, seconds: int) -> AsyncIterator[None]:
    """Nobody else loads while the block lasts; `conn` is kept for that. Raises Busy after so many seconds."""
    await conn.execute(f"set lock_timeout = '{seconds}s'")
    try:
        await conn.execute("select pg_advisory_lock(%s)", [_LOCK])
    except psycopg.errors.LockNotAvailable:
        raise Busy("another process is loading it just now") from None
    finally:
        if not conn.broken:
            await conn.execute("reset lock_timeout")
    try:
        yield
    finally:
        if not conn.broken:
            await conn.execute("select pg_advisory_unlock(%s)", [_LOCK])


async def staged(conn: AsyncConnection) -> dict[str, Staged]:
    """The files that are staged, by name; what an earlier load that was interrupted has left."""
    cursor = await conn.execute("select to_regclass('imdb_staging.files') is not null")
    if (row := await cursor.fetchone()) is None or not row[0]:
        return {}
    cursor = await conn.execute(
        "select name, signature, lines, rows, left_out from imdb_staging.files order by ended"
    )
    return {name: Staged(*told) for name, *told in await cursor.fetchall()}


@asynccontextmanager
async def staging(conn: AsyncConnection, table: str) -> AsyncIterator["Staging"]:
    """Build the successor of one table, whole with its keys at the end of the block. Raises Doubled.

    All of it, and the note that it is there, belongs to the connection's transaction.
    """
    at = f"imdb_staging.{table}"
    await conn.execute("create schema if not exists imdb_staging")
    await conn.execute(
        """
        create table if not exists imdb_staging.files (name text primary key, signature jsonb not null,
            lines bigint not null, rows bigint not null, left_out jsonb not null,
            ended timestamptz not null default clock_timestamp())
        """
    )
    await conn.execute(f"drop table if exists {at}")
    await conn.execute(f"create table {at} (like public.{table} including defaults)")
    yield Staging(conn, table)
    await conn.execute("set local maintenance_work_mem = '128MB'")
    try:
        for statement in _KEYS[table]:
            await conn.execute(statement.format(at=at).encode())
    except psycopg.errors.UniqueViolation as twice:
        raise Doubled(twice.diag.message_detail or "two rows have one key") from None
    await conn.execute(
        f"create trigger touch before update on {at} for each row execute function touch_updated_at()"
    )
    await conn.execute(f"analyze {at}")


@dataclass(frozen=True, slots=True)
class Staging:
    """A table that is being built."""

    conn: AsyncConnection
    table: str

    async def copy(self, blocks: Iterable[Sequence[Sequence[Value]]], after_block: Callable[[], None]) -> int:
        """Take in all rows, block by block; the answer is their number."""
        rows = 0
        into = f"copy imdb_staging.{self.table} ({_COLUMNS[self.table]}) from stdin"
        async with self.conn.cursor() as cursor, cursor.copy(into.encode()) as copy:
            for block in blocks:
                await copy.write("".join([_line(row) for row in block]))
                rows += len(block)
                after_block()
        return rows

    async def done(self, file: str, told: Staged) -> None:
        """Write down that this file's rows are all here."""
        await self.conn.execute(
            """
            insert into imdb_staging.files (name, signature, lines, rows, left_out) values (%s, %s, %s, %s, %s)
            on conflict (name) do update set signature = excluded.signature, lines = excluded.lines,
                rows = excluded.rows, left_out = excluded.left_out, ended = excluded.ended
            """,
            [file, Jsonb(told.signature), told.lines, told.rows, Jsonb(told.left_out)],
        )


def _line(row: Sequence[Value]) -> str:
    """A row as COPY reads it. Its fields come from lines of a file: none has a tab or an end of line in it."""
    return (
        "\t".join([_NULL if v is None else _text(v) if isinstance(v, str) else _array(v) for v in row]) + "\n"
    )


def _text(value: str) -> str:
    if "\\" in value or "\r" in value:
        return value.replace("\\", "\\\\").replace("\r", "\\r")
    return value


def _array(values: tuple[str, ...]) -> str:
    quoted = [value.replace("\\", "\\\\").replace('"', '\\"') for value in values]
    return _text("{" + ",".join([f'"{value}"' for value in quoted]) + "}")


async def numbers(conn: AsyncConnection, of: str) -> AsyncIterator[int]:
    """The numbers of the ids that staged tables name: of `films`, or of the `people` who are named with them."""
    query = {
        "films": "select substr(tconst, 3)::bigint from imdb_staging.imdb_titles",
        "people": """
            select substr(unnest(directors || writers), 3)::bigint from imdb_staging.imdb_crew
            union all select substr(nconst, 3)::bigint from imdb_staging.imdb_principals
        """,
    }[of]
    async with conn.cursor(name="numbers") as cursor:
        cursor.itersize = 20_000
        await cursor.execute(query.encode())
        async for (number,) in cursor:
            yield number


async def swap(conn: AsyncConnection, origin: str, wait_seconds: int) -> None:
    """Put what is staged in the place of what was there, in the connection's transaction.

    Raises Busy if readers hold the former tables for so long.
    """
    await lock(conn, wait_seconds)
    for table in TABLES:
        await conn.execute(f"drop table public.{table}")
        await conn.execute(f"alter table imdb_staging.{table} set schema public")
    files = await staged(conn)
    told = {
        name: one.signature | {"lines": one.lines, "rows": one.rows, "left_out": one.left_out}
        for name, one in files.items()
    }
    await conn.execute(
        """
        insert into datasets (name, loaded_at, origin, files, rows) values (%s, now(), %s, %s, %s)
        on conflict (name) do update set loaded_at = excluded.loaded_at, origin = excluded.origin,
            files = excluded.files, rows = excluded.rows
        """,
        [NAME, origin, Jsonb(told), sum(one.rows for one in files.values())],
    )
    await forget(conn)


async def lock(conn: AsyncConnection, wait_seconds: int) -> None:
    """Keep every reader out until the transaction ends. Raises Busy if one holds a table for so long."""
    await conn.execute(f"set local lock_timeout = '{wait_seconds}s'")
    try:
        for table in TABLES:
            await conn.execute(f"lock table public.{table} in access exclusive mode")
    except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
        raise Busy("somebody is reading the former dataset, and holds it") from None


async def forget(conn: AsyncConnection) -> None:
    """Drop what is staged."""
    await conn.execute("drop schema if exists imdb_staging cascade")
