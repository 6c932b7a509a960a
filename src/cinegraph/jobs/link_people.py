"""The job that links the nominees of one film."""

from procrastinate import JobContext

from cinegraph.jobs.endings import context_of
from cinegraph.pipeline import link_people


async def run(job: JobContext, movie_id: int, import_id: int | None = None) -> None:
    """Is put off while nobody answers; fails if a person must act first. Does nothing if the film is gone."""
    await link_people.link_people(context_of(job), movie_id, import_id)
