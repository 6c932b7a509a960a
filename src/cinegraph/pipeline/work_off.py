"""The films that are marked for a step, some at a time."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from psycopg import AsyncConnection

from cinegraph.pipeline.context import Context, Queue
from cinegraph.store import film_marks
from cinegraph.store.film_marks import Step

Work = Callable[[AsyncConnection, Sequence[int]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Working:
    """How a step is worked off: so many films in a transaction (who wants to change one of them waits for as long), one
    transaction at a time (`claim`); what was marked meanwhile is for another job (`ask`)."""

    step: Step
    at_once: int
    claim: Callable[[AsyncConnection], Awaitable[None]]
    work: Work
    ask: Callable[[AsyncConnection, Queue], Awaitable[None]]


async def work_off(context: Context, how: Working) -> int:
    """Every film that was marked before it began is done with; the answer is how many that was. Safe to run twice.

    Films that somebody else holds are passed over, and waited for when there is no other, while nothing is held here.
    """
    async with context.database.transaction() as conn:
        upto, done = await film_marks.newest(conn, how.step), 0
    while upto:
        async with context.database.transaction() as conn:
            await how.claim(conn)
            marks = await film_marks.take(conn, how.step, upto, how.at_once)
            if marks.movie_ids:
                await how.work(conn, marks.movie_ids)
                await film_marks.drop(conn, how.step, marks)
                done += len(marks.movie_ids)
            elif marks.busy is None:
                await how.ask(conn, context.queue)
                break
        if marks.busy is not None:
            async with context.database.transaction() as conn:
                await film_marks.until_free(conn, how.step, marks.busy)
    return done
