"""What was set by whom, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg import AsyncConnection
from psycopg.rows import class_row


@dataclass(frozen=True, slots=True)
class Set:
    """A setting that was changed; None is its default."""

    id: int
    setting: str
    before: str | None
    after: str | None
    by: str
    at: datetime


async def note(conn: AsyncConnection, by: str, changes: Sequence[tuple[str, str | None, str | None]]) -> None:
    """These settings were changed: name, before, after."""
    async with conn.cursor() as cursor:
        await cursor.executemany(
            'insert into setting_changes (setting, before, after, "by") values (%s, %s, %s, %s)',
            [(*change, by) for change in changes],
        )


async def latest(conn: AsyncConnection, count: int, before: int | None = None) -> list[Set]:
    """The newest changes first, those before a number if it is given."""
    cursor = conn.cursor(row_factory=class_row(Set))
    await cursor.execute(
        """
        select id, setting, before, after, "by", inserted_at as at from setting_changes
        where %(before)s::bigint is null or id < %(before)s order by id desc limit %(count)s
        """,
        {"before": before, "count": count},
    )
    return await cursor.fetchall()
