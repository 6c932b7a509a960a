"""The job that reads one page of a list."""

from procrastinate import JobContext

from cinegraph.jobs.endings import context_of
from cinegraph.pipeline import import_list


async def run(job: JobContext, import_id: int, number: int) -> None:
    """Is put off while the site is busy; a page that cannot be read is left out, with its reason."""
    await import_list.import_list_page(context_of(job), import_id, number)
