"""Saved pages that were dropped into the control room: kept for an hour, until their import is started."""

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb


@dataclass(frozen=True, slots=True)
class Draft:
    """What is wanted, and the pages for it: names and contents."""

    wanted: dict[str, Any]
    pages: tuple[tuple[str, bytes], ...]


async def keep(
    conn: AsyncConnection, token: str, wanted: Mapping[str, object], pages: Sequence[tuple[str, bytes]]
) -> None:
    """A draft under that token."""
    await conn.execute(
        "insert into import_drafts (token, wanted) values (%s, %s)", [token, Jsonb(dict(wanted))]
    )
    await conn.execute(
        """
        insert into import_draft_pages (token, number, name, body)
        select %s, p.number, p.name, p.body
        from unnest(%s::int[], %s::text[], %s::bytea[]) as p(number, name, body)
        """,
        [
            token,
            list(range(1, len(pages) + 1)),
            [name for name, _ in pages],
            [gzip.compress(body, 6) for _, body in pages],
        ],
    )


async def get(conn: AsyncConnection, token: str) -> Draft | None:
    """The draft under that token."""
    cursor = await conn.execute("select wanted from import_drafts where token = %s", [token])
    row = await cursor.fetchone()
    if row is None:
        return None
    cursor = await conn.execute(
        "select name, body from import_draft_pages where token = %s order by number", [token]
    )
    pages = tuple((name, gzip.decompress(body)) for name, body in await cursor.fetchall())
    return Draft(row[0], pages)


async def drop(conn: AsyncConnection, token: str) -> None:
    """Its import was started, or is not wanted."""
    await conn.execute("delete from import_drafts where token = %s", [token])


async def forget_old(conn: AsyncConnection) -> None:
    """Drop what nobody has started within an hour."""
    await conn.execute("delete from import_drafts where inserted_at < now() - interval '1 hour'")
