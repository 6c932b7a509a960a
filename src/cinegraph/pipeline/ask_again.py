"""Films are asked for again: those that a job looks for already are hurried, the others get one."""

from collections.abc import Sequence

from psycopg import AsyncConnection

from cinegraph.pipeline.context import Queue
from cinegraph.store import import_films, jobs, movies, stale


async def ask_again(
    conn: AsyncConnection,
    queue: Queue,
    movie_ids: Sequence[int],
    import_id: int | None = None,
    urgent: bool = True,
    afresh: bool = False,
) -> dict[int, int]:
    """Make the films due and see that each has a job that has not begun; film → job. Imports that miss them wait for
    them again. One that is at work may know nothing of what was decided just now, or be over already.

    `urgent`: a user waits for it; else it runs when nothing else is to be done. That a catalogue had nothing is asked
    anew; `afresh`: so is everything that is remembered.
    """
    await movies.hold(conn, movie_ids)
    await movies.ask_now(conn, movie_ids)
    waiting = await stale.waiting_jobs(conn, movie_ids)
    await jobs.hurry_these(conn, list(waiting.values()), afresh)
    rest = [number for number in movie_ids if number not in waiting]
    asked = waiting | await queue.resolve_movies(conn, import_id, rest, None, urgent, afresh)
    await movies.mark_attempts(conn, rest)
    await import_films.reattach(conn, asked)
    return asked
