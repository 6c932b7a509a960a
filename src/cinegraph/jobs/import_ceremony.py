"""The job that reads an import's pages and saves its ceremony."""

from procrastinate import JobContext

from cinegraph.jobs.endings import context_of
from cinegraph.pipeline import import_ceremony


async def run(job: JobContext, import_id: int) -> None:
    """Fails with the reason if nothing could be stored."""
    await import_ceremony.import_ceremony(context_of(job), import_id)
