"""The job, every five minutes, that counts what calls outside came to."""

from procrastinate import JobContext

from cinegraph.jobs.endings import context_of
from cinegraph.pipeline import count_lookups

EVERY = "*/5 * * * *"


async def run(job: JobContext, timestamp: int) -> None:  # noqa: ARG001 the queue names it
    """`timestamp` is the minute that it runs for; the queue gives it once to all workers together."""
    await count_lookups.count_lookups(context_of(job))
