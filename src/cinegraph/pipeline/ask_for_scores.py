"""Films that changed are to be scored: one job for all of them, in the transaction of what changed."""

from psycopg import AsyncConnection

from cinegraph.pipeline.context import Queue
from cinegraph.store import score_marks


async def ask_for_scores(conn: AsyncConnection, queue: Queue) -> None:
    """To be called last in a transaction that may have changed what a score is made of; nothing changed: nothing.

    The database has marked the films itself. A job that waits already, and will see them, is enough.
    """
    if await score_marks.wait(conn) and not await score_marks.is_asked_for(conn):
        await queue.score_movies(conn)
