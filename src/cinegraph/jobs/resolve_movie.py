"""The job that looks for one film."""

from datetime import datetime

from procrastinate import JobContext

from cinegraph.jobs.endings import context_of
from cinegraph.jobs.priorities import urgent
from cinegraph.pipeline import resolve_movie


async def run(
    job: JobContext, movie_id: int, import_id: int | None = None, afresh: str | None = None
) -> None:
    """Is put off while nobody answers; fails if a person must act first. `afresh` (ISO 8601) is when a person asked
    for it: nothing that was remembered before."""
    asked_at = datetime.fromisoformat(afresh) if afresh else None
    await resolve_movie.resolve_movie(context_of(job), movie_id, import_id, asked_at, urgent(job))
