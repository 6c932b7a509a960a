"""What a film's new record leads to: a job for each step that it concerns, in the transaction of the rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import AsyncConnection

from cinegraph.pipeline.ask_for_marked import ask_for_pairs, ask_for_scores
from cinegraph.pipeline.context import Context, Queue
from cinegraph.store import enrichment, film_marks, graph, nominee_questions
from cinegraph.store.film_marks import GRAPH


@dataclass(frozen=True, slots=True)
class Before:
    """What a film told the steps behind it, before its record was written anew."""

    graph: str | None
    people: str | None


@dataclass(frozen=True, slots=True)
class For:
    """For whom the steps are done: the import that asked for the film (None: none did), and whether a user waits."""

    import_id: int | None = None
    urgent: bool = True


SOMEBODY = For()


async def before(conn: AsyncConnection, movie_id: int) -> Before:
    """To be asked for before a film's record, credits or ratings are written."""
    return Before(
        graph=await graph.told(conn, movie_id),
        people=await nominee_questions.told(conn, movie_id),
    )


async def follow_up(
    conn: AsyncConnection, context: Context, movie_id: int, was: Before, whom: For = SOMEBODY
) -> None:
    """Put into the queue what the film's record, as it is now, makes necessary; the same record: nothing.

    Ratings are asked for by their policy; an import waits for them, and what they cost counts for it.
    """
    queue = context.queue
    if await graph.told(conn, movie_id) != was.graph:
        await film_marks.mark(conn, GRAPH, [movie_id])
        await ask_for_pairs(conn, queue)
    if await nominee_questions.told(conn, movie_id) != was.people:
        await queue.link_people(conn, [movie_id], whom.import_id, whom.urgent)
    else:
        await nominees_changed(conn, queue, [movie_id], whom)
    ratings = context.ratings
    if ratings is not None and await enrichment.is_due(conn, ratings.policy, movie_id):
        await queue.enrich_movies(
            conn, [movie_id], whom.import_id, whom.urgent and whom.import_id is not None
        )
    await ask_for_scores(conn, queue)


async def nominees_changed(
    conn: AsyncConnection, queue: Queue, movie_ids: Sequence[int], whom: For = SOMEBODY
) -> None:
    """Films that are known already have nominees whom nobody has tried to link: a page, a person or a merge has named
    them. Films that are still to be asked for wait for their record."""
    untried = await nominee_questions.untried(conn, movie_ids)
    await queue.link_people(conn, untried, whom.import_id, whom.urgent)
