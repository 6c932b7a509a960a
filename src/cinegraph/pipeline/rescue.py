"""What killed processes left: their jobs go to others, their calls are settled. And what is over is forgotten."""

from cinegraph.pipeline.context import Context
from cinegraph.store import answers, budgets, dead_jobs, drafts, held_jobs, jobs
from cinegraph.store.purse import settle_lost
from cinegraph.telemetry import log

_PERIODIC = ("rescue", "alert", "refresh_stale", "read_changes", "sweep_marks", "count_lookups")


async def rescue(context: Context, silent_seconds: float) -> int:
    """Give the jobs of every worker that has been silent for so long back to the queue; how many those were. What was put
    off of an import that is paused is held again.

    Calls that were set aside and never settled are paid; answers that have expired are dropped.
    """
    async with context.database.transaction() as conn:
        for task in _PERIODIC:
            await dead_jobs.forget_dead(conn, task, silent_seconds)
        await jobs.forget_done(conn, _PERIODIC)
        rescued = await dead_jobs.requeue_dead(conn, silent_seconds)
        await held_jobs.align(conn)
        await drafts.forget_old(conn)
        await answers.forget_expired(conn)
        lost = await budgets.abandoned(conn, context.call_lost_after)
    for call in lost:
        async with context.database.transaction() as conn:
            cost = await settle_lost(conn, call)
        if cost is not None:
            log().warning("a call was given up for lost and paid", source=call.source, cost_usd=str(cost))
    if rescued:
        log().warning("jobs of a dead worker were given to others", jobs=rescued)
    return rescued
