"""The job that asks for one film's ratings."""

from datetime import datetime

from procrastinate import JobContext

from cinegraph.jobs.endings import context_of
from cinegraph.pipeline import enrich_movie


async def run(
    job: JobContext, movie_id: int, import_id: int | None = None, afresh: str | None = None
) -> None:
    """Is put off while the quota is spent or nobody answers; fails if a person must act first. `afresh` (ISO 8601) is
    when a person asked for it: nothing that was told before."""
    asked_at = datetime.fromisoformat(afresh) if afresh else None
    await enrich_movie.enrich_movie(context_of(job), movie_id, import_id, asked_at)
