"""Nominations as a person looks at them: by number, with what was corrected and which import withdrew them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row


@dataclass(frozen=True, slots=True)
class Entry:
    """One nomination. `corrections` counts those that hold now; `withdrawn_by` is the last import that saw that no
    page states it (None if none did)."""

    id: int
    organization_id: int
    organization: str
    ceremony_id: int
    year: int
    instance: int
    award: str
    category: str
    is_winner: bool
    state: str
    films: list[dict[str, Any]]
    people: list[dict[str, Any]]
    companies: list[dict[str, Any]]
    detail: str | None
    note: str | None
    citation: str | None
    source: list[str]
    corrections: int
    withdrawn_by: int | None


_SELECT = """
    select n.id, c.organization_id, o.slug as organization, c.id as ceremony_id, c.year, c.instance, g.award,
        g.name as category, n.is_winner, n.state, n.detail, n.note, n.citation, n.source,
        coalesce((select jsonb_agg(jsonb_build_object('title', f.credited_as, 'imdb_id', f.imdb_id) order by f.position)
            from festival_nomination_films f where f.nomination_id = n.id), '[]') as films,
        coalesce((select jsonb_agg(jsonb_build_object('name', p.credited_as, 'imdb_id', p.imdb_id, 'role', p.role)
            order by p.position) from festival_nomination_people p where p.nomination_id = n.id and not p.inferred), '[]') as people,
        coalesce((select jsonb_agg(jsonb_build_object('name', x.name, 'imdb_id', x.imdb_id, 'role', x.role)
            order by x.position) from festival_nomination_companies x where x.nomination_id = n.id), '[]') as companies,
        (select count(*) from corrections k where k.nomination_id = n.id and k.undone_at is null) as corrections,
        case when n.state = 'withdrawn' then (
            select case when w.change = 'withdrawn' then w.import_id end from import_nominations w
            where w.nomination_id = n.id and w.change in ('withdrawn', 'returned') order by w.import_id desc limit 1)
        end as withdrawn_by
    from festival_nominations n
    join festival_ceremonies c on c.id = n.ceremony_id
    join festival_organizations o on o.id = c.organization_id
    join festival_categories g on g.id = n.category_id
"""


async def get(conn: AsyncConnection, nomination_id: int) -> Entry | None:
    """The nomination with that number."""
    cursor = conn.cursor(row_factory=class_row(Entry))
    await cursor.execute(f"{_SELECT} where n.id = %s", [nomination_id])
    return await cursor.fetchone()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which nominations are looked at: of these years (of that place within the year), of categories with that in
    their name, only those that were corrected ever, in that state, so many at most."""

    years: Sequence[int]
    instance: int | None
    category: str | None
    corrected: bool
    state: str | None
    limit: int


async def find(conn: AsyncConnection, organization_id: int, wanted: Wanted) -> list[Entry]:
    """The organization's nominations that are wanted, in the order of their pages."""
    cursor = conn.cursor(row_factory=class_row(Entry))
    await cursor.execute(
        f"""
        {_SELECT}
        where c.organization_id = %(organization)s and c.year = any(%(years)s)
            and c.instance = coalesce(%(instance)s, c.instance)
            and (%(category)s::text is null or strpos(lower(g.award || ' ' || g.name), lower(%(category)s)) > 0)
            and (not %(corrected)s or exists (select 1 from corrections k where k.nomination_id = n.id))
            and (%(state)s::text is null or n.state = %(state)s)
        order by c.year, c.instance, min(n.position) over (partition by c.id, g.id), g.id, n.position, n.id limit %(limit)s
        """,
        asdict(wanted) | {"organization": organization_id, "years": list(wanted.years)},
    )
    return await cursor.fetchall()


async def categories(
    conn: AsyncConnection, organization_id: int, ceremony_id: int
) -> list[tuple[str, str, bool]]:
    """Every category of the organization: (award group, name, whether that ceremony has it)."""
    cursor = await conn.execute(
        """
        select award, name, exists (select 1 from festival_nominations n where n.category_id = c.id and n.ceremony_id = %s)
        from festival_categories c where organization_id = %s order by award, name
        """,
        [ceremony_id, organization_id],
    )
    return [(str(award), str(name), bool(here)) for award, name, here in await cursor.fetchall()]
