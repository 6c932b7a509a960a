"""What calls outside came to is counted day by day, a few minutes behind them."""

from datetime import UTC, timedelta

from cinegraph.pipeline.context import Context
from cinegraph.store import lookup_counts

_BEHIND = timedelta(minutes=1)
"""Calls that were recorded a moment ago may be in a transaction that has not ended."""
_LATE = timedelta(hours=2)
"""What came of a call is added to its row when its lookup ends: a day is counted anew until so long after its end."""


async def count_lookups(context: Context) -> None:
    """Count what is new, with all of its day. Safe to run twice."""
    upto = context.now() - _BEHIND
    async with context.database.transaction() as conn:
        before = await lookup_counts.until(conn)
        if before is not None and upto <= before:
            return
        since = None if before is None else (before - _LATE).astimezone(UTC).date()
        await lookup_counts.count(conn, since, upto)
