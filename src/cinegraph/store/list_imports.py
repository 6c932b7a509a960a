"""Imports of lists: what was asked for, which pages it takes, and which of them were read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from psycopg import AsyncConnection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from cinegraph.store.pages import KeptPage, page_of


@dataclass(frozen=True, slots=True)
class ListImport:
    """One import of a list. `lookup` says whether catalogues are asked, `refresh` whether pages are fetched anew."""

    id: int
    list_id: int
    state: str
    lookup: bool
    refresh: bool


@dataclass(frozen=True, slots=True)
class ListPageState:
    """A page that the import takes: pending, read, or failed with its reason; `worked_on`: a job will read it."""

    number: int
    state: str
    reason: str | None
    worked_on: bool


_SELECT = """
    select i.id, i.list_id, i.state, coalesce((i.options ->> 'lookup')::boolean, true) as lookup,
        coalesce((i.options ->> 'refresh')::boolean, false) as refresh from imports i
"""


async def request(conn: AsyncConnection, list_id: int, lookup: bool, refresh: bool) -> int:
    """A new import, queued."""
    cursor = await conn.execute(
        "insert into imports (kind, list_id, options) values ('list', %s, %s) returning id",
        [list_id, Jsonb({"lookup": lookup, "refresh": refresh})],
    )
    row = await cursor.fetchone()
    assert row is not None
    return int(row[0])


async def get(conn: AsyncConnection, import_id: int) -> ListImport | None:
    """The import with that number, if it is of a list."""
    cursor = conn.cursor(row_factory=class_row(ListImport))
    await cursor.execute(f"{_SELECT} where i.id = %s and i.kind = 'list'", [import_id])
    return await cursor.fetchone()


async def unfinished(
    conn: AsyncConnection, list_id: int, lookup: bool, page_ids: Sequence[int]
) -> ListImport | None:
    """The newest import of the list, from the same given pages, that has not come to an end."""
    cursor = conn.cursor(row_factory=class_row(ListImport))
    await cursor.execute(
        f"""
        {_SELECT} where i.list_id = %(list)s and i.state in ('queued', 'resolving')
            and coalesce((i.options ->> 'lookup')::boolean, true) = %(lookup)s
            and (select coalesce(array_agg(p.page_id order by p.page_id), '{{}}') from import_pages p
                 join pages g on g.id = p.page_id and g.transport = 'file' where p.import_id = i.id)
                = %(pages)s::bigint[]
        order by i.id desc limit 1
        """,
        {"list": list_id, "lookup": lookup, "pages": sorted(page_ids)},
    )
    return await cursor.fetchone()


async def plan(conn: AsyncConnection, import_id: int, numbers: Sequence[int]) -> None:
    """The pages that the import takes."""
    await conn.execute(
        """
        insert into import_list_pages (import_id, number) select %s, unnest(%s::int[])
        on conflict (import_id, number) do nothing
        """,
        [import_id, list(numbers)],
    )


async def set_jobs(conn: AsyncConnection, import_id: int, jobs: Mapping[int, int]) -> None:
    """Page → the job that reads it."""
    await conn.execute(
        """
        update import_list_pages p set job_id = r.job_id
        from unnest(%s::int[], %s::bigint[]) as r(number, job_id) where p.import_id = %s and p.number = r.number
        """,
        [list(jobs), list(jobs.values()), import_id],
    )


async def read(conn: AsyncConnection, import_id: int, number: int, page_id: int) -> None:
    """The page was read and is kept."""
    await conn.execute(
        """
        insert into import_list_pages (import_id, number, page_id, state) values (%s, %s, %s, 'read')
        on conflict (import_id, number) do update set page_id = excluded.page_id, state = 'read', reason = null
        """,
        [import_id, number, page_id],
    )


async def failed(conn: AsyncConnection, import_id: int, number: int, reason: str) -> None:
    """The page cannot be read, and this is why: the list will lack its films."""
    await conn.execute(
        "update import_list_pages set state = 'failed', reason = %s where import_id = %s and number = %s and state = 'pending'",
        [reason, import_id, number],
    )


async def wait_again(conn: AsyncConnection, import_id: int, number: int, job_id: int) -> None:
    """The page is to be read after all."""
    await conn.execute(
        """
        update import_list_pages p set state = 'pending', reason = null, job_id = %s from imports i
        where i.id = p.import_id and i.state = 'queued' and p.import_id = %s and p.number = %s and p.state = 'failed'
        """,
        [job_id, import_id, number],
    )


async def states(conn: AsyncConnection, import_id: int) -> list[ListPageState]:
    """The pages of the import, in order."""
    cursor = conn.cursor(row_factory=class_row(ListPageState))
    await cursor.execute(
        """
        select p.number, p.state, p.reason, j.id is not null as worked_on from import_list_pages p
        left join procrastinate_jobs j on j.id = p.job_id and j.status in ('todo', 'doing')
        where p.import_id = %s order by p.number
        """,
        [import_id],
    )
    return await cursor.fetchall()


async def kept(conn: AsyncConnection, import_id: int) -> list[KeptPage]:
    """The pages that were read, in order."""
    cursor = await conn.execute(
        """
        select p.url, p.kind, p.fetched_at, p.body, p.transport, p.status, p.cost_usd
        from import_list_pages l join pages p on p.id = l.page_id
        where l.import_id = %s and l.state = 'read' order by l.number
        """,
        [import_id],
    )
    return [page_of(*row) for row in await cursor.fetchall()]


_FRESH = "p.transport <> 'file' and p.fetched_at > now() - %(younger_than)s::interval"


async def fresh(
    conn: AsyncConnection, list_id: int, kind: str, path: str, younger_than: timedelta
) -> tuple[int, KeptPage] | None:
    """The newest copy of that page of the list, fetched within that time and believed then: its row's number, and it."""
    cursor = await conn.execute(
        f"""
        select p.id, p.url, p.kind, p.fetched_at, p.body, p.transport, p.status, p.cost_usd
        from import_list_pages l join pages p on p.id = l.page_id join imports i on i.id = l.import_id
        where i.list_id = %(list)s and l.state = 'read' and i.state <> 'failed' and p.kind = %(kind)s
            and right(p.url, length(%(path)s)) = %(path)s and {_FRESH}
        order by p.fetched_at desc limit 1
        """,
        {"list": list_id, "kind": kind, "path": path, "younger_than": younger_than},
    )
    row = await cursor.fetchone()
    return (int(row[0]), page_of(*row[1:])) if row else None


async def all_fresh(conn: AsyncConnection, import_id: int, younger_than: timedelta) -> bool:
    """Whether the pages that the import fetched are as good as new ones."""
    cursor = await conn.execute(
        f"""
        select coalesce(bool_and({_FRESH}), true) from import_list_pages l
        join pages p on p.id = l.page_id and p.transport <> 'file' where l.import_id = %(import)s
        """,
        {"import": import_id, "younger_than": younger_than},
    )
    row = await cursor.fetchone()
    assert row is not None
    return bool(row[0])


async def stored(conn: AsyncConnection, import_id: int, seen: int, warnings: Sequence[str]) -> None:
    """The list is in the database; its films are next."""
    await conn.execute(
        """
        update imports set state = 'resolving', seen = %s, error = null, report = report || %s where id = %s
        """,
        [seen, Jsonb({"warnings": list(warnings)}), import_id],
    )
