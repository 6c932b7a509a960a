"""An organization in figures: its ceremonies one by one, and its categories over all of them. Counted from the rows."""

from dataclasses import dataclass
from datetime import date

from psycopg import AsyncConnection
from psycopg.rows import class_row


@dataclass(frozen=True, slots=True)
class CeremonyFigures:
    """A stored ceremony: its active nominations, and how much is known of their films (the four add up)."""

    year: int
    instance: int
    number: int | None
    name: str
    state: str
    held_on: date | None
    nominations: int
    winners: int
    categories: int
    films: int
    full: int
    minimal: int
    stub: int
    review: int


@dataclass(frozen=True, slots=True)
class CategoryFigures:
    """A category: what its wording means (None: nobody knows), and its active nominations."""

    id: int
    award: str
    name: str
    canonical_key: str | None
    key_name: str | None
    ceremonies: int
    nominations: int
    winners: int
    first_year: int
    last_year: int


async def ceremonies(conn: AsyncConnection, organization_id: int) -> list[CeremonyFigures]:
    """Each of its ceremonies, the newest first. Only films that are not full are looked at (most are), and only the films of its
    own nominations: without `offset 0` those of all organizations are read."""
    cursor = conn.cursor(row_factory=class_row(CeremonyFigures))
    await cursor.execute(
        """
        with entries as (
            select n.id, n.ceremony_id, n.category_id, n.is_winner from festival_nominations n
            join festival_ceremonies c on c.id = n.ceremony_id
            where c.organization_id = %(organization)s and n.state = 'active'
        ), counted as (
            select ceremony_id, count(*) as nominations, count(*) filter (where is_winner) as winners,
                count(distinct category_id) as categories
            from entries group by 1
        ), films as (
            select d.ceremony_id, count(*) as films,
                count(*) filter (where r.movie_id is null and m.id is null) as "full",
                count(*) filter (where r.movie_id is null and m.import_type = 'minimal') as minimal,
                count(*) filter (where r.movie_id is null and m.import_type = 'stub') as stub,
                count(r.movie_id) as review
            from (select distinct e.ceremony_id, f.movie_id from entries e cross join lateral (
                      select movie_id from festival_nomination_films f where f.nomination_id = e.id offset 0) f) d
            left join movies m on m.id = d.movie_id and m.import_type <> 'full'
            left join reviews r on r.movie_id = d.movie_id and r.state = 'open' and r.kind in ('choice', 'clash')
            group by 1
        )
        select c.year, c.instance, c.number, c.name, c.state, c.held_on, coalesce(n.nominations, 0) as nominations,
            coalesce(n.winners, 0) as winners, coalesce(n.categories, 0) as categories, coalesce(f.films, 0) as films,
            coalesce(f."full", 0) as "full", coalesce(f.minimal, 0) as minimal, coalesce(f.stub, 0) as stub,
            coalesce(f.review, 0) as review
        from festival_ceremonies c
        left join counted n on n.ceremony_id = c.id left join films f on f.ceremony_id = c.id
        where c.organization_id = %(organization)s order by c.year desc, c.instance desc
        """,
        {"organization": organization_id},
    )
    return await cursor.fetchall()


async def categories(conn: AsyncConnection, organization_id: int) -> list[CategoryFigures]:
    """Each of its categories that has an active nomination, those of the newest ceremonies first."""
    cursor = conn.cursor(row_factory=class_row(CategoryFigures))
    await cursor.execute(
        """
        select g.id, g.award, g.name, g.canonical_key, k.name as key_name, count(distinct n.ceremony_id) as ceremonies,
            count(*) as nominations, count(*) filter (where n.is_winner) as winners, min(c.year) as first_year,
            max(c.year) as last_year
        from festival_categories g
        join festival_nominations n on n.category_id = g.id and n.state = 'active'
        join festival_ceremonies c on c.id = n.ceremony_id
        left join category_keys k on k.key = g.canonical_key
        where g.organization_id = %s
        group by g.id, k.name order by last_year desc, ceremonies desc, g.award, g.name
        """,
        [organization_id],
    )
    return await cursor.fetchall()
