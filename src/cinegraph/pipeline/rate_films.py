"""Films without ratings, or with old ones, get a job that asks for them: so many at once, the longest untried first."""

from dataclasses import dataclass
from decimal import Decimal

from psycopg import AsyncConnection

from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.same_world import same_world
from cinegraph.store import enrichment, jobs, lookups
from cinegraph.store.enrichment import Policy


@dataclass(frozen=True, slots=True)
class Rated:
    """What was begun: film → its job, how many films are left for the next time, what a call costs (USD)."""

    jobs: dict[int, int]
    left: int
    price_usd: Decimal

    @property
    def cost_usd(self) -> Decimal:
        """What it costs at most: an answer that is remembered costs nothing."""
        return self.price_usd * len(self.jobs)


async def rate_films(
    context: Context,
    limit: int | None = None,
    film: int | None = None,
    everything: bool = False,
    urgent: bool = False,
    rehearse: bool = False,
) -> Rated:
    """Put a job into the queue for each film whose ratings are due, up to the limit (the setting if left out).

    `everything`: for each that can be rated, however young its ratings are; `film`: for this one. `rehearse`:
    everything is undone again, and only the figures are true. Raises Refused if ratings are not asked for, for a film
    that cannot be rated, and for a database of another world.
    """
    if (ratings := context.ratings) is None:
        raise Refused(f"ratings are not asked for: {context.no_ratings}")
    policy = ratings.policy.at_once if everything or film is not None else ratings.policy
    async with context.database.transaction() as conn, conn.transaction(force_rollback=rehearse):
        await same_world(conn, context)
        wanted = [film] if film is not None else None
        due = await _due(conn, policy, wanted, context.refresh_limit if limit is None else limit)
        left = 0 if film is not None else await enrichment.count_due(conn, policy) - len(due)
        anew = everything or film is not None
        asked = await context.queue.enrich_movies(conn, due, None, urgent, anew)
        await enrichment.mark_tried(conn, policy, due)
        if asked:
            await lookups.settle_world(conn, context.world)
    if asked and not rehearse:
        async with context.database.transaction() as conn:
            await jobs.analyze(conn)
    return Rated(asked, left, ratings.source.price_usd)


async def _due(conn: AsyncConnection, policy: Policy, wanted: list[int] | None, limit: int) -> list[int]:
    if wanted is None:
        return await enrichment.all_due(conn, policy, limit)
    (film,) = wanted
    if not await enrichment.is_due(conn, policy, film):
        raise Refused(
            "the film cannot be rated: it has no IMDb id, is a stub, or is not critical while CINEGRAPH_CRITICAL_ONLY"
            f" names {policy.catalogue}"
        )
    return wanted
