"""The scores of all films, from nothing but their rows: after a bulk load, or to be sure."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from cinegraph.pipeline.context import Context
from cinegraph.store import film_marks, scores
from cinegraph.store.film_marks import SCORES
from cinegraph.telemetry import span

_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Progress:
    """How many parts of the work are done, of how many."""

    done: int
    of: int


async def build_scores(context: Context) -> AsyncIterator[Progress]:
    """Every score is recomputed, so many films in a transaction; tells how far it is after each. Safe to run twice, and
    to break off.

    What is marked before it begins is done with at its end; what changes meanwhile stays marked, and so is what somebody is
    at work on.
    """
    with span("scores.all"):
        async with context.database.transaction() as conn:
            marks = await film_marks.seen(conn, SCORES)
            chunks = await scores.chunks(conn, _CHUNK)
            await scores.claim(conn)
            await scores.keep_works(conn, scores.EVERY)
        yield Progress(1, len(chunks) + 1)
        async with context.database.statement() as conn:
            await scores.tidy(conn, ("score_works",))
        for done, films in enumerate(chunks, 2):
            async with context.database.transaction() as conn:
                await scores.claim(conn)
                held = await scores.hold(conn, films)
                await scores.keep_parts(conn, held)
                await scores.keep_influence(conn, held)
                await scores.keep_scores(conn, held)
            yield Progress(done, len(chunks) + 1)
        async with context.database.transaction() as conn:
            await film_marks.drop(conn, SCORES, marks)
        async with context.database.statement() as conn:
            await scores.tidy(conn, ("movie_score_parts", "movie_scores", SCORES.table))
