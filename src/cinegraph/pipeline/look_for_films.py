"""Every film that an import waits for has a job that looks for it, or has its answer already."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from psycopg import AsyncConnection

from cinegraph.pipeline.context import Queue
from cinegraph.pipeline.finish_import import settle
from cinegraph.store import import_films


async def look_for_films(
    conn: AsyncConnection,
    queue: Queue,
    import_id: int,
    movie_ids: Sequence[int],
    not_before: datetime | None = None,
) -> None:
    """Make it so for these films, whichever import waits for them: a page may just have joined two rows.

    The caller holds the films. New jobs begin at `not_before`. The import, and others that have nothing left to
    wait for, are settled.
    """
    due = await import_films.due(conn, movie_ids)
    done = await import_films.answered(conn, sorted(set(movie_ids) - set(due)))
    jobs = await import_films.running_jobs(conn, due)
    unasked = await import_films.unasked(conn, due)
    for asker, films in groupby(sorted(unasked, key=unasked.__getitem__), key=unasked.__getitem__):
        jobs |= await queue.resolve_movies(conn, asker, list(films), not_before)
    await import_films.set_jobs(conn, jobs)
    for waited in sorted({import_id, *done}):
        await settle(conn, queue, waited)
