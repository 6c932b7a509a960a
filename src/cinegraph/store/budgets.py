"""The ledger: what each source may cost and has cost, by day and month (UTC), and what is set aside for calls.

The sum of `source_budgets.spent_usd` over the days is that of `cost_usd` in `api_lookup_metrics`, at every moment:
both change in one transaction. Amounts are exact (numeric, Decimal), in US dollars, and never rounded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import class_row

from cinegraph.store import lookups


@dataclass(frozen=True, slots=True)
class Limits:
    """What a source may cost and how often it may be asked; None is without a limit."""

    day_usd: Decimal | None = None
    month_usd: Decimal | None = None
    day_calls: int | None = None
    month_calls: int | None = None

    def of(self, limit: str) -> str:
        """A limit, as a person reads it: "1.00 USD a day"."""
        period, unit = limit.split("_")
        value = getattr(self, limit)
        if unit == "usd":
            return f"{value} USD a {period}"
        return f"{value} call{'' if value == 1 else 's'} a {period}"


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Standing:
    """What was spent, is set aside and was asked of a source in the day or month that runs."""

    source: str
    period: str
    starts_on: date
    spent_usd: Decimal
    reserved_usd: Decimal
    calls: int


@dataclass(frozen=True, slots=True)
class Reservation:
    """A call whose price is set aside and that nobody has settled."""

    call_id: UUID
    source: str
    amount: Decimal
    operation: str
    identifier: str | None
    metadata: dict[str, object]


async def reserve(
    conn: AsyncConnection,
    call_id: UUID,
    source: str,
    amount: Decimal,
    limits: Limits,
    operation: str,
    identifier: str,
    metadata: Mapping[str, object],
) -> tuple[str, date] | None:
    """Set the price of a call aside, in one atomic statement; or the limit that it would exceed ("day_usd" …), and the
    day (UTC) by the database's clock, which is everybody's.

    However many processes ask at once: spent + set aside never exceeds a limit.
    """
    cursor = await conn.execute(
        """
        select reserve_call(%s, %s, %s::numeric, %s::numeric, %s::numeric, %s::int, %s::int, %s, %s, %s),
            (now() at time zone 'utc')::date
        """,
        [
            call_id,
            source,
            amount,
            limits.day_usd,
            limits.month_usd,
            limits.day_calls,
            limits.month_calls,
            operation,
            identifier,
            lookups.exact(metadata),
        ],
    )
    row = await cursor.fetchone()
    assert row is not None
    return None if row[0] is None else (str(row[0]), row[1])


async def settle(conn: AsyncConnection, call_id: UUID, paid: bool) -> Decimal | None:
    """Spend what was set aside for the call, or give it back. The answer is its cost; None if it is settled already.

    Settle one call a transaction: the rows of several would be locked in an order of their own.
    """
    cursor = await conn.execute("select settle_call(%s, %s)", [call_id, paid])
    row = await cursor.fetchone()
    return None if row is None or row[0] is None else Decimal(row[0])


async def standing(conn: AsyncConnection, source: str | None = None) -> list[Standing]:
    """Where the sources (or this one) stand in the day and the month that run now."""
    cursor = conn.cursor(row_factory=class_row(Standing))
    await cursor.execute(
        """
        select source, period, starts_on, spent_usd, reserved_usd, calls from source_budgets
        where starts_on = date_trunc(period, now() at time zone 'utc')::date
            and (%(source)s::text is null or source = %(source)s)
        order by source, period
        """,
        {"source": source},
    )
    return await cursor.fetchall()


def exceeded(limits: Limits, stands: list[Standing], amount: Decimal) -> tuple[str, date] | None:
    """The limit that a call at this price would exceed, the month's before the day's, and the first day of its
    period."""
    for period in ("month", "day"):
        for stand in stands:
            if stand.period != period:
                continue
            usd, calls = getattr(limits, f"{period}_usd"), getattr(limits, f"{period}_calls")
            if usd is not None and stand.spent_usd + stand.reserved_usd + amount > usd:
                return f"{period}_usd", stand.starts_on
            if calls is not None and stand.calls >= calls:
                return f"{period}_calls", stand.starts_on
    return None


def renews(period: str, today: date) -> datetime:
    """When the day or month of that day ends, and its budget renews (UTC)."""
    first = today + timedelta(days=1) if period == "day" else (today.replace(day=1) + timedelta(days=32))
    return datetime.combine(first if period == "day" else first.replace(day=1), time(), UTC)


async def abandoned(conn: AsyncConnection, older_than: timedelta) -> list[Reservation]:
    """Calls that were set aside so long ago that no living process can still be waiting for their answer."""
    cursor = conn.cursor(row_factory=class_row(Reservation))
    await cursor.execute(
        """
        select call_id, source, amount, operation, identifier, metadata from reservations
        where reserved_at < now() - %s::interval order by reserved_at
        """,
        [older_than],
    )
    return await cursor.fetchall()
