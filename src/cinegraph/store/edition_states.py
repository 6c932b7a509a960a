"""What is stored of each edition of each organization, and how its last import went: two statements for all of them."""

from dataclasses import dataclass

from psycopg import AsyncConnection
from psycopg.rows import class_row


@dataclass(frozen=True, slots=True)
class EditionState:
    """A ceremony's row (`ceremony` is announced or held, None if it is not stored) and its last import (None if it never
    was imported)."""

    organization_id: int
    year: int
    instance: int
    ceremony: str | None
    import_id: int | None
    import_state: str | None
    error: str | None


async def of_organizations(conn: AsyncConnection, organization_id: int | None = None) -> list[EditionState]:
    """Every edition that is stored or was to be imported, of all organizations or of one, in order."""
    cursor = conn.cursor(row_factory=class_row(EditionState))
    await cursor.execute(
        """
        with last as (
            select distinct on (organization_id, year, instance) organization_id, year, instance, id, state, error
            from imports
            where organization_id is not null and (%(only)s::bigint is null or organization_id = %(only)s)
            order by organization_id, year, instance, id desc
        ), kept as (
            select organization_id, year, instance, state from festival_ceremonies
            where %(only)s::bigint is null or organization_id = %(only)s
        )
        select organization_id, year, instance, k.state as ceremony, l.id as import_id, l.state as import_state, l.error
        from kept k full join last l using (organization_id, year, instance)
        order by organization_id, year, instance
        """,
        {"only": organization_id},
    )
    return await cursor.fetchall()
