"""How each source is: its breaker, what it remembers, how its calls went in the last day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from psycopg import AsyncConnection
from psycopg.rows import class_row


@dataclass(frozen=True, slots=True)
class SourceState:
    """`failures` in a row, and `open_until` when it is left alone; calls, the share of them that succeeded and their
    median time are those of the last 24 hours; `hits` is how often its `remembered` answers were used."""

    source: str
    failures: int
    open_until: datetime | None
    last_error: str | None
    remembered: int
    hits: int
    calls: int
    success_rate: float | None
    median_ms: float | None


async def states(conn: AsyncConnection, sources: Mapping[str, str]) -> dict[str, SourceState]:
    """Each of these sources, by its name; `sources` tells the name that its calls are recorded under."""
    cursor = conn.cursor(row_factory=class_row(SourceState))
    await cursor.execute(
        """
        select s.source, coalesce(h.failures, 0) as failures, h.open_until, h.last_error,
            coalesce(a.remembered, 0) as remembered, coalesce(a.hits, 0) as hits,
            coalesce(m.calls, 0) as calls, m.success_rate, m.median_ms
        from unnest(%s::text[], %s::text[]) as s(source, metered)
        left join source_health h on h.source = s.source
        left join (
            select source, count(*) as remembered, sum(hits) as hits from lookup_answers
            where expires_at > now() group by source) a on a.source = s.source
        left join (
            select source, count(*) as calls,
                (count(*) filter (where answered) / count(*)::double precision) as success_rate,
                percentile_cont(0.5) within group (order by response_time_ms) as median_ms
            from lookup_calls where at > now() - interval '24 hours' group by source) m
            on m.source = s.metered
        """,
        [list(sources), list(sources.values())],
    )
    return {state.source: state for state in await cursor.fetchall()}
