"""The job, once a minute, that gives the jobs of killed workers to others."""

from procrastinate import JobContext

from cinegraph.jobs.endings import context_of, silence_of
from cinegraph.pipeline import rescue

EVERY = "* * * * *"


async def run(job: JobContext, timestamp: int) -> None:  # noqa: ARG001 the queue names it
    """`timestamp` is the minute that it runs for; the queue gives it once to all workers together."""
    await rescue.rescue(context_of(job), silence_of(job))
