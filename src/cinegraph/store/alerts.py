"""Alerts: which lines were crossed, by which source, when."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from psycopg import AsyncConnection
from psycopg.rows import class_row

_LOCK = 0x414C4552  # "ALER": of two who look at once, the second sees what the first raised


@dataclass(frozen=True, slots=True)
class Alert:
    """A line that was crossed. Of kind "failures" value and line are shares of calls, of kind "spend" US dollars."""

    source: str
    kind: str
    value: Decimal
    line: Decimal
    at: datetime

    @property
    def told(self) -> str:
        """What happened, as a person reads it."""
        if self.kind == "failures":
            return f"{self.value:.0%} of the calls to {self.source} failed within an hour (line: {self.line:.0%})"
        return f"{self.source} has cost {self.value} USD today (line: {self.line} USD)"


_RAISE = """
    insert into alerts (source, kind, value, line)
    select c.source, %(kind)s, c.value, %(line)s from ({crossed}) c
    where not exists (select 1 from alerts a
        where a.source = c.source and a.kind = %(kind)s and a.at >= {since})
    order by c.source
    returning source, kind, value, line, at
"""

_FAILURES = """
    select source, round(count(*) filter (where not answered) / count(*)::numeric, 4) as value
    from lookup_calls where at > now() - interval '1 hour' and source <> 'webhook'
    group by source
    having count(*) >= %(calls)s and count(*) filter (where not answered) >= %(line)s * count(*)
"""

_TODAY = "date_trunc('day', now() at time zone 'utc') at time zone 'utc'"
"""A budget's day: what it has cost is told once each day, however late it was told yesterday."""

_SPENDING = """
    select source, spent_usd as value from source_budgets
    where period = 'day' and starts_on = (now() at time zone 'utc')::date and spent_usd >= %(line)s
"""


async def raise_failures(conn: AsyncConnection, rate: Decimal, calls: int) -> list[Alert]:
    """Sources of which at least that share of at least so many calls failed within the last hour."""
    return await _raise(conn, "failures", _FAILURES, "now() - interval '24 hours'", rate, calls)


async def raise_spending(conn: AsyncConnection, usd: Decimal) -> list[Alert]:
    """Sources that have cost at least that today (UTC)."""
    return await _raise(conn, "spend", _SPENDING, _TODAY, usd)


async def _raise(
    conn: AsyncConnection, kind: str, crossed: str, since: str, line: Decimal, calls: int = 0
) -> list[Alert]:
    await conn.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
    cursor = conn.cursor(row_factory=class_row(Alert))
    await cursor.execute(
        _RAISE.format(crossed=crossed, since=since), {"kind": kind, "line": line, "calls": calls}
    )
    return await cursor.fetchall()


async def of_the_last_day(conn: AsyncConnection) -> list[Alert]:
    """The alerts of the last 24 hours, the newest first."""
    cursor = conn.cursor(row_factory=class_row(Alert))
    await cursor.execute(
        """
        select source, kind, value, line, at from alerts where at > now() - interval '24 hours'
        order by at desc, source
        """
    )
    return await cursor.fetchall()
