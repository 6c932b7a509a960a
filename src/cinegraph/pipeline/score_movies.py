"""Every film that has changed is scored: its parts, what it is of influence for, and what profiles make of them."""

from collections.abc import Sequence

from psycopg import AsyncConnection

from cinegraph.pipeline.ask_for_marked import ask_for_scores
from cinegraph.pipeline.context import Context
from cinegraph.pipeline.work_off import Working, work_off
from cinegraph.store import scores
from cinegraph.store.film_marks import SCORES
from cinegraph.telemetry import span

_AT_ONCE = 500


async def score_movies(context: Context) -> int:
    """The rows of films that were marked before it began are what they should be; the answer is how many films that was.

    Safe to run twice. While somebody else scores films it waits, and mostly nothing is left to do then.
    """
    return await work_off(context, Working(SCORES, _AT_ONCE, scores.claim, _score, ask_for_scores))


async def _score(conn: AsyncConnection, movie_ids: Sequence[int]) -> None:
    with span("scores.films", films=len(movie_ids)):
        await scores.score(conn, movie_ids)
