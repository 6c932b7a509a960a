"""Rows for outsiders: nominations of a ceremony as flat records, streamed."""

from collections.abc import AsyncIterator
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import dict_row

_NOMINATIONS = """
    select o.slug as organization, c.year, c.number as ceremony_number, g.award, g.name as category, n.is_winner,
        coalesce((
            select json_agg(json_build_object('title', m.title, 'imdb_id', m.imdb_id, 'tmdb_id', m.tmdb_id,
                'year', m.year, 'import_type', m.import_type) order by f.position)
            from festival_nomination_films f join movies m on m.id = f.movie_id where f.nomination_id = n.id
        ), '[]') as films,
        coalesce((
            select json_agg(json_build_object('name', f.credited_as, 'imdb_id', p.imdb_id, 'role', f.role)
                order by f.position)
            from festival_nomination_people f join people p on p.id = f.person_id
            where f.nomination_id = n.id and not f.inferred
        ), '[]') as people,
        coalesce((
            select json_agg(json_build_object('name', f.name, 'imdb_id', f.imdb_id, 'role', f.role)
                order by f.position)
            from festival_nomination_companies f where f.nomination_id = n.id
        ), '[]') as companies,
        n.detail, n.note, n.state, n.source, n.citation, n.works, c.instance
    from festival_nominations n
    join festival_ceremonies c on c.id = n.ceremony_id
    join festival_organizations o on o.id = c.organization_id
    join festival_categories g on g.id = n.category_id
    where o.id = %(organization)s and (%(years)s::int[] is null or c.year = any(%(years)s))
        and c.instance = coalesce(%(instance)s, c.instance)
    order by c.year, c.instance, n.position, n.id
"""


async def nominations(
    conn: AsyncConnection, organization_id: int, years: list[int] | None, instance: int | None
) -> AsyncIterator[dict[str, Any]]:
    """Every nomination of the organization's ceremonies in these years (None: all), in the order of the pages;
    of all the ceremonies of a year, or of the one at that place in it.

    Read through a server-side cursor: memory stays flat. The caller holds the transaction.
    """
    async with conn.cursor("export_nominations", row_factory=dict_row) as cursor:
        await cursor.execute(
            _NOMINATIONS, {"organization": organization_id, "years": years, "instance": instance}
        )
        async for row in cursor:
            yield row
