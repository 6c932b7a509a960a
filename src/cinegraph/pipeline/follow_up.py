"""What a film's new record leads to: a job for each step that it concerns, in the transaction of the rows."""

from dataclasses import dataclass

from psycopg import AsyncConnection

from cinegraph.pipeline.context import Queue
from cinegraph.store import enrichment, graph
from cinegraph.store.enrichment import Policy


@dataclass(frozen=True, slots=True)
class Before:
    """What a film told the steps behind it, before its record was written anew."""

    graph: str | None


async def before(conn: AsyncConnection, movie_id: int) -> Before:
    """To be asked for before a film's record, credits or ratings are written."""
    return Before(graph=await graph.told(conn, movie_id))


async def follow_up(
    conn: AsyncConnection,
    queue: Queue,
    movie_id: int,
    was: Before,
    rating: Policy | None = None,
    import_id: int | None = None,
) -> None:
    """Put into the queue what the film's record, as it is now, makes necessary; the same record: nothing.

    Ratings are asked for by the policy (None: not at all); an import waits for them, and what they cost counts for it.
    """
    if await graph.told(conn, movie_id) != was.graph:
        await queue.build_collaborations(conn, movie_id)
    if rating is not None and await enrichment.is_due(conn, rating, movie_id):
        await queue.enrich_movies(conn, [movie_id], import_id, urgent=import_id is not None)
