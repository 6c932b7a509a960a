"""The job that counts an import and closes it."""

from procrastinate import JobContext

from cinegraph.jobs.endings import context_of
from cinegraph.pipeline import finish_import


async def run(job: JobContext, import_id: int) -> None:
    """Does nothing while something still works for the import."""
    await finish_import.finish_import(context_of(job), import_id)
