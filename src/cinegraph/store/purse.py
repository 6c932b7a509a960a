"""The purse of the door: every process that shares the database pays from the same budgets."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from psycopg import AsyncConnection

from cinegraph.fetch.http import Call, Request, Spent
from cinegraph.store import budgets, lookups
from cinegraph.store.budgets import NO_LIMITS, Limits, Reservation
from cinegraph.store.database import Database


class SharedPurse:
    """Implements `fetch.http.Purse` on the ledger. `limits` maps a source to what it may cost."""

    def __init__(self, database: Database, limits: Mapping[str, Limits]) -> None:
        self._database = database
        self._limits = dict(limits)

    async def look(self, request: Request) -> None:
        """Raises Spent while the budget is spent, so that nobody waits for a turn that cannot be used."""
        limits = self._limits.get(request.source)
        if limits is None:
            return
        async with self._database.statement() as conn:
            stands = await budgets.standing(conn, request.source)
        if limit := budgets.exceeded(limits, stands, request.price):
            raise self._spent(request.source, limits, *limit)

    async def reserve(self, call_id: UUID, request: Request, metadata: Mapping[str, object]) -> bool:
        """Raises Spent. Calls that cost nothing, of a source without a limit, are not kept account of."""
        if request.source not in self._limits and request.price == 0:
            return False
        limits = self._limits.get(request.source, NO_LIMITS)
        async with self._database.statement() as conn:
            limit = await budgets.reserve(
                conn,
                call_id,
                request.source,
                request.price,
                limits,
                request.operation,
                request.identifier,
                metadata,
            )
        if limit is not None:
            raise self._spent(request.source, limits, *limit)
        return True

    async def settle(self, call: Call, paid: bool) -> None:
        """The call's row and its cost, in one transaction."""
        async with self._database.transaction() as conn:
            await budgets.settle(conn, call.id, paid)
            await record(conn, call)

    @staticmethod
    def _spent(source: str, limits: Limits, limit: str, today: date) -> Spent:
        until = budgets.renews(limit.split("_", maxsplit=1)[0], today)
        told = f"the budget of {source} is spent ({limits.of(limit)}) and renews {until:%Y-%m-%d %H:%M} UTC"
        return Spent(told, until)


async def record(conn: AsyncConnection, call: Call) -> None:
    """The call, as a row of `api_lookup_metrics`."""
    await lookups.record(
        conn,
        call.id,
        call.source,
        call.operation,
        call.identifier,
        call.success,
        call.response_time_ms,
        call.error_message,
        call.metadata,
    )


async def settle_lost(conn: AsyncConnection, lost: Reservation) -> Decimal | None:
    """A call whose process died: nobody knows whether it was answered, so it is paid, and its row says so.

    The answer is what it cost; None if it came back meanwhile. One call a transaction.
    """
    cost = await budgets.settle(conn, lost.call_id, paid=True)
    if cost is not None:
        await record(
            conn,
            Call(
                id=lost.call_id,
                source=lost.source,
                operation=lost.operation,
                identifier=lost.identifier or "",
                success=False,
                response_time_ms=0,
                error_message="its process died before the answer came; counted as paid",
                metadata=lost.metadata | {"cost_usd": cost, "lost": True},
            ),
        )
    return cost
