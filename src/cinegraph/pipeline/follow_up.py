"""What a film's new record leads to: a job for each step that it concerns, in the transaction of the rows."""

from dataclasses import dataclass

from psycopg import AsyncConnection

from cinegraph.pipeline.ask_for_scores import ask_for_scores
from cinegraph.pipeline.context import Queue
from cinegraph.store import graph


@dataclass(frozen=True, slots=True)
class Before:
    """What a film told the steps behind it, before its record was written anew."""

    graph: str | None


async def before(conn: AsyncConnection, movie_id: int) -> Before:
    """To be asked for before a film's record, credits or ratings are written."""
    return Before(graph=await graph.told(conn, movie_id))


async def follow_up(conn: AsyncConnection, queue: Queue, movie_id: int, was: Before) -> None:
    """Put into the queue what the film's record, as it is now, makes necessary; the same record: nothing."""
    if await graph.told(conn, movie_id) != was.graph:
        await queue.build_collaborations(conn, movie_id)
    await ask_for_scores(conn, queue)
