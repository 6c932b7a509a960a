"""The job that reads a full film's record anew."""

from procrastinate import JobContext

from cinegraph.jobs.endings import context_of
from cinegraph.pipeline import refresh_movie


async def run(job: JobContext, movie_id: int) -> None:
    """Does nothing if the record is as new as it can be."""
    await refresh_movie.refresh_movie(context_of(job), movie_id)
