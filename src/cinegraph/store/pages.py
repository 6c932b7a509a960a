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


async def known(conn: AsyncConnection, page: KeptPage) -> int | None:
    """The page's row, if it is kept already: a saved file that is given again, unchanged."""
    cursor = await conn.execute(
        "select id from pages where sha256 = %s and kind = %s and transport = %s and (transport = 'file' or fetched_at = %s)",
        [_digest(page), page.kind, page.transport, page.fetched_at],
    )
    row = await cursor.fetchone()
    return int(row[0]) if row else None


async def keep(conn: AsyncConnection, page: KeptPage) -> int:
    """The page's row. A saved file that is given again, unchanged, is the row it was."""
    if (number := await known(conn, page)) is not None:
        return number
    cursor = await conn.execute(
        """
        insert into pages (url, kind, fetched_at, sha256, body, transport, status, cost_usd)
        values (%s, %s, %s, %s, %s, %s, %s, %s) returning id
        """,
        [
            page.url,
            page.kind,
            page.fetched_at,
            _digest(page),
            gzip.compress(page.body, 6),
            page.transport,
            page.status,
            page.cost_usd,
        ],
    )
    made = await cursor.fetchone()
    assert made is not None
    return int(made[0])


def _digest(page: KeptPage) -> str:
    return hashlib.sha256(page.body).hexdigest()


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
    return [page_of(*row) for row in await cursor.fetchall()]


async def of_ceremony(conn: AsyncConnection, organization_id: int, edition: Edition) -> list[KeptPage]:
    """The page of each kind that the newest import of the ceremony believed."""
    cursor = await conn.execute(
        f"""
        select distinct on (p.kind) {_COLUMNS} from pages p
        join import_pages ip on ip.page_id = p.id join imports i on i.id = ip.import_id
        where i.organization_id = %s and i.year = %s and i.instance = %s and i.ceremony_id is not null
        order by p.kind, i.id desc, p.fetched_at desc, p.id desc
        """,
        [organization_id, edition.year, edition.instance],
    )
    return [page_of(*row) for row in await cursor.fetchall()]


async def these(conn: AsyncConnection, page_ids: Sequence[int]) -> list[KeptPage]:
    """The pages with these numbers, in the order of their rows."""
    cursor = await conn.execute(
        f"select {_COLUMNS} from pages p where p.id = any(%s) order by p.id", [list(page_ids)]
    )
    return [page_of(*row) for row in await cursor.fetchall()]


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
    return page_of(*row) if row else None


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
    return page_of(*row) if row else None


async def fetched_since(conn: AsyncConnection, kind: str, import_id: int) -> KeptPage | None:
    """The newest copy of the organization's page of that kind that any import fetched since this one was asked for."""
    cursor = await conn.execute(
        f"""
        select {_COLUMNS} from imports i
        join imports other on other.organization_id = i.organization_id
        join import_pages ip on ip.import_id = other.id join pages p on p.id = ip.page_id
        where i.id = %s and p.kind = %s and p.transport <> 'file' and p.fetched_at >= i.inserted_at
        order by p.fetched_at desc limit 1
        """,
        [import_id, kind],
    )
    row = await cursor.fetchone()
    return page_of(*row) if row else None


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


async def fresh_copies(
    conn: AsyncConnection, organization_ids: Sequence[int], younger_than: timedelta
) -> set[tuple[int, int, int, str]]:
    """Of which ceremonies a fresh copy is kept, by the same rule: organization, year, instance, kind of page."""
    cursor = await conn.execute(
        f"""
        select distinct i.organization_id, i.year, i.instance, p.kind from pages p
        join import_pages ip on ip.page_id = p.id join imports i on i.id = ip.import_id
        join festival_ceremonies c on c.id = i.ceremony_id
        where i.organization_id = any(%(organizations)s) and p.transport <> 'file' and {_FRESH}
        """,
        {"organizations": list(organization_ids), "younger_than": younger_than},
    )
    return set(await cursor.fetchall())


async def fetched(conn: AsyncConnection, kind: str, path: str, younger_than: timedelta) -> KeptPage | None:
    """The newest copy of the page at that path of its site, fetched within that time, whoever wanted it."""
    cursor = await conn.execute(
        f"""
        select {_COLUMNS} from pages p
        where p.kind = %s and p.transport <> 'file' and right(p.url, length(%s)) = %s
            and p.fetched_at > now() - %s::interval
        order by p.fetched_at desc limit 1
        """,
        [kind, path, path, younger_than],
    )
    row = await cursor.fetchone()
    return page_of(*row) if row else None


async def newest_of(
    conn: AsyncConnection, organization_ids: Sequence[int], kinds: Sequence[str]
) -> list[tuple[int, KeptPage]]:
    """Organization and the newest page of these kinds that was believed for it: of its latest ceremony."""
    cursor = await conn.execute(
        f"""
        select distinct on (i.organization_id) i.organization_id, {_COLUMNS}
        from pages p join import_pages ip on ip.page_id = p.id join imports i on i.id = ip.import_id
        where i.organization_id = any(%s) and i.ceremony_id is not null and p.kind = any(%s)
        order by i.organization_id, i.year desc, i.instance desc, p.id desc
        """,
        [list(organization_ids), list(kinds)],
    )
    return [(row[0], page_of(*row[1:])) for row in await cursor.fetchall()]


_FRESH = """
    (p.fetched_at > now() - %(younger_than)s::interval and c.state = 'held'
        and (c.held_on is null
            or p.fetched_at >= (coalesce(c.ended_on, c.held_on) + 2)::timestamp at time zone 'UTC'))
"""
"""The day after the last day is over everywhere on earth two midnights later, by UTC."""

_COLUMNS = "p.url, p.kind, p.fetched_at, p.body, p.transport, p.status, p.cost_usd"


def page_of(
    url: str, kind: str, fetched_at: datetime, body: bytes, transport: str, status: int | None, cost: Decimal
) -> KeptPage:
    """A page from its row's columns, unpacked."""
    return KeptPage(url, kind, fetched_at, gzip.decompress(body), transport, status, cost)
