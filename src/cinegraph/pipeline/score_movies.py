"""Every film that has changed is scored: its parts, what it is of influence for, and what profiles make of them."""

from cinegraph.pipeline.ask_for_scores import ask_for_scores
from cinegraph.pipeline.context import Context
from cinegraph.store import score_marks, scores
from cinegraph.telemetry import span

_AT_ONCE = 500
"""So many films in a transaction: who wants to change one of them waits for less than a second."""


async def score_movies(context: Context) -> int:
    """The rows of films that were marked before it began are what they should be; the answer is how many films that was.

    Safe to run twice. While somebody else scores films it waits, and mostly nothing is left to do then. What was marked
    meanwhile is for another job, which is asked for.
    """
    async with context.database.transaction() as conn:
        upto, done = await score_marks.newest(conn), 0
    while upto:
        async with context.database.transaction() as conn:
            await scores.claim(conn)
            marks = await score_marks.take(conn, upto, _AT_ONCE)
            if not marks.movie_ids:
                await ask_for_scores(conn, context.queue)
                break
            with span("scores.films", films=len(marks.movie_ids)):
                await scores.score(conn, marks.movie_ids)
            await score_marks.drop(conn, marks)
            done += len(marks.movie_ids)
    return done
