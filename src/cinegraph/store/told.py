"""What pages told of a film, as a person needs it to decide: its nominations, in words."""

from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import dict_row


async def nominations(conn: AsyncConnection, movie_id: int) -> list[dict[str, Any]]:
    """Each nomination of the film: who gave it, when, for what, with whom, and whether it won."""
    cursor = conn.cursor(row_factory=dict_row)
    await cursor.execute(
        """
        select o.slug as organization, c.year, g.award, g.name as category, n.is_winner, n.detail, f.credited_as as title,
            coalesce((select json_agg(p.credited_as order by p.position) from festival_nomination_people p
                where p.nomination_id = n.id and not p.inferred), '[]') as people
        from festival_nomination_films f
        join festival_nominations n on n.id = f.nomination_id
        join festival_ceremonies c on c.id = n.ceremony_id
        join festival_organizations o on o.id = c.organization_id
        join festival_categories g on g.id = n.category_id
        where f.movie_id = %s and n.state = 'active' order by c.year, o.slug, n.position
        """,
        [movie_id],
    )
    return await cursor.fetchall()
