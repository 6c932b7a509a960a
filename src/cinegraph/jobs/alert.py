"""The job, once a minute, that says so when failures or spending cross their lines."""

from procrastinate import JobContext

from cinegraph.jobs.endings import context_of
from cinegraph.pipeline import alert

EVERY = "* * * * *"


async def run(job: JobContext, timestamp: int) -> None:  # noqa: ARG001 the queue names it
    """`timestamp` is the minute that it runs for; the queue gives it once to all workers together."""
    await alert.alert(context_of(job))
