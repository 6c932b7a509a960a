"""Every film that has changed is scored, at once: its parts, what it is of influence for, and what profiles make of them."""

from cinegraph.pipeline.context import Context
from cinegraph.store import score_marks, scores
from cinegraph.telemetry import span

_ALL_AT_ONCE = 20_000
"""So many marked films, and all are scored: one pass over the tables is quicker than so many look-ups."""


async def score_movies(context: Context) -> int:
    """The rows of marked films are what they should be, and the marks are gone; the answer is how many films that was.

    Safe to run twice. While somebody else scores films it waits, and mostly nothing is left to do then.
    """
    async with context.database.transaction() as conn:
        if not await score_marks.wait(conn):
            return 0
        await scores.claim(conn)
        marks = await score_marks.seen(conn)
        with span("scores.films", films=len(marks.movie_ids)):
            if len(marks.movie_ids) > _ALL_AT_ONCE:
                await scores.score_all(conn)
            else:
                await scores.score(conn, marks.movie_ids)
        await score_marks.drop(conn, marks)
    return len(marks.movie_ids)
