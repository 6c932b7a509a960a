"""Jobs of workers that were killed go to others."""

from cinegraph.pipeline.context import Context
from cinegraph.store import jobs
from cinegraph.telemetry import log


async def rescue(context: Context, silent_seconds: float) -> int:
    """Give the jobs of every worker that has been silent for so long back to the queue; how many those were."""
    async with context.database.transaction() as conn:
        await jobs.forget_dead(conn, "rescue", silent_seconds)
        rescued = await jobs.requeue_dead(conn, silent_seconds)
        await jobs.forget_done(conn, "rescue")
    if rescued:
        log().warning("jobs of a dead worker were given to others", jobs=rescued)
    return rescued
