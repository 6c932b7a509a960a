"""Every call outside, the pace they are made at, and the world that this database speaks of."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

_EXACT = msgspec.json.Encoder(decimal_format="number")


def exact(facts: Mapping[str, object]) -> Jsonb:
    """Facts as jsonb, in which an amount of money is the number that it is, to the last digit."""
    return Jsonb(dict(facts), dumps=_EXACT.encode)


async def record(
    conn: AsyncConnection,
    call_id: UUID,
    source: str,
    operation: str,
    identifier: str,
    success: bool,
    response_time_ms: int,
    error_message: str | None,
    metadata: Mapping[str, object],
) -> None:
    """One call, as a row of `api_lookup_metrics`.

    A call that was given up for lost, and then came back after all, keeps the cost that it was settled with.
    """
    await conn.execute(
        """
        insert into api_lookup_metrics as kept
            (id, source, operation, identifier, success, response_time_ms, error_message, metadata)
        values (%s, %s, %s, %s, %s, %s, %s, %s)
        on conflict (id) do update set success = excluded.success, response_time_ms = excluded.response_time_ms,
            error_message = excluded.error_message,
            metadata = kept.metadata || excluded.metadata || jsonb_build_object('cost_usd', kept.metadata -> 'cost_usd')
        """,
        [
            call_id,
            source,
            operation,
            identifier,
            success,
            response_time_ms,
            error_message,
            exact(metadata),
        ],
    )


async def add_outcome(conn: AsyncConnection, calls: Sequence[UUID], facts: Mapping[str, object]) -> None:
    """What came of the lookup that these calls were made for."""
    await conn.execute(
        "update api_lookup_metrics set metadata = metadata || %s where id = any(%s)",
        [exact(facts), list(calls)],
    )


async def cost(conn: AsyncConnection, calls: Sequence[UUID]) -> Decimal:
    """What these calls cost together, in US dollars."""
    cursor = await conn.execute(
        "select coalesce(sum((metadata ->> 'cost_usd')::numeric), 0) from api_lookup_metrics where id = any(%s)",
        [list(calls)],
    )
    row = await cursor.fetchone()
    assert row is not None
    return Decimal(row[0])


async def take_turn(conn: AsyncConnection, source: str, rate: float, burst: int) -> float:
    """Take the next turn at a source with `rate` turns a second; the answer is how many seconds off it is.

    One function in the database (GCRA), so that all processes together keep the pace.
    """
    cursor = await conn.execute("select take_turn(%s, %s, %s)", [source, rate, burst])
    row = await cursor.fetchone()
    assert row is not None
    return float(row[0])


async def world(conn: AsyncConnection) -> str | None:
    """The world that this database speaks of: 'real', 'offline', or None while nothing was asked outside."""
    cursor = await conn.execute("select name from world")
    row = await cursor.fetchone()
    return str(row[0]) if row else None


async def settle_world(conn: AsyncConnection, name: str) -> str:
    """Say which world it is, if nobody did yet; the answer is the world that it is."""
    await conn.execute("insert into world (single, name) values (true, %s) on conflict do nothing", [name])
    return str(await world(conn))
