"""A ceremony as a person reads it: what it is, and each entry with its films, people and companies. Two statements."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row


@dataclass(frozen=True, slots=True)
class CeremonyShown:
    """One edition. `last_import` is the newest import of it; `accounts` are the kinds of page that it was read from;
    `previous` and `next` are the stored editions beside it ("2023", "1930/2")."""

    id: int
    organization_id: int
    year: int
    instance: int
    number: int | None
    name: str
    held_on: date | None
    ended_on: date | None
    location: str | None
    eligibility: str | None
    state: str
    last_import: int | None
    last_import_state: str | None
    accounts: list[str]
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry. `films` have movie_id, title, as, year, state, sources, poster; `people` person_id, name, role;
    `companies` name, role; `source` names the accounts that state it; `corrections` counts those that hold."""

    id: int
    category_id: int
    award: str
    category: str
    key_name: str | None
    is_winner: bool
    state: str
    detail: str | None
    note: str | None
    citation: str | None
    works: list[str]
    source: list[str]
    films: list[dict[str, Any]]
    people: list[dict[str, Any]]
    companies: list[dict[str, Any]]
    corrections: int


async def ceremony(
    conn: AsyncConnection, organization_id: int, year: int, instance: int
) -> CeremonyShown | None:
    """The organization's edition of that year and place; None if it is not stored."""
    cursor = conn.cursor(row_factory=class_row(CeremonyShown))
    await cursor.execute(
        """
        select c.id, c.organization_id, c.year, c.instance, c.number, c.name, c.held_on, c.ended_on, c.location,
            c.eligibility, c.state, l.id as last_import, l.state as last_import_state,
            array(select distinct p.kind from imports i join import_pages x on x.import_id = i.id
                join pages p on p.id = x.page_id
                where (i.organization_id, i.year, i.instance) = (c.organization_id, c.year, c.instance)
                    and i.ceremony_id is not null order by 1) as accounts,
            (select b.year || case when b.instance > 1 then '/' || b.instance else '' end from festival_ceremonies b
                where b.organization_id = c.organization_id and (b.year, b.instance) < (c.year, c.instance)
                order by b.year desc, b.instance desc limit 1) as previous,
            (select b.year || case when b.instance > 1 then '/' || b.instance else '' end from festival_ceremonies b
                where b.organization_id = c.organization_id and (b.year, b.instance) > (c.year, c.instance)
                order by b.year, b.instance limit 1) as next
        from festival_ceremonies c
        left join lateral (
            select i.id, i.state from imports i
            where (i.organization_id, i.year, i.instance) = (c.organization_id, c.year, c.instance)
            order by i.id desc limit 1
        ) l on true
        where c.organization_id = %s and c.year = %s and c.instance = %s
        """,
        [organization_id, year, instance],
    )
    return await cursor.fetchone()


async def entries(conn: AsyncConnection, ceremony_id: int) -> list[Shown]:
    """Every entry, by category in the order of the pages; winners before nominees, those withdrawn last."""
    cursor = conn.cursor(row_factory=class_row(Shown))
    await cursor.execute(
        """
        select n.id, g.id as category_id, g.award, g.name as category, k.name as key_name, n.is_winner, n.state, n.detail,
            n.note, n.citation, n.works, n.source,
            coalesce((select jsonb_agg(jsonb_build_object('movie_id', m.id, 'title', m.title, 'as', f.credited_as,
                    'year', m.year, 'state', case when r.id is null then m.import_type else 'review' end,
                    'sources', m.data_source_hierarchy, 'poster', p.path) order by f.position)
                from festival_nomination_films f join movies m on m.id = f.movie_id
                left join reviews r on r.movie_id = m.id and r.state = 'open' and r.kind in ('choice', 'clash')
                left join lateral (select i.path from movie_images i where i.movie_id = m.id and i.kind = 'poster'
                    order by i.vote_average desc, i.path limit 1) p on true
                where f.nomination_id = n.id), '[]') as films,
            coalesce((select jsonb_agg(jsonb_build_object('person_id', x.person_id, 'name', x.credited_as, 'role', x.role,
                    'inferred', x.inferred)
                    order by x.position)
                from festival_nomination_people x where x.nomination_id = n.id), '[]') as people,
            coalesce((select jsonb_agg(jsonb_build_object('name', x.name, 'role', x.role) order by x.position)
                from festival_nomination_companies x where x.nomination_id = n.id), '[]') as companies,
            (select count(*) from corrections z where z.nomination_id = n.id and z.undone_at is null) as corrections
        from festival_nominations n
        join festival_categories g on g.id = n.category_id
        left join category_keys k on k.key = g.canonical_key
        where n.ceremony_id = %s
        order by min(n.position) over (partition by g.id), g.id, n.state, n.is_winner desc, n.position, n.id
        """,
        [ceremony_id],
    )
    return await cursor.fetchall()
