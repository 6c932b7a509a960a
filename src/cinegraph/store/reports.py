"""Reports: each is a view, read whole. Money is exact, shares are between 0 and 1, times are UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from psycopg import AsyncConnection
from psycopg.rows import dict_row

REPORTS: Mapping[str, str] = {
    "success": "lookup_success_by_source",
    "fallback": "fallback_effectiveness",
    "costs": "source_costs",
    "health": "festival_import_health",
    "failures": "lookup_failures",
}
"""A report's short name → its view."""

By = Literal["source", "festival", "day"]

_ORDER = {
    "lookup_success_by_source": "calls desc, source",
    "fallback_effectiveness": "fallback_level, source",
    "source_costs": "day desc, cost_usd desc, source, festival",
    "festival_import_health": "organization, year, instance",
    "lookup_failures": "kind, calls desc, source, reason",
}


@dataclass(frozen=True, slots=True)
class Report:
    """A view's columns and its rows, each row a value a column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


async def read(conn: AsyncConnection, view: str) -> Report:
    """The whole view, in the order in which a person reads it."""
    cursor = await conn.execute(f"select * from {view} order by {_ORDER[view]}".encode())
    assert cursor.description is not None
    return Report(tuple(c.name for c in cursor.description), tuple(await cursor.fetchall()))


async def costs(conn: AsyncConnection, by: By) -> list[dict[str, object]]:
    """What asking has cost, summed by source, festival or day; the dearest first, days the newest first."""
    order = "day desc" if by == "day" else f"cost_usd desc, calls desc, {by}"
    cursor = conn.cursor(row_factory=dict_row)
    await cursor.execute(
        f"""
        select {by}, sum(calls)::bigint as calls, sum(paid_calls)::bigint as paid_calls, sum(cost_usd) as cost_usd
        from source_costs group by {by} order by {order}
        """
    )
    return await cursor.fetchall()
