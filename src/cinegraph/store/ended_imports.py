"""Imports that come to an end without what they were for: cancelled, given up, overtaken."""

from psycopg import AsyncConnection

from cinegraph.domain.festivals import Edition


async def end_unread(conn: AsyncConnection, import_id: int, reason: str, cancelled: bool) -> None:
    """The import's pages will not be read: a person cancelled it, or its job gave up."""
    await conn.execute(
        """
        update imports set state = %s, error = %s, finished_at = now(), paused_at = null
        where id = %s and state = 'queued'
        """,
        ["cancelled" if cancelled else "failed", reason, import_id],
    )


async def end_overtaken(conn: AsyncConnection, organization_id: int, edition: Edition) -> None:
    """A reparse of the ceremony that was interrupted before it stored anything will not go on: another begins."""
    await conn.execute(
        """
        update imports set state = 'failed', error = 'it was interrupted, or overtaken by another', finished_at = now()
        where kind = 'reparse' and state = 'queued' and (organization_id, year, instance) = (%s, %s, %s)
        """,
        [organization_id, edition.year, edition.instance],
    )


async def end_uncounted(conn: AsyncConnection, import_id: int, reason: str) -> None:
    """Nobody will count the import: a person cancelled that, or its job gave up. What it stored stays."""
    await conn.execute(
        """
        update imports set state = 'incomplete', error = %s, finished_at = now(), paused_at = null
        where id = %s and state in ('resolving', 'incomplete')
        """,
        [reason, import_id],
    )
