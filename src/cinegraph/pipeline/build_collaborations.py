"""Who worked with whom in every film that has changed, and what that makes of each pair's sum."""

from collections.abc import Sequence

from psycopg import AsyncConnection

from cinegraph.pipeline.ask_for_marked import ask_for_pairs
from cinegraph.pipeline.context import Context
from cinegraph.pipeline.work_off import Working, work_off
from cinegraph.store import graph
from cinegraph.store.film_marks import GRAPH
from cinegraph.telemetry import span

_AT_ONCE = 50


async def build_collaborations(context: Context) -> int:
    """The pairs of films that were marked before it began are what their credits say; the answer is how many films that was.

    Safe to run twice.
    """
    return await work_off(context, Working(GRAPH, _AT_ONCE, graph.claim, _build, ask_for_pairs))


async def _build(conn: AsyncConnection, movie_ids: Sequence[int]) -> None:
    with span("graph.films", films=len(movie_ids)):
        await graph.build(conn, movie_ids)
