"""Which films has the catalogue changed since we asked last? Those of ours are read anew, so many at once."""

from dataclasses import dataclass
from datetime import date, timedelta

from psycopg import AsyncConnection

from cinegraph.fetch.http import about
from cinegraph.pipeline.answers import answered
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.same_world import same_world
from cinegraph.sources.base import Changing
from cinegraph.store import changed_films, jobs
from cinegraph.telemetry import span

_TOLD = timedelta(days=14)
"""TMDb tells of changes in so many days at once, and no more are asked for: a longer gap is bridged by reading anew
every film whose record is older."""


@dataclass(frozen=True, slots=True)
class ChangesRead:
    """What was read: since when, how many films the catalogue has changed, how many of them are ours, the jobs that
    read them anew by film, and how many of ours are older than anything that it can tell."""

    since: date
    told: int
    ours: int
    older: int
    jobs: dict[int, int]


async def read_changes(
    context: Context, limit: int | None = None, rehearse: bool = False
) -> ChangesRead | None:
    """Read every page of changes since last time, note which films of ours they are, and put jobs into the queue for
    those that are due; run twice, it reads no film twice. None if nothing is kept that could have changed.

    `rehearse`: pages are read, everything else is undone again. Raises PutOff if nobody answers, Refused for a database
    of another world and if there is no such catalogue.
    """
    if (source := context.changing) is None:
        raise Refused("no catalogue that tells of changes is switched on (CINEGRAPH_TMDB)")
    now = context.now()
    async with context.database.transaction() as conn:
        await same_world(conn, context)
        last = await changed_films.read_until(conn, source.name)
        first = await changed_films.first_told(conn, source.name)
    if first is None:
        return None
    since = max(last or first, now - _TOLD)
    changed = await _changed(source, since.date(), now.date())
    async with context.database.transaction() as conn, conn.transaction(force_rollback=rehearse):
        await changed_films.read_until(conn, source.name)
        ours = await changed_films.note(conn, source.name, changed)
        older = 0 if last and last >= since else await changed_films.note_older(conn, source.name, since)
        await changed_films.remember(conn, source.name, now)
        put = await _put(conn, context, source.name, context.refresh_limit if limit is None else limit)
    if put and not rehearse:
        async with context.database.transaction() as conn:
            await jobs.analyze(conn)
    return ChangesRead(since.date(), len(changed), ours, older, put)


async def _changed(source: Changing, since: date, until: date) -> list[int]:
    """Every film that it has changed between these days, page by page."""
    found: dict[int, None] = {}
    page, pages = 1, 1
    with about(purpose="changes"), answered(), span("changes.read", source=source.name):
        while page <= pages:
            told = await source.changed(since, until, page)
            found |= dict.fromkeys(told.films)
            page, pages = page + 1, told.pages
    return list(found)


async def _put(conn: AsyncConnection, context: Context, source: str, limit: int) -> dict[int, int]:
    due = await changed_films.due(conn, source, limit)
    await changed_films.mark_tried(conn, source, due)
    return await context.queue.refresh_movies(conn, due)
