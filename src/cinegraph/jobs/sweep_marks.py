"""The job, every ten minutes, that sees whether a film has changed and nobody asked for its score or its pairs."""

from procrastinate import JobContext

from cinegraph.jobs.endings import context_of
from cinegraph.pipeline.ask_for_marked import ask_for_pairs, ask_for_scores

EVERY = "*/10 * * * *"


async def run(job: JobContext, timestamp: int) -> None:  # noqa: ARG001 the queue names it
    """Whoever changes rows by hand, or with another program, has their films scored, too; and a job that failed is made up for."""
    context = context_of(job)
    async with context.database.transaction() as conn:
        await ask_for_pairs(conn, context.queue)
        await ask_for_scores(conn, context.queue)
