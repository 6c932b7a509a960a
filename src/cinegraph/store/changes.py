"""What each import did to each entry: written when it is saved, read back as the diff of that import."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from cinegraph.domain.changes import ENTRY, Difference, entry
from cinegraph.domain.revision import EntryChange, Revision


@dataclass(frozen=True, slots=True)
class Changed:
    """What an import did to one entry. `entry` is how it was called then, `differences` each field that differed."""

    nomination_id: int
    change: str
    entry: dict[str, Any]
    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class Run:
    """The import that a diff is of."""

    import_id: int
    organization: str
    year: int
    instance: int
    kind: str
    state: str
    error: str | None
    at: datetime


async def note(conn: AsyncConnection, import_id: int, revision: Revision, numbers: Sequence[int]) -> None:
    """Keep what the import did; `numbers` are the rows of the revision's nominations, the carried ones last."""
    revised = (*revision.nominations, *revision.carried)
    rows = [
        _row(n, EntryChange(r.change, r.told, r.differences)) for n, r in zip(numbers, revised, strict=True)
    ]
    rows += [_row(old.id, EntryChange("withdrawn", old.told)) for old in revision.withdrawn]
    rows += [_row(u.kept.id, EntryChange("unsaid", u.kept.told, u.differences)) for u in revision.unsaid]
    await conn.execute(
        """
        insert into import_nominations (import_id, nomination_id, change, entry, differences)
        select %(import)s, nomination_id, change, entry, differences
        from jsonb_populate_recordset(null::import_nominations, %(rows)s)
        on conflict (import_id, nomination_id) do update set
            change = excluded.change, entry = excluded.entry, differences = excluded.differences
        """,
        {"import": import_id, "rows": Jsonb(rows)},
    )


def _row(nomination_id: int, made: EntryChange) -> dict[str, Any]:
    row: dict[str, Any] = {"nomination_id": nomination_id, "change": made.change}
    if made.change != "unchanged":
        row["entry"] = entry(made.told)
    if made.differences:
        row["differences"] = [asdict(difference) for difference in made.differences]
    return row


async def last_runs(
    conn: AsyncConnection, organization_id: int, years: Sequence[int], instance: int | None
) -> list[Run]:
    """The last import that stored each ceremony of these years (of that place within the year), in their order."""
    return await _runs(
        conn,
        "i.organization_id = %(organization)s and i.year = any(%(years)s) and i.ceremony_id is not null"
        " and i.instance = coalesce(%(instance)s, i.instance)",
        {"organization": organization_id, "years": list(years), "instance": instance},
    )


async def run(conn: AsyncConnection, import_id: int) -> Run | None:
    """The import with that number."""
    found = await _runs(conn, "i.id = %(import)s", {"import": import_id})
    return found[0] if found else None


async def _runs(conn: AsyncConnection, where: str, values: dict[str, object]) -> list[Run]:
    cursor = conn.cursor(row_factory=class_row(Run))
    await cursor.execute(
        f"""
        select distinct on (i.year, i.instance) i.id as import_id, o.slug as organization, i.year, i.instance, i.kind,
            i.state, i.error, coalesce(i.started_at, i.inserted_at) as at
        from imports i join festival_organizations o on o.id = i.organization_id
        where {where} order by i.year, i.instance, i.id desc
        """,
        values,
    )
    return await cursor.fetchall()


async def of_import(conn: AsyncConnection, import_id: int) -> list[Changed]:
    """What the import changed, by category, in the order of the entries now; what stayed as it was is left out.

    An import of before this was kept tells what it added and withdrew, and not what it changed.
    """
    cursor = await conn.execute(
        """
        select x.nomination_id, x.change, coalesce(x.entry, jsonb_build_object('award', c.award, 'category', c.name,
                'is_winner', n.is_winner, 'detail', n.detail,
                'films', (select coalesce(jsonb_agg(jsonb_build_object('title', f.credited_as) order by f.position), '[]')
                    from festival_nomination_films f where f.nomination_id = n.id),
                'people', (select coalesce(jsonb_agg(jsonb_build_object('name', p.credited_as) order by p.position), '[]')
                    from festival_nomination_people p where p.nomination_id = n.id and not p.inferred),
                'companies', '[]'::jsonb)) as entry,
            coalesce(x.differences, '[]') as differences
        from import_nominations x
        join festival_nominations n on n.id = x.nomination_id
        join festival_categories c on c.id = n.category_id
        where x.import_id = %s and x.change <> 'unchanged'
            and (x.change not in ('changed', 'unsaid') or x.differences is not null)
        order by min(n.position) over (partition by n.category_id), n.category_id,
            array_position(array['added', 'returned', 'changed', 'unsaid', 'withdrawn'], x.change), n.position, n.id
        """,
        [import_id],
    )
    return [_changed(*row) async for row in cursor]


def _changed(number: int, change: str, told: dict[str, Any], differing: list[dict[str, Any]]) -> Changed:
    """The database keeps no order of keys: a diff has one."""
    entry = {name: told[name] for name in ENTRY if name in told}
    return Changed(number, change, entry, [Difference(**one) for one in differing])
