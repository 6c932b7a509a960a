"""The job that looks for one film."""

from procrastinate import JobContext

from cinegraph.jobs.endings import context_of
from cinegraph.pipeline import resolve_movie


async def run(job: JobContext, movie_id: int, import_id: int | None = None, afresh: bool = False) -> None:
    """Is put off while nobody answers; fails if a person must act first. `afresh`: nothing from memory."""
    await resolve_movie.resolve_movie(context_of(job), movie_id, import_id, afresh)
