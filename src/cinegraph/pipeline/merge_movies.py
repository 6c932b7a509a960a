"""Two films that turn out to be one: joined so that every reference moves, and parted again if that was wrong."""

from psycopg import AsyncConnection
from psycopg.errors import UniqueViolation

from cinegraph.pipeline.context import Queue, Refused
from cinegraph.pipeline.follow_up import nominees_changed
from cinegraph.store import merges, movie_merges, nominee_questions
from cinegraph.store.movie_merges import Merge
from cinegraph.telemetry import log


async def merge_movies(
    conn: AsyncConnection,
    queue: Queue,
    keep: int,
    drop: int,
    by: str,
    reason: str,
    review_id: int | None = None,
) -> None:
    """Film `drop` joins `keep`, in the caller's transaction, and brings its nominees. Does nothing if they are one row
    already.

    Without a review that it comes from, it leaves a decided one, from which a person can undo it.
    """
    if keep == drop:
        return
    await merges.join_movies(conn, keep, drop, by, reason, review_id)
    await nominees_changed(conn, queue, [keep])
    log().info("two films are one", keep=keep, drop=drop, reason=reason)


async def part_movies(conn: AsyncConnection, queue: Queue, found: Merge, by: str) -> None:
    """Undo a merge: both rows are what they were, and their nominees are linked anew. Raises Refused if one of them has
    joined another since."""
    if later := await movie_merges.newer(conn, found):
        where = f"review {later[0].review_id}" if later[0].review_id else f"merge {later[0].id}"
        raise Refused(f"other films were joined with this one since ({where}): undo that first")
    films = [found.keep_id, found.dropped_id]
    try:
        await movie_merges.undo(conn, found, by)
    except UniqueViolation as taken:
        raise Refused(
            f"another film has one of its ids by now: {taken.diag.message_detail or taken}; undo that first"
        ) from None
    await queue.link_people(conn, await nominee_questions.nominated(conn, films))
