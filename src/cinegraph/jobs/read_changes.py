"""The job, once a day, that asks which films the catalogue has changed."""

from procrastinate import JobContext

from cinegraph.jobs.endings import context_of
from cinegraph.pipeline import read_changes

EVERY = "41 3 * * *"


async def run(job: JobContext, timestamp: int) -> None:  # noqa: ARG001 the queue names it
    """`timestamp` is the minute that it runs for; the queue gives it once to all workers together. Is put off while
    nobody answers."""
    if context_of(job).changing is not None:
        await read_changes.read_changes(context_of(job))
