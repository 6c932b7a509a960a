"""What the sources answered, remembered until it expires."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import AsyncConnection

from cinegraph.store.database import Database

_AT_ONCE = 10_000
"""So many expired answers are dropped in one statement."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """A remembered answer as JSON, and when it was given; None says that the source has nothing."""

    answer: str | None
    at: datetime


class Notebook:
    """Implements `lookup.memory.Notebook`: answers that all processes share."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(
        self, source: str, question: str, found_since: datetime | None, nothing_since: datetime | None
    ) -> KeptAnswer | None:
        """The answer that has not expired and is new enough, counted as used."""
        async with self._database.statement() as conn:
            cursor = await conn.execute(
                """
                update lookup_answers set hits = hits + 1
                where source = %s and question = %s and expires_at > now()
                    and inserted_at >= coalesce(case when answer is null then %s::timestamptz else %s end, '-infinity'::timestamptz)
                returning answer::text, inserted_at
                """,
                [source, question, nothing_since, found_since],
            )
            row = await cursor.fetchone()
        return None if row is None else KeptAnswer(*row)

    async def save(self, source: str, question: str, answer: str | None, lasts: timedelta) -> None:
        """Remember it for so long, in the place of an older one."""
        async with self._database.statement() as conn:
            await conn.execute(
                """
                insert into lookup_answers (source, question, answer, expires_at)
                values (%s, %s, %s::jsonb, now() + %s::interval)
                on conflict (source, question) do update
                    set answer = excluded.answer, expires_at = excluded.expires_at, inserted_at = now()
                """,
                [source, question, answer, lasts],
            )


async def forget_expired(conn: AsyncConnection) -> int:
    """Drop answers that have expired; how many those were."""
    cursor = await conn.execute(
        """
        delete from lookup_answers where id in (
            select id from lookup_answers where expires_at <= now() limit %s for update skip locked)
        """,
        [_AT_ONCE],
    )
    return cursor.rowcount
