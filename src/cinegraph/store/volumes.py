"""How many entries ceremonies have, and imports that brought too few: a person acknowledges those."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg import AsyncConnection
from psycopg.rows import class_row

from cinegraph.domain.festivals import Edition
from cinegraph.domain.volume import TooFew

_YEARS = 15
"""Editions further away than that are no neighbours."""


@dataclass(frozen=True, slots=True)
class Warned:
    """An import that brought too few entries, and whether a person has said that this is right."""

    import_id: int
    organization: str
    year: int
    instance: int
    seen: int
    told: str
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    note: str | None


async def neighbours(conn: AsyncConnection, organization_id: int, edition: Edition, count: int) -> list[int]:
    """How many active entries the nearest other editions have that are stored."""
    cursor = await conn.execute(
        """
        select (select count(*) from festival_nominations n where n.ceremony_id = c.id and n.state = 'active')
        from festival_ceremonies c
        where c.organization_id = %(organization)s and (c.year, c.instance) <> (%(year)s, %(instance)s)
            and abs(c.year - %(year)s) <= %(years)s
        order by abs(c.year - %(year)s), c.year desc, c.instance limit %(count)s
        """,
        {
            "organization": organization_id,
            "year": edition.year,
            "instance": edition.instance,
            "years": _YEARS,
            "count": count,
        },
    )
    return [int(number) for (number,) in await cursor.fetchall()]


async def acknowledged(conn: AsyncConnection, import_id: int, seen: int) -> bool:
    """Whether a person has said of an earlier import of the same ceremony that so few entries are right."""
    cursor = await conn.execute(
        """
        select exists (
            select 1 from volume_warnings w join imports i on i.id = w.import_id
            join imports mine on (mine.organization_id, mine.year, mine.instance) = (i.organization_id, i.year, i.instance)
            where mine.id = %s and w.acknowledged_at is not null and w.seen <= %s)
        """,
        [import_id, seen],
    )
    row = await cursor.fetchone()
    return bool(row and row[0])


async def warn(conn: AsyncConnection, import_id: int, few: TooFew, told: str) -> None:
    """The import brought too few entries."""
    await conn.execute(
        """
        insert into volume_warnings (import_id, seen, median, told) values (%s, %s, %s, %s)
        on conflict (import_id) do nothing
        """,
        [import_id, few.seen, few.median, told],
    )


_SELECT = """
    select w.import_id, o.slug as organization, i.year, i.instance, w.seen, w.told, w.acknowledged_by,
        w.acknowledged_at, w.note
    from volume_warnings w join imports i on i.id = w.import_id
    join festival_organizations o on o.id = i.organization_id
"""


async def open_warnings(conn: AsyncConnection) -> list[Warned]:
    """Those that nobody has acknowledged, of the last import that stored its ceremony."""
    cursor = conn.cursor(row_factory=class_row(Warned))
    await cursor.execute(
        f"""
        {_SELECT} where w.acknowledged_at is null and not exists (
            select 1 from imports later where later.id > i.id and later.ceremony_id = i.ceremony_id)
        order by w.import_id
        """
    )
    return await cursor.fetchall()


async def of_imports(conn: AsyncConnection, import_ids: Sequence[int]) -> list[Warned]:
    """The warnings of these imports."""
    cursor = conn.cursor(row_factory=class_row(Warned))
    await cursor.execute(f"{_SELECT} where w.import_id = any(%s) order by w.import_id", [list(import_ids)])
    return await cursor.fetchall()


async def acknowledge(conn: AsyncConnection, import_id: int, by: str, note: str | None) -> bool:
    """A person says that it is right so. False if the import has no warning that is still open."""
    cursor = await conn.execute(
        """
        update volume_warnings set acknowledged_by = %s, acknowledged_at = now(), note = %s
        where import_id = %s and acknowledged_at is null
        """,
        [by, note, import_id],
    )
    return cursor.rowcount > 0
