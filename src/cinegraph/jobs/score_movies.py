"""The job that scores every film that has changed."""

from procrastinate import JobContext

from cinegraph.jobs.endings import context_of
from cinegraph.pipeline import score_movies


async def run(job: JobContext) -> None:
    """Does nothing if another job has scored them meanwhile."""
    await score_movies.score_movies(context_of(job))
