"""What was set by whom, and when: settings, and what is data of the house (organizations, lists, users)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from psycopg import AsyncConnection
from psycopg.rows import class_row

Kind = Literal["festivals", "lists", "users"]
"""What stands before the name of what is no setting."""


@dataclass(frozen=True, slots=True)
class Set:
    """A setting that was changed; None is its default, or an empty field. What is no setting is named as by `named`."""

    id: int
    setting: str
    before: str | None
    after: str | None
    by: str
    at: datetime


def named(kind: Kind, one: str, field: str = "") -> str:
    """The name of a field of an organization, a list or a user ("festivals.cannes.month"), or of one as a whole."""
    return f"{kind}.{one}.{field}" if field else f"{kind}.{one}"


async def note(conn: AsyncConnection, by: str, changes: Sequence[tuple[str, str | None, str | None]]) -> None:
    """These settings were changed: name, before, after."""
    async with conn.cursor() as cursor:
        await cursor.executemany(
            'insert into setting_changes (setting, before, after, "by") values (%s, %s, %s, %s)',
            [(*change, by) for change in changes],
        )


async def latest(
    conn: AsyncConnection,
    count: int,
    before: int | None = None,
    of: str | None = None,
    without: Kind | None = None,
) -> list[Set]:
    """The newest changes first, those before a number if it is given; only those `of` what `named` calls so, and none of
    the kind `without`."""
    cursor = conn.cursor(row_factory=class_row(Set))
    await cursor.execute(
        """
        select id, setting, before, after, "by", inserted_at as at from setting_changes
        where (%(before)s::bigint is null or id < %(before)s)
            and (%(of)s::text is null or setting = %(of)s or starts_with(setting, %(of)s || '.'))
            and (%(without)s::text is null or not starts_with(setting, %(without)s || '.'))
        order by id desc limit %(count)s
        """,
        {"before": before, "count": count, "of": of, "without": without},
    )
    return await cursor.fetchall()


async def last_of_each(conn: AsyncConnection, of: str) -> dict[str, Set]:
    """The newest change of each field of what `named` calls so, by the field's name."""
    cursor = conn.cursor(row_factory=class_row(Set))
    await cursor.execute(
        """
        select distinct on (setting) id, setting, before, after, "by", inserted_at as at from setting_changes
        where starts_with(setting, %(of)s || '.') order by setting, id desc
        """,
        {"of": of},
    )
    return {one.setting.removeprefix(f"{of}."): one for one in await cursor.fetchall()}
