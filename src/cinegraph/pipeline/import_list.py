"""A list's pages: the first tells how many there are, each of the others is a job, the last one done calls for saving.

Pages are kept as they come, before they are believed. Nothing of the list itself is stored before all of them have been
read or given up: then `save_list` does it in one transaction.
"""

from psycopg import AsyncConnection

from cinegraph.domain.lists import FilmList, ListPage
from cinegraph.fetch.http import NoAnswer, about
from cinegraph.fetch.transports import AccountRefused, CapReached
from cinegraph.pages import decode, imdb_list
from cinegraph.pages.errors import PageChanged, PageError
from cinegraph.pipeline.context import Context, ImportFailed, PutOff, Queue
from cinegraph.pipeline.request_list import check_list
from cinegraph.store import imports, list_imports, lists
from cinegraph.store import pages as page_store
from cinegraph.store.list_imports import ListImport
from cinegraph.store.pages import KeptPage

Read = tuple[int, ListPage]
"""A kept page's number and what it says."""


async def import_list(context: Context, import_id: int) -> None:
    """Read the list's first page, and plan the others; given files are all that is read.

    Safe to run twice. Raises ImportFailed, with the import marked so and nothing else changed; PutOff if the site was
    only busy: the import waits.
    """
    async with context.database.transaction() as conn:
        found = await list_imports.get(conn, import_id)
        if found is None or found.state != "queued":
            return
        await imports.begin(conn, import_id)
        one = await lists.get(conn, found.list_id)
        planned = await list_imports.states(conn, import_id)
    try:
        if planned:
            async with context.database.transaction() as conn:
                await _go_on(conn, context.queue, import_id)
        else:
            await _first_page(context, found, one)
    except ImportFailed as reason:
        async with context.database.transaction() as conn:
            failed = await imports.fail(conn, import_id, str(reason))
        if failed:
            raise
    except PutOff as reason:
        async with context.database.transaction() as conn:
            await imports.put_off(conn, import_id, str(reason))
        raise


async def import_list_page(context: Context, import_id: int, number: int) -> None:
    """Read one page of the list. The last one calls for saving, whether it could be read or not.

    Safe to run twice. Raises PutOff if the site was only busy.
    """
    async with context.database.transaction() as conn:
        found = await list_imports.get(conn, import_id)
        if found is None or found.state != "queued":
            return
        one = await lists.get(conn, found.list_id)
        pending = {
            page.number for page in await list_imports.states(conn, import_id) if page.state == "pending"
        }
    page_id, reason = None, None
    if number in pending:
        try:
            page_id, _ = await _read(context, found, one, number)
        except (PageError, AccountRefused, ImportFailed) as wrong:
            reason = str(wrong)
        except NoAnswer as silence:
            async with context.database.transaction() as conn:
                await imports.put_off(conn, import_id, f"page {number}: {silence}")
            raise _later(silence) from None
    async with context.database.transaction() as conn:
        if await imports.lock(conn, import_id) != "queued":
            return
        if page_id is not None:
            await list_imports.read(conn, import_id, number, page_id)
            await page_store.attach(conn, import_id, [page_id])
        elif reason is not None:
            await list_imports.failed(conn, import_id, number, reason)
        await save_when_read(conn, context.queue, import_id)


async def _first_page(context: Context, found: ListImport, one: FilmList) -> None:
    """Read the first page, and put a job into the queue for each of the others that it speaks of."""
    try:
        page_id, told = await _read(context, found, one, 1)
    except (PageError, AccountRefused) as wrong:
        raise ImportFailed(f"{imdb_list.NAME} could not be read: {wrong}") from None
    except NoAnswer as silence:
        raise _later(silence) from None
    others = range(2, -(-told.total // len(told.entries)) + 1)
    async with context.database.transaction() as conn:
        if await imports.lock(conn, found.id) != "queued":
            return
        await list_imports.read(conn, found.id, 1, page_id)
        await page_store.attach(conn, found.id, [page_id])
        await list_imports.plan(conn, found.id, others)
        await _go_on(conn, context.queue, found.id)


async def _go_on(conn: AsyncConnection, queue: Queue, import_id: int) -> None:
    """A job for each page that is to be read; saving, if there is none."""
    await imports.lock(conn, import_id)
    states = await list_imports.states(conn, import_id)
    pending = [page.number for page in states if page.state == "pending" and not page.worked_on]
    await list_imports.set_jobs(conn, import_id, await queue.import_list_pages(conn, import_id, pending))
    await save_when_read(conn, queue, import_id)


async def save_when_read(conn: AsyncConnection, queue: Queue, import_id: int) -> None:
    """Once no page is pending, put the job that saves the list into the queue. The caller holds the import's row."""
    if all(page.state != "pending" for page in await list_imports.states(conn, import_id)):
        await imports.set_job(conn, import_id, await queue.save_list(conn, import_id))


async def _read(context: Context, found: ListImport, one: FilmList, number: int) -> Read:
    """A fresh copy of the page that was kept, or the page as it is now, kept before it is believed."""
    if one.source_id is None:  # a person changed the list meanwhile
        raise ImportFailed(f"{one.key} comes as CSV: its export must be given")
    path = imdb_list.path(one.source_id, number)
    if not found.refresh:
        async with context.database.transaction() as conn:
            fresh = await list_imports.fresh(
                conn, found.list_id, imdb_list.KIND, path, context.page_fresh_for
            )
        if fresh is not None:
            return fresh[0], imdb_list.parse(decode(fresh[1].body))
    transport = context.transports.get(imdb_list.SITE)
    if transport is None:
        raise ImportFailed("IMDb is switched off (CINEGRAPH_IMDB_TRANSPORT): its pages may not be fetched")
    with about(import_id=found.id, list=one.key):
        got = await transport.get(imdb_list.SITE, imdb_list.KIND, path)
    kept = KeptPage(got.url, got.kind, got.fetched_at, got.body, got.transport, got.status, got.cost)
    async with context.database.transaction() as conn:
        page_id = await page_store.keep(conn, kept)
    told = imdb_list.parse(decode(got.body))
    check_list(told, one)
    if (told.entries[0].position == 1) != (number == 1):
        raise PageChanged(
            f"expected page {number} of the list, and it begins with film {told.entries[0].position}"
        )
    return page_id, told


def _later(silence: NoAnswer) -> PutOff:
    return PutOff(str(silence), silence.after, silence.until if isinstance(silence, CapReached) else None)
