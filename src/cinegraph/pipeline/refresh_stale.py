"""Stubs and minimal films are asked for again, the oldest attempt first: later each time, and so many at once."""

from dataclasses import dataclass
from datetime import timedelta

from cinegraph.pipeline.ask_again import ask_again
from cinegraph.pipeline.context import Context
from cinegraph.pipeline.same_world import same_world
from cinegraph.store import jobs, lookups, nominee_questions, reviews, stale


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a sweep began: film → its job, how many due films it left for the next one, and how many films it put
    before a person because they have been stubs for long."""

    jobs: dict[int, int]
    left: int
    reviews: int


async def refresh_stale(
    context: Context, limit: int | None = None, age: timedelta | None = None, rehearse: bool = False
) -> Refreshed:
    """Put a job into the queue for each film that is due, up to the limit; run twice, it asks for nothing twice. Nominees
    whom nobody has tried to link get theirs.

    Each film is marked as tried at once: the next sweep begins with others, whatever comes of these. `age` asks for
    those whose last attempt is so old, whatever their back-off says; `rehearse`: everything is undone again, and only
    the figures are true. Raises Refused for a database of another world.
    """
    async with context.database.transaction() as conn, conn.transaction(force_rollback=rehearse):
        await same_world(conn, context)
        old = await reviews.ask_about_old_stubs(conn, context.stub_review_after)
        due = await stale.stale(conn, context.refresh_limit if limit is None else limit, age)
        left = await stale.stale_count(conn, age) - len(due)
        asked = await ask_again(conn, context.queue, due, urgent=False)
        untried = await nominee_questions.untried_anywhere(conn, context.refresh_limit)
        await context.queue.link_people(conn, untried, urgent=False)
        if asked:
            await lookups.settle_world(conn, context.world)
    if asked and not rehearse:
        async with context.database.transaction() as conn:
            await jobs.analyze(conn)
    return Refreshed(asked, left, old)
