"""What a monitor watches, counted from rows by a fixed number of statements, each with an index."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from psycopg import AsyncConnection


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts by their labels. Calls are those of the last hour; costs are of all time, from the ledger."""

    jobs: list[tuple[str, str, int]]
    imports: list[tuple[str, int]]
    films: list[tuple[str, int]]
    reviews: list[tuple[str, int]]
    calls: list[tuple[str, int, int]]
    costs: list[tuple[str, Decimal]]
    workers: int


_JOBS = "select queue_name, status::text, count(*) from procrastinate_jobs group by 1, 2 order by 1, 2"
_IMPORTS = "select state, count(*) from imports group by 1 order by 1"
_FILMS = "select import_type, count(*) from movies group by 1 order by 1"
_REVIEWS = "select kind, count(*) from reviews where state = 'open' group by 1 order by 1"
_CALLS = """
    select s.source, c.calls, c.failures from unnest(%s::text[]) s(source) cross join lateral (
        select count(*) as calls, count(*) filter (where not m.success
                and coalesce((m.metadata ->> 'status')::int not in (404, 410), true)) as failures
        from api_lookup_metrics m
        where m.source = s.source and m.inserted_at > now() - interval '1 hour') c
    order by 1
"""
_COSTS = "select source, sum(spent_usd) from source_budgets where period = 'day' group by 1 order by 1"
_WORKERS = (
    "select count(*) from procrastinate_workers where last_heartbeat > now() - make_interval(secs => %s)"
)


async def figures(conn: AsyncConnection, sources: Sequence[str], silent_seconds: float) -> Figures:
    """All of them, as they are now."""
    workers = await _rows(conn, _WORKERS, silent_seconds)
    return Figures(
        jobs=await _rows(conn, _JOBS),
        imports=await _rows(conn, _IMPORTS),
        films=await _rows(conn, _FILMS),
        reviews=await _rows(conn, _REVIEWS),
        calls=await _rows(conn, _CALLS, list(sources)),
        costs=await _rows(conn, _COSTS),
        workers=workers[0][0],
    )


async def _rows(conn: AsyncConnection, query: str, *values: object) -> list[Any]:
    cursor = await conn.execute(query.encode(), values or None)
    return await cursor.fetchall()
