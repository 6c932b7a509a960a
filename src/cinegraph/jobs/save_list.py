"""The job that holds a list against what it said of itself, and saves it."""

from procrastinate import JobContext

from cinegraph.jobs.endings import context_of
from cinegraph.pipeline import save_list


async def run(job: JobContext, import_id: int) -> None:
    """Fails with the reason if nothing could be stored."""
    await save_list.save_list(context_of(job), import_id)
