"""A list that was read is held against what it said of itself, and against what is stored; then it is saved whole.

Store first: membership, stub films and the jobs that will look for them are one transaction.
"""

from dataclasses import dataclass

from psycopg import AsyncConnection

from cinegraph.domain.lists import FilmList, Listed, same_name, together
from cinegraph.pages import decode
from cinegraph.pages.errors import PageError
from cinegraph.pipeline.ask_for_films import Asked, AskFirst, ask_catalogues, ask_for_films, settle_world
from cinegraph.pipeline.context import Context, ImportFailed
from cinegraph.pipeline.request_list import check_list, read
from cinegraph.store import imports, jobs, list_imports, list_items, lists
from cinegraph.store.list_imports import ListImport, ListPageState
from cinegraph.telemetry import span

_KEPT_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class _Saving:
    """What is to be saved, for which list and import; `fetched`: from the world outside."""

    found: ListImport
    one: FilmList
    listed: Listed
    pages: list[ListPageState]
    fetched: bool


async def save_list(context: Context, import_id: int) -> None:
    """Save what the import's pages say of the list; its films' jobs are in the queue when this returns.

    Safe to run twice. Raises ImportFailed, with the import marked so and nothing else changed.
    """
    async with context.database.transaction() as conn:
        found = await list_imports.get(conn, import_id)
        if found is None or found.state != "queued":
            return
        one = await lists.get(conn, found.list_id)
        kept = await list_imports.kept(conn, import_id)
        pages = await list_imports.states(conn, import_id)
    try:
        try:
            told = [read(page.kind, decode(page.body)) for page in kept]
            for page in told:
                check_list(page, one)
        except PageError as wrong:
            raise ImportFailed(str(wrong)) from None
        if not told:
            raise ImportFailed("; ".join(str(page.reason) for page in pages) or "no page could be read")
        fetched = any(page.transport != "file" for page in kept)
        saving = _Saving(found, one, together(told), pages, fetched)
        try:
            await _save(context, saving, None)
        except AskFirst:
            await _save(context, saving, await ask_catalogues(context))
        async with context.database.transaction() as conn:
            await jobs.analyze(conn)
    except ImportFailed as reason:
        async with context.database.transaction() as conn:
            failed = await imports.fail(conn, import_id, str(reason))
        if failed:
            raise


async def _save(context: Context, saving: _Saving, asked: Asked | None) -> None:
    """All of it in one transaction, or nothing. Raises ImportFailed and AskFirst."""
    found, listed = saving.found, saving.listed
    async with context.database.transaction() as conn:
        await lists.lock(conn, found.list_id)
        if await imports.lock(conn, found.id) != "queued":
            return
        await _refuse_shrunk(conn, saving)
        warnings = await _warnings(conn, saving)
        with span("save_list", films=len(listed.entries)):
            movie_ids = await list_items.save(
                conn, found.list_id, found.id, listed.entries, whole=listed.missing == 0
            )
        await lists.say(conn, found.list_id, listed.name, listed.total)
        await list_imports.stored(conn, found.id, listed.total, warnings)
        if saving.fetched:
            await settle_world(conn, context)
        await ask_for_films(conn, context, found.id, movie_ids, found.lookup, asked)


async def _refuse_shrunk(conn: AsyncConnection, saving: _Saving) -> None:
    """Raises ImportFailed for a list that has lost more than half of its films, or holds others."""
    listed = saving.listed
    standing = await list_items.standing(conn, saving.found.list_id, listed.entries)
    _, said = await lists.said(conn, saving.found.list_id)
    before = max(standing.there, said or 0)
    if listed.total < _KEPT_SHARE * before:
        raise ImportFailed(
            f"{saving.one.key} had {before:,} films, and is said to have {listed.total:,} now: nothing was changed"
        )
    if listed.missing == 0 and standing.read_again < _KEPT_SHARE * standing.there:
        raise ImportFailed(
            f"only {standing.read_again:,} of the {standing.there:,} films of {saving.one.key} stand on what was read: is it"
            " another list? Nothing was changed"
        )


async def _warnings(conn: AsyncConnection, saving: _Saving) -> list[str]:
    """What a person should know of this import: the list is not as it is expected to be, or not all of it was read."""
    one, listed = saving.one, saving.listed
    before, _ = await lists.said(conn, saving.found.list_id)
    found: list[str] = []
    if listed.name is not None and not same_name(one.name, listed.name):
        found.append(
            f"the list calls itself {listed.name!r}, and {one.name!r} is expected: is it still that list? If so:"
            f" `cinegraph lists edit {one.key} --name …`"
        )
    if listed.name is not None and before is not None and before != listed.name:
        found.append(f"the list was renamed: it was {before!r}, and is {listed.name!r} now")
    if one.expected_count is not None and one.expected_count != listed.total:
        found.append(f"the list has {listed.total:,} films, and {one.expected_count:,} are expected")
    if listed.missing:
        found.append(
            f"partial: {len(listed.entries):,} of {listed.total:,} films were read, {listed.missing:,} are missing: its other"
            f" pages (--page) or its CSV export (--file) complete it"
        )
    found += [
        f"page {page.number} could not be read: {page.reason}"
        for page in saving.pages
        if page.state == "failed"
    ]
    ids = [entry.film.imdb_id for entry in listed.entries]
    if doubled := len(ids) - len(set(ids)):
        found.append(f"{doubled} films stand on the list more than once")
    return found
