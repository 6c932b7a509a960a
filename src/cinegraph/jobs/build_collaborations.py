"""The job that recomputes who worked with whom in one film."""

from procrastinate import JobContext

from cinegraph.jobs.endings import context_of
from cinegraph.pipeline import build_collaborations


async def run(job: JobContext, movie_id: int) -> None:
    """Does nothing if the film is gone: what it joined has its pairs."""
    await build_collaborations.build_collaborations(context_of(job), movie_id)
