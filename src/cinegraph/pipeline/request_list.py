"""A user asks for a list: what was asked is checked, and becomes an import with its job. Nothing else yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg import AsyncConnection

from cinegraph.domain.lists import FilmList, ListPage
from cinegraph.pages import decode, imdb_list, imdb_list_csv
from cinegraph.pages.errors import AnotherList, PageError
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.find_list import Found
from cinegraph.pipeline.look_for_films import look_for_films
from cinegraph.pipeline.same_world import same_world
from cinegraph.pipeline.sort_pages import GivenPage
from cinegraph.store import held_jobs, import_films, imports, jobs, list_imports, movies
from cinegraph.store import pages as page_store
from cinegraph.store.list_imports import ListImport
from cinegraph.store.pages import KeptPage

_SAVED = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
"""A saved file does not say when it was fetched."""


@dataclass(frozen=True, slots=True)
class RequestedList:
    """An import of a list that now waits or works. `resumed`: it was there, unfinished, and goes on."""

    import_id: int
    key: str
    resumed: bool


async def request_lists(
    context: Context,
    chosen: Sequence[Found],
    given: Sequence[GivenPage] = (),
    lookup: bool = True,
    refresh: bool = False,
) -> list[RequestedList]:
    """One import for each list, all or none, each with its job. `given` files are of the one list that is chosen.

    Raises Refused for a list that cannot be fetched, for a file that is none or of another list, for a database of
    another world.
    """
    pages: list[KeptPage] = []
    for _, one in chosen:
        if one.tracks_awards:
            raise Refused(f"{one.key} stands for nominations: `cinegraph import {one.key} YEAR` brings them")
        if given:
            pages = check_given(one, given)
        else:
            refuse_unreachable(context, one)
    async with context.database.transaction() as conn:
        if lookup or not given:
            await same_world(conn, context)
        requested = [
            await _request(conn, context, number, one, pages, lookup, refresh) for number, one in chosen
        ]
        resumed = [r.import_id for r in requested if r.resumed]
        await held_jobs.go_on(conn, resumed)
        await jobs.hurry(conn, resumed)
    return requested


def refuse_unreachable(context: Context, one: FilmList) -> None:
    """Raises Refused for a list whose pages cannot be fetched."""
    if one.source_type == "csv":
        raise Refused(f"{one.key} comes as CSV: give its export with --file")
    if imdb_list.SITE not in context.transports:
        raise Refused(
            f"no page of {one.key} may be fetched: IMDb is switched off (CINEGRAPH_IMDB_TRANSPORT); give saved pages"
            " with --page, or its CSV export with --file"
        )


def check_given(one: FilmList, given: Sequence[GivenPage]) -> list[KeptPage]:
    """The given files as pages, each read once to know that it can be. Raises Refused, naming the file."""
    kept: list[KeptPage] = []
    begins: dict[tuple[str, int], str] = {}
    for page in given:
        try:
            told = read(kind_of(page.body), decode(page.body))
            check_list(told, one)
        except PageError as wrong:
            raise Refused(f"{page.name}: {wrong}") from None
        place = (told.account, told.entries[0].position)
        if place in begins:
            raise Refused(f"{page.name}: it shows the same films as {begins[place]}")
        begins[place] = page.name
        kept.append(KeptPage(page.name, told.account, _SAVED, page.body, "file"))
    return kept


def kind_of(body: bytes) -> str:
    """Whether a file is to be read as a page or as an export: what begins like HTML is a page."""
    head = decode(body)[:4_096].casefold()
    return imdb_list.KIND if "<html" in head or "<!doctype html" in head else imdb_list_csv.KIND


def read(kind: str, text: str) -> ListPage:
    """What a page of that kind says. Raises a PageError."""
    return imdb_list.parse(text) if kind == imdb_list.KIND else imdb_list_csv.parse(text)


def check_list(told: ListPage, one: FilmList) -> None:
    """Raises AnotherList if the page is of another list than this one."""
    if told.list_id is not None and told.list_id != one.source_id:
        wanted = one.source_id or "one that comes as CSV"
        raise AnotherList(
            f"this page is of list {told.list_id}, {told.name!r}, not of {one.key} ({wanted}): the list has moved, or"
            f" an id is wrong; if it is the right one: `cinegraph lists edit {one.key} --source-id {told.list_id}`"
        )


async def _request(
    conn: AsyncConnection,
    context: Context,
    list_id: int,
    one: FilmList,
    pages: Sequence[KeptPage],
    lookup: bool,
    refresh: bool,
) -> RequestedList:
    page_ids = [await page_store.keep(conn, page) for page in pages]
    unfinished = await list_imports.unfinished(conn, list_id, lookup, page_ids)
    if unfinished is not None and await _goes_on(conn, context, unfinished, bool(pages), refresh):
        await _revive(conn, context, unfinished)
        return RequestedList(unfinished.id, one.key, resumed=True)
    import_id = await list_imports.request(conn, list_id, lookup, refresh)
    await page_store.attach(conn, import_id, page_ids)
    for number, page_id in enumerate(page_ids, 1):
        await list_imports.read(conn, import_id, number, page_id)
    await imports.set_job(conn, import_id, await context.queue.import_list(conn, import_id))
    return RequestedList(import_id, one.key, resumed=False)


async def _goes_on(
    conn: AsyncConnection, context: Context, unfinished: ListImport, given: bool, refresh: bool
) -> bool:
    """Whether the unfinished import reads, or has read, what a new one would read."""
    if given:
        return True
    if unfinished.state == "queued":
        return unfinished.refresh or not refresh
    return not refresh and await list_imports.all_fresh(conn, unfinished.id, context.page_fresh_for)


async def _revive(conn: AsyncConnection, context: Context, unfinished: ListImport) -> None:
    """An import that nothing in the queue works for gets its jobs again."""
    if not await imports.forsaken(conn, [unfinished.id]):
        return
    if unfinished.state == "queued":
        await imports.set_job(conn, unfinished.id, await context.queue.import_list(conn, unfinished.id))
        return
    pending = await import_films.pending(conn, unfinished.id)
    await movies.hold(conn, pending)
    await look_for_films(conn, context.queue, unfinished.id, pending)
