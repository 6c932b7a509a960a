"""The job that recomputes who worked with whom in every film that has changed."""

from procrastinate import JobContext

from cinegraph.jobs.endings import context_of
from cinegraph.pipeline import build_collaborations


async def run(job: JobContext) -> None:
    """Does nothing if another job has built them meanwhile."""
    await build_collaborations.build_collaborations(context_of(job))
