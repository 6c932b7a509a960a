"""How the sources are: failures in a row, and until when each is left alone. All processes share it."""

from dataclasses import dataclass
from datetime import datetime

from cinegraph.store.database import Database


@dataclass(frozen=True, slots=True)
class Leave:
    """Whether a question may be asked; see `lookup.breaker.Leave`."""

    wait: float = 0.0
    trial: datetime | None = None
    failures: int = 0
    needs_person: bool = False
    last_error: str = ""


class Register:
    """Implements `lookup.breaker.Register` on the table `source_health`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def enter(self, source: str, trial_seconds: float) -> Leave:
        """Leave to ask. When the while is over, one who asks gets the trial, and the others go on waiting."""
        async with self._database.statement() as conn:
            cursor = await conn.execute(
                """
                select failures, needs_person, coalesce(last_error, ''), open_until is not null,
                    greatest(0, extract(epoch from open_until - now()))
                from source_health where source = %s
                """,
                [source],
            )
            row = await cursor.fetchone()
            if row is None:
                return Leave()
            failures, needs_person, error, is_open, wait = row
            if not is_open or wait > 0:
                return Leave(float(wait or 0), None, failures, needs_person, error)
            cursor = await conn.execute(
                """
                update source_health set open_until = now() + make_interval(secs => %s)
                where source = %s and open_until <= now() returning open_until
                """,
                [trial_seconds, source],
            )
            if trial := await cursor.fetchone():
                return Leave(trial=trial[0], failures=failures, needs_person=needs_person, last_error=error)
            return Leave(trial_seconds, failures=failures, needs_person=needs_person, last_error=error)

    async def failed(self, source: str, error: str, needs_person: bool) -> int:
        """One more failure; how many in a row those are now."""
        async with self._database.statement() as conn:
            cursor = await conn.execute(
                """
                insert into source_health as h (source, failures, last_error, needs_person) values (%s, 1, %s, %s)
                on conflict (source) do update set failures = h.failures + 1, last_error = excluded.last_error,
                    needs_person = excluded.needs_person
                returning failures
                """,
                [source, error, needs_person],
            )
            row = await cursor.fetchone()
        assert row is not None
        return int(row[0])

    async def open(
        self, source: str, trial: datetime | None, base_seconds: float, cap_seconds: float
    ) -> float | None:
        """Leave the source alone for base × 2ⁿ seconds, n being how often that happened in a row before.

        None if it is left alone already: failures of questions that were on their way do not add up, nor does that of
        a trial after which there was another.
        """
        async with self._database.statement() as conn:
            cursor = await conn.execute(
                """
                update source_health set openings = openings + 1,
                    open_until = now() + make_interval(secs => least(%(cap)s, %(base)s * 2 ^ least(openings, 30)))
                where source = %(source)s and (open_until is null or open_until = %(trial)s)
                returning extract(epoch from open_until - now())
                """,
                {"source": source, "trial": trial, "base": base_seconds, "cap": cap_seconds},
            )
            row = await cursor.fetchone()
        return None if row is None else float(row[0])

    async def answered(self, source: str) -> bool:
        """The source answers: nothing is left of its failures. Whether it had been left alone."""
        async with self._database.statement() as conn:
            cursor = await conn.execute(
                """
                update source_health n set failures = 0, openings = 0, open_until = null, last_error = null,
                    needs_person = false
                from (select source, open_until from source_health where source = %s for update) o
                where n.source = o.source returning o.open_until is not null
                """,
                [source],
            )
            row = await cursor.fetchone()
        return bool(row and row[0])
