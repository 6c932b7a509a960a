"""The job, once a day, that asks again for stubs and minimal films."""

from procrastinate import JobContext

from cinegraph.jobs.endings import context_of
from cinegraph.pipeline import refresh_stale

EVERY = "23 4 * * *"


async def run(job: JobContext, timestamp: int) -> None:  # noqa: ARG001 the queue names it
    """`timestamp` is the minute that it runs for; the queue gives it once to all workers together."""
    await refresh_stale.refresh_stale(context_of(job))
