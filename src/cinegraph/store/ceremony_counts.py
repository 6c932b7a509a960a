"""A ceremony in figures, counted from its rows."""

from dataclasses import dataclass

from psycopg import AsyncConnection

from cinegraph.domain.festivals import Edition


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a ceremony and not withdrawn."""

    categories: int
    nominations: int
    winners: int


async def counted(conn: AsyncConnection, organization_id: int, edition: Edition) -> Kept | None:
    """The ceremony's rows; None if no import has stored it."""
    cursor = await conn.execute(
        """
        select count(distinct n.category_id), count(n.id), count(n.id) filter (where n.is_winner)
        from festival_ceremonies c
        left join festival_nominations n on n.ceremony_id = c.id and n.state = 'active'
        where c.organization_id = %s and c.year = %s and c.instance = %s group by c.id
        """,
        [organization_id, edition.year, edition.instance],
    )
    row = await cursor.fetchone()
    return Kept(*row) if row else None
