"""Films that changed are to be done by a step: one job for all of them, in the transaction of what changed."""

from psycopg import AsyncConnection

from cinegraph.pipeline.context import Queue
from cinegraph.store import film_marks
from cinegraph.store.film_marks import GRAPH, SCORES, Step


async def ask_for_scores(conn: AsyncConnection, queue: Queue) -> None:
    """To be called last in a transaction that may have changed what a score is made of; nothing changed: nothing.

    The database has marked the films itself. A job that waits already, and will see them, is enough.
    """
    if await _wanted(conn, SCORES):
        await queue.score_movies(conn)


async def ask_for_pairs(conn: AsyncConnection, queue: Queue) -> None:
    """To be called by whoever has marked films because their pairs are to be built anew, in the same transaction."""
    if await _wanted(conn, GRAPH):
        await queue.build_collaborations(conn)


async def _wanted(conn: AsyncConnection, step: Step) -> bool:
    return await film_marks.wait(conn, step) and not await film_marks.is_asked_for(conn, step)
