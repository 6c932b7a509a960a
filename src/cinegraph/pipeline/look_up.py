"""A question to the catalogues of which nothing is kept: only the calls are recorded, as every call is."""

from dataclasses import dataclass, replace
from decimal import Decimal

from cinegraph.domain.movies import MovieRef
from cinegraph.fetch.http import about
from cinegraph.lookup.chain import Outcome
from cinegraph.lookup.explain import Step, explain
from cinegraph.pipeline.context import Context
from cinegraph.pipeline.same_world import same_world
from cinegraph.store import lookups, marks


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What the catalogues answered, each step on the way, and how many calls it took at what cost."""

    outcome: Outcome
    steps: list[Step]
    calls: int
    cost_usd: Decimal


async def look_up(context: Context, ref: MovieRef) -> LookedUp:
    """Ask the tiers for one film; those that are kept for critical films only if it is here and marked so. Raises Refused for a database of another world: its calls are counted there."""
    async with context.database.transaction() as conn:
        await same_world(conn, context)
        await lookups.settle_world(conn, context.world)
        critical = await marks.is_critical(conn, ref.imdb_id)
    sources = [s for s in context.sources if critical or s.name not in context.critical_only]
    with about(reason="lookup by hand") as calls:
        outcome, steps = await explain(replace(ref, asked_in=context.now().year), sources)
    async with context.database.transaction() as conn:
        cost = await lookups.cost(conn, calls)
    return LookedUp(outcome, steps, len(calls), cost)
