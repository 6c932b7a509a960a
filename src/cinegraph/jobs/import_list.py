"""The job that reads a list's first page and plans the others."""

from procrastinate import JobContext

from cinegraph.jobs.endings import context_of
from cinegraph.pipeline import import_list


async def run(job: JobContext, import_id: int) -> None:
    """Fails with the reason if the list cannot be read; nothing is stored then."""
    await import_list.import_list(context_of(job), import_id)
