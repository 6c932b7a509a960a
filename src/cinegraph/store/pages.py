"""Pages as they came: immutable rows, compressed."""

import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Self

from psycopg import AsyncConnection

from cinegraph.domain.festivals import Edition
from cinegraph.fetch.transports import FetchedPage


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page that was read: what it is, where it came from, and its bytes as they came."""

    url: str
    kind: str
    fetched_at: datetime
    body: bytes
    transport: str
    status: int | None = None
    cost_usd: Decimal = Decimal(0)

    @classmethod
    def of(cls, got: FetchedPage) -> Self:
        """The page as it came."""
        return cls(got.url, got.kind, got.fetched_at, got.body, got.transport, got.status, got.cost)


async def keep(conn: AsyncConnection, page: KeptPage) -> int:
    """The page's row. A saved file that is given again, unchanged, is the row it was."""
    digest = hashlib.sha256(page.body).hexdigest()
    cursor = await conn.execute(
        "select id from pages where sha256 = %s and kind = %s and transport = %s and (transport = 'file' or fetched_at = %s)",
        [digest, page.kind, page.transport, page.fetched_at],
    )
    if row := await cursor.fetchone():
        return int(row[0])
    cursor = await conn.execute(
        """
        insert into pages (url, kind, fetched_at, sha256, body, transport, status, cost_usd)
        values (%s, %s, %s, %s, %s, %s, %s, %s) returning id
        """,
        [
            page.url,
            page.kind,
            page.fetched_at,
            digest,
            gzip.compress(page.body, 6),
            page.transport,
            page.status,
            page.cost_usd,
        ],
    )
    made = await cursor.fetchone()
    assert made is not None
    return int(made[0])


async def attach(conn: AsyncConnection, import_id: int, page_ids: Sequence[int]) -> None:
    """These pages are what the import read."""
    await conn.execute(
        "insert into import_pages (import_id, page_id) select %s, unnest(%s::bigint[]) on conflict do nothing",
        [import_id, list(page_ids)],
    )


async def of_import(conn: AsyncConnection, import_id: int) -> list[KeptPage]:
    """The pages that were given with the import, in the order of their rows."""
    cursor = await conn.execute(
        f"select {_COLUMNS} from pages p join import_pages i on i.page_id = p.id where i.import_id = %s order by p.id",
        [import_id],
    )
    return [_page(*row) for row in await cursor.fetchall()]


async def paid(conn: AsyncConnection, kind: str, path: str, since: datetime | None) -> KeptPage | None:
    """The newest copy of the page at that path of its site that was paid for within a day, after `since`, and that no
    import has read: from those on, `fresh` says how long it is good."""
    cursor = await conn.execute(
        f"""
        select {_COLUMNS} from pages p
        where p.kind = %(kind)s and right(p.url, length(%(path)s)) = %(path)s and p.cost_usd > 0
            and p.fetched_at > greatest(now() - interval '1 day', %(since)s::timestamptz)
            and not exists (select 1 from import_pages i where i.page_id = p.id)
        order by p.fetched_at desc limit 1
        """,
        {"kind": kind, "path": path, "since": since},
    )
    row = await cursor.fetchone()
    return _page(*row) if row else None


async def fresh(
    conn: AsyncConnection, kind: str, organization_id: int, edition: Edition, younger_than: timedelta
) -> KeptPage | None:
    """The newest copy of the ceremony's page of that kind, fetched within that time and believed; None without one.

    A copy from before the night was over is never fresh: it cannot name the winners.
    """
    cursor = await conn.execute(
        f"""
        select {_COLUMNS} from pages p
        join import_pages ip on ip.page_id = p.id join imports i on i.id = ip.import_id
        join festival_ceremonies c on c.id = i.ceremony_id
        where p.kind = %(kind)s and i.organization_id = %(organization)s and i.year = %(year)s
            and i.instance = %(instance)s and p.transport <> 'file' and {_FRESH}
        order by p.fetched_at desc limit 1
        """,
        {
            "kind": kind,
            "organization": organization_id,
            "year": edition.year,
            "instance": edition.instance,
            "younger_than": younger_than,
        },
    )
    row = await cursor.fetchone()
    return _page(*row) if row else None


async def all_fresh(conn: AsyncConnection, import_id: int, younger_than: timedelta) -> bool:
    """Whether the pages that the import fetched are as good as new ones, by the same rule."""
    cursor = await conn.execute(
        f"""
        select coalesce(bool_and({_FRESH}), true) from import_pages ip
        join pages p on p.id = ip.page_id and p.transport <> 'file'
        join imports i on i.id = ip.import_id join festival_ceremonies c on c.id = i.ceremony_id
        where ip.import_id = %(import)s
        """,
        {"import": import_id, "younger_than": younger_than},
    )
    row = await cursor.fetchone()
    assert row is not None
    return bool(row[0])


_FRESH = """
    (p.fetched_at > now() - %(younger_than)s::interval and c.state = 'held'
        and (c.held_on is null
            or p.fetched_at >= (coalesce(c.ended_on, c.held_on) + 2)::timestamp at time zone 'UTC'))
"""
"""The day after the last day is over everywhere on earth two midnights later, by UTC."""

_COLUMNS = "p.url, p.kind, p.fetched_at, p.body, p.transport, p.status, p.cost_usd"


def _page(
    url: str, kind: str, fetched_at: datetime, body: bytes, transport: str, status: int | None, cost: Decimal
) -> KeptPage:
    return KeptPage(url, kind, fetched_at, gzip.decompress(body), transport, status, cost)
