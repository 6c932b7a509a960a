"""Imports: what was asked for, how far it is, and what became of it. Counts come from rows, never from counters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from psycopg import AsyncConnection
from psycopg.rows import class_row, dict_row
from psycopg.types.json import Jsonb

from cinegraph.domain.festivals import Edition

FINAL = ("finished", "incomplete", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Import:
    """One run that a user asked for, at `asked_at`. `lookup` says whether catalogues are asked, `refresh` whether
    pages are fetched anew."""

    id: int
    organization_id: int
    organization: str
    edition: Edition
    state: str
    lookup: bool
    refresh: bool
    error: str | None
    job_id: int | None
    asked_at: datetime
    kind: str = "ceremony"


@dataclass(frozen=True, slots=True)
class Run:
    """What every import has, of a ceremony (`kind`) or a list; `job_id` is the job that reads its pages."""

    id: int
    kind: str
    state: str
    lookup: bool
    refresh: bool
    asked_at: datetime
    job_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What an import did, in figures that add up: a row of the view `import_reconciliation`.

    `seen` nominations stood on its pages, `stored` are rows; `films` are those of its nominations. Of a list
    (`kind`), `seen` is how many films it says it has; its key is in `organization`, and it has no year.
    """

    import_id: int
    organization: str
    year: int | None
    instance: int
    state: str
    seen: int
    stored: int
    winners: int
    withdrawn: int
    films: int
    full: int
    minimal: int
    stub: int
    review: int
    pending: int
    named: int
    with_id: int
    calls: dict[str, int]
    cost_usd: Decimal
    seconds: float
    balanced: bool
    error: str | None
    warnings: list[str]
    waiting_jobs: int
    next_due: datetime | None
    put_off: str | None
    kind: str = "ceremony"


async def request(
    conn: AsyncConnection,
    organization_id: int,
    edition: Edition,
    lookup: bool,
    refresh: bool,
    kind: str = "ceremony",
) -> int:
    """A new import, queued."""
    cursor = await conn.execute(
        """
        insert into imports (kind, organization_id, year, instance, options)
        values (%s, %s, %s, %s, %s) returning id
        """,
        [
            kind,
            organization_id,
            edition.year,
            edition.instance,
            Jsonb({"lookup": lookup, "refresh": refresh}),
        ],
    )
    row = await cursor.fetchone()
    assert row is not None
    return int(row[0])


async def unfinished(
    conn: AsyncConnection, organization_id: int, edition: Edition, lookup: bool, page_ids: Sequence[int]
) -> Import | None:
    """The newest import of the same thing, from the same given pages, that has not come to an end."""
    found = await _select(
        conn,
        """
        i.kind = 'ceremony' and i.organization_id = %(organization)s and i.year = %(year)s
        and i.instance = %(instance)s and i.state in ('queued', 'resolving') and coalesce((i.options ->> 'lookup')::boolean, true) = %(lookup)s
        and (select coalesce(array_agg(p.page_id order by p.page_id), '{}') from import_pages p
             join pages g on g.id = p.page_id and g.transport = 'file' where p.import_id = i.id) = %(pages)s::bigint[]
        order by i.id desc limit 1
        """,
        organization=organization_id,
        year=edition.year,
        instance=edition.instance,
        lookup=lookup,
        pages=sorted(page_ids),
    )
    return found[0] if found else None


async def get(conn: AsyncConnection, import_id: int) -> Import | None:
    """The ceremony's import with that number."""
    found = await _select(conn, "i.id = %(id)s", id=import_id)
    return found[0] if found else None


async def run(conn: AsyncConnection, import_id: int) -> Run | None:
    """The import with that number, of whatever it is."""
    cursor = conn.cursor(row_factory=class_row(Run))
    await cursor.execute(
        """
        select id, kind, state, coalesce((options ->> 'lookup')::boolean, true) as lookup,
            coalesce((options ->> 'refresh')::boolean, false) as refresh, inserted_at as asked_at, job_id
        from imports where id = %s
        """,
        [import_id],
    )
    return await cursor.fetchone()


async def _select(conn: AsyncConnection, where: str, **values: object) -> list[Import]:
    cursor = conn.cursor(row_factory=dict_row)
    await cursor.execute(
        f"""
        select i.id, i.organization_id, o.slug, i.year, i.instance, i.state, i.options, i.error, i.job_id, i.inserted_at, i.kind
        from imports i join festival_organizations o on o.id = i.organization_id where {where}
        """,
        values,
    )
    return [
        Import(
            id=row["id"],
            organization_id=row["organization_id"],
            organization=row["slug"],
            edition=Edition(row["year"], row["instance"]),
            state=row["state"],
            lookup=row["options"].get("lookup", True),
            refresh=row["options"].get("refresh", False),
            error=row["error"],
            job_id=row["job_id"],
            asked_at=row["inserted_at"],
            kind=row["kind"],
        )
        for row in await cursor.fetchall()
    ]


async def set_job(conn: AsyncConnection, import_id: int, job_id: int) -> None:
    """The job that reads the import's pages."""
    await conn.execute("update imports set job_id = %s where id = %s", [job_id, import_id])


async def begin(conn: AsyncConnection, import_id: int) -> None:
    """The import's pages are being read."""
    await conn.execute(
        "update imports set started_at = coalesce(started_at, now()), error = null where id = %s", [import_id]
    )


async def stored(
    conn: AsyncConnection, import_id: int, ceremony_id: int, seen: int, warnings: Sequence[str]
) -> None:
    """The ceremony is in the database; its films are next."""
    await conn.execute(
        """
        update imports set state = 'resolving', ceremony_id = %s, seen = %s, report = report || %s where id = %s
        """,
        [ceremony_id, seen, Jsonb({"warnings": list(warnings)}), import_id],
    )


async def lock(conn: AsyncConnection, import_id: int) -> str:
    """The import's state, its row held until the transaction ends: who comes second sees what the first did."""
    cursor = await conn.execute("select state from imports where id = %s for update", [import_id])
    row = await cursor.fetchone()
    assert row is not None
    return str(row[0])


async def finish(conn: AsyncConnection, import_id: int, state: str, report: dict[str, object]) -> None:
    """The import came to an end, with this report."""
    await conn.execute(
        """
        update imports set state = %s, finished_at = now(), error = null, paused_at = null, report = report || %s
        where id = %s
        """,
        [state, Jsonb(report), import_id],
    )


async def fail(conn: AsyncConnection, import_id: int, error: str) -> bool:
    """Nothing was stored, and this is why. False if it was, by another run of the same job."""
    cursor = await conn.execute(
        """
        update imports set state = 'failed', error = %s, finished_at = now(), paused_at = null,
            started_at = coalesce(started_at, now()) where id = %s and state = 'queued'
        """,
        [error, import_id],
    )
    return cursor.rowcount > 0


async def put_off(conn: AsyncConnection, import_id: int, reason: str) -> None:
    """No page could be read just now, and this is why: the import stays queued."""
    await conn.execute(
        "update imports set error = %s where id = %s and state = 'queued'", [reason, import_id]
    )


async def forsaken(conn: AsyncConnection, import_ids: Sequence[int]) -> list[int]:
    """Those of the imports that have not ended, and that no job in the queue will bring to an end."""
    cursor = await conn.execute(
        """
        select i.id from imports i where i.id = any(%s) and i.state in ('queued', 'resolving')
            and not exists (
                select 1 from procrastinate_jobs j where j.status in ('todo', 'doing') and (
                    j.id = i.job_id
                    or j.id in (select m.job_id from import_movies m where m.import_id = i.id and m.state = 'pending')
                    or j.id in (select p.job_id from import_list_pages p where p.import_id = i.id and p.state = 'pending')
                    or (j.task_name = 'finish_import' and (j.args ->> 'import_id')::bigint = i.id)))
        order by i.id
        """,
        [list(import_ids)],
    )
    return [number for (number,) in await cursor.fetchall()]


async def reopen(conn: AsyncConnection, import_id: int) -> None:
    """The import's pages are to be read after all."""
    await conn.execute(
        """
        update imports set state = 'queued', error = null, finished_at = null
        where id = %s and state in ('failed', 'cancelled')
        """,
        [import_id],
    )


async def resume(conn: AsyncConnection, import_id: int) -> None:
    """Films of the import are looked for again."""
    await conn.execute(
        "update imports set state = 'resolving', finished_at = null where id = %s", [import_id]
    )


async def reconcile(conn: AsyncConnection, import_ids: Sequence[int]) -> list[Reconciliation]:
    """What these imports did so far, counted now."""
    cursor = conn.cursor(row_factory=class_row(Reconciliation))
    await cursor.execute(
        "select * from import_reconciliation where import_id = any(%s) order by import_id", [list(import_ids)]
    )
    return await cursor.fetchall()


async def latest(conn: AsyncConnection, count: int) -> list[Reconciliation]:
    """The latest imports, the newest first."""
    cursor = conn.cursor(row_factory=class_row(Reconciliation))
    await cursor.execute(
        """
        select * from import_reconciliation where import_id = any(array(select id from imports order by id desc limit %s))
        order by import_id desc
        """,
        [count],
    )
    return await cursor.fetchall()
