"""What a person should look at first: a fixed number of queries, however much there is."""

from dataclasses import dataclass
from datetime import datetime

from psycopg import AsyncConnection
from psycopg.rows import class_row


@dataclass(frozen=True, slots=True)
class Questions:
    """Open reviews of a kind, and since when the oldest waits."""

    kind: str
    number: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Down:
    """A source that is left alone (until then), or cannot answer before a person acts."""

    source: str
    failures: int
    open_until: datetime | None
    needs_person: bool
    last_error: str | None


@dataclass(frozen=True, slots=True)
class Gaps:
    """An organization of whom pages tell more editions than are stored; `years` are the newest of those."""

    organization: str
    name: str
    told: int
    missing: int
    years: list[int]


@dataclass(frozen=True, slots=True)
class Unmended:
    """An import that failed or ended incomplete, and that no later one has made up for."""

    import_id: int
    organization: str
    year: int | None
    instance: int
    state: str
    error: str | None
    ended_at: datetime | None


async def questions(conn: AsyncConnection) -> list[Questions]:
    """What waits for a decision, the most first."""
    cursor = conn.cursor(row_factory=class_row(Questions))
    await cursor.execute(
        """
        select kind, count(*) as number, min(inserted_at) as oldest from reviews where state = 'open'
        group by kind order by number desc, kind
        """
    )
    return await cursor.fetchall()


async def down(conn: AsyncConnection) -> list[Down]:
    """The sources that are not asked just now."""
    cursor = conn.cursor(row_factory=class_row(Down))
    await cursor.execute(
        """
        select source, failures, open_until, needs_person, last_error from source_health
        where open_until is not null or needs_person order by source
        """
    )
    return await cursor.fetchall()


async def gaps(conn: AsyncConnection, count: int) -> list[Gaps]:
    """The organizations of which some editions are stored and others are missing, the most missing first."""
    cursor = conn.cursor(row_factory=class_row(Gaps))
    await cursor.execute(
        """
        select o.slug as organization, o.name, count(*) as told,
            count(*) filter (where c.id is null) as missing,
            (array_agg(e.year order by e.year desc) filter (where c.id is null))[1:5] as years
        from festival_editions e
        join festival_organizations o on o.id = e.organization_id
        left join festival_ceremonies c
            on (c.organization_id, c.year, c.instance) = (e.organization_id, e.year, e.instance)
        group by o.id having count(*) filter (where c.id is null) > 0
        order by count(c.id) > 0 desc, missing desc, o.slug limit %s
        """,
        [count],
    )
    return await cursor.fetchall()


async def unmended(conn: AsyncConnection, count: int) -> list[Unmended]:
    """Imports of the last 30 days that failed or are incomplete, the newest first."""
    cursor = conn.cursor(row_factory=class_row(Unmended))
    await cursor.execute(
        """
        select i.id as import_id, coalesce(o.slug, l.source_key) as organization, i.year, i.instance, i.state, i.error,
            i.finished_at as ended_at
        from imports i
        left join festival_organizations o on o.id = i.organization_id
        left join movie_lists l on l.id = i.list_id
        where i.state in ('failed', 'incomplete') and i.updated_at > now() - interval '30 days'
            and not exists (
                select 1 from imports later where later.id > i.id
                    and (later.organization_id, later.year, later.instance, later.list_id)
                        is not distinct from (i.organization_id, i.year, i.instance, i.list_id))
        order by i.id desc limit %s
        """,
        [count],
    )
    return await cursor.fetchall()


async def in_progress(conn: AsyncConnection, count: int) -> list[int]:
    """Imports that have not ended, the newest first."""
    cursor = await conn.execute(
        "select id from imports where state in ('queued', 'resolving') order by id desc limit %s", [count]
    )
    return [number for (number,) in await cursor.fetchall()]


async def ended(conn: AsyncConnection, count: int) -> list[int]:
    """Imports that have ended, the newest first."""
    cursor = await conn.execute(
        "select id from imports where state not in ('queued', 'resolving') order by id desc limit %s", [count]
    )
    return [number for (number,) in await cursor.fetchall()]
