"""Every film that has changed is scored, at once: its parts, what it is of influence for, and what profiles make of them."""

from cinegraph.pipeline.context import Context, PutOff
from cinegraph.store import score_marks, scores
from cinegraph.telemetry import span

_AGAIN_SECONDS = 2.0
_ALL_AT_ONCE = 20_000
"""So many marked films, and all are scored: one pass over the tables is quicker than so many look-ups."""


async def score_movies(context: Context) -> int:
    """The rows of marked films are what they should be, and the marks are gone; the answer is how many films that was.

    Safe to run twice. Raises PutOff while somebody else scores films: then nothing was done.
    """
    async with context.database.transaction() as conn:
        if not await score_marks.wait(conn):
            return 0
        if not await scores.claim(conn, wait=False):
            raise PutOff("films are being scored", after=_AGAIN_SECONDS)
        marks = await score_marks.seen(conn)
        with span("scores.films", films=len(marks.movie_ids)):
            if len(marks.movie_ids) > _ALL_AT_ONCE:
                await scores.score_all(conn)
            else:
                await scores.score(conn, marks.movie_ids)
        await score_marks.drop(conn, marks)
    return len(marks.movie_ids)
