"""The job, once a day, that asks again for stubs and minimal films, and for ratings that are too old."""

from procrastinate import JobContext

from cinegraph.jobs.endings import context_of
from cinegraph.pipeline import rate_films, refresh_stale

EVERY = "23 4 * * *"


async def run(job: JobContext, timestamp: int) -> None:  # noqa: ARG001 the queue names it
    """`timestamp` is the minute that it runs for; the queue gives it once to all workers together."""
    await refresh_stale.refresh_stale(context_of(job))
    if context_of(job).ratings is not None:
        await rate_films.rate_films(context_of(job))
