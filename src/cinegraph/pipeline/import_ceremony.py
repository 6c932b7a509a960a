"""Pages → values → rows: a ceremony is read, aligned and saved whole, and its films become questions.

Store first: nominations, nominees, stub films and the jobs that will look for them are one transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import AsyncConnection

from cinegraph.domain.festivals import Ceremony, Edition, Organization, with_award, with_film_ids
from cinegraph.fetch.http import NoAnswer, about
from cinegraph.lookup.alignment import align
from cinegraph.lookup.revision import revise
from cinegraph.pages import PAGE_TYPES, PageType, decode, page_type
from cinegraph.pages.errors import PageError
from cinegraph.pipeline.context import Context
from cinegraph.pipeline.request_import import check_edition
from cinegraph.sources.base import SourceError, Unusable
from cinegraph.store import (
    ceremonies,
    import_films,
    imports,
    jobs,
    kept_ceremonies,
    lookups,
    movie_merges,
    organizations,
)
from cinegraph.store import pages as page_store
from cinegraph.store.imports import Import
from cinegraph.store.pages import KeptPage
from cinegraph.telemetry import span

PRECEDENCE = tuple(kind.KIND for kind in PAGE_TYPES)
_KEPT_SHARE = 0.5
_PATIENCE = timedelta(minutes=1)


class ImportFailed(Exception):
    """Nothing was stored; the message is the reason, in one line."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What could be read: the pages, what they say, and a line for each page that could not."""

    pages: list[KeptPage]
    accounts: list[Ceremony]
    missing: list[str]


async def import_ceremony(context: Context, import_id: int) -> None:
    """Read, align and save the import's ceremony; its films' jobs are in the queue when this returns.

    Safe to run twice. Raises ImportFailed, with the import marked so and nothing else changed.
    """
    async with context.database.transaction() as conn:
        found = await imports.get(conn, import_id)
        if found is None or found.state != "queued":
            return
        await imports.begin(conn, import_id)
        organization = await organizations.get(conn, found.organization_id)
        given = await page_store.of_import(conn, import_id)
    try:
        with about(import_id=import_id, festival=f"{organization.slug}_{found.edition.year}"):
            read = await _read(context, found, organization, given)
            ceremony, warnings = _one_ceremony(read, organization)
            async with context.database.transaction() as conn:
                await _save(conn, context, found, ceremony, read.pages, [*read.missing, *warnings])
        async with context.database.transaction() as conn:
            await jobs.analyze(conn)
    except ImportFailed as reason:
        async with context.database.transaction() as conn:
            await imports.fail(conn, import_id, str(reason))
        raise


async def _read(
    context: Context, found: Import, organization: Organization, given: Sequence[KeptPage]
) -> _Read:
    """The given pages, or else those of every site that may be asked."""
    if given:
        accounts = [page_type(page.kind).parse(decode(page.body)) for page in given]
        return _Read(list(given), _by_precedence(accounts), [])
    read = _Read([], [], [])
    for kind in PAGE_TYPES:
        if kind.KIND not in organization.page_kinds:
            continue
        path = kind.path(organization, found.edition)
        if path is None or kind.SITE not in context.transports:
            continue
        try:
            page, told = await _fetch(context, kind, path, found, organization)
        except (PageError, NoAnswer) as wrong:
            read.missing.append(f"{kind.NAME} could not be read: {wrong}")
            continue
        read.pages.append(page)
        read.accounts.append(told)
    if not read.accounts:
        raise ImportFailed("; ".join(read.missing) or f"no page tells of {organization.slug} {found.edition}")
    return read


def _by_precedence(accounts: Sequence[Ceremony]) -> list[Ceremony]:
    return sorted(accounts, key=lambda account: PRECEDENCE.index(account.account))


async def _fetch(
    context: Context, kind: PageType, path: str, found: Import, organization: Organization
) -> tuple[KeptPage, Ceremony]:
    """The page and what it says: a fresh copy that was kept, or the page as it is now."""
    transport = context.transports[kind.SITE]
    if not found.refresh:
        async with context.database.transaction() as conn:
            kept = await page_store.fresh(
                conn, kind.KIND, found.organization_id, found.edition, context.page_fresh_for
            )
        if kept is not None:
            return kept, kind.parse(decode(kept.body))
    got = await transport.get(kind.SITE, kind.KIND, path)
    told = kind.parse(decode(got.body))
    check_edition(told, organization, [found.edition])
    kept = KeptPage(got.url, got.kind, got.fetched_at, got.body, got.transport, got.status, got.cost)
    return kept, told


def _one_ceremony(read: _Read, organization: Organization) -> tuple[Ceremony, list[str]]:
    """The accounts as one, with every award named. Raises ImportFailed for a ceremony without nominations."""
    with span("align", accounts=len(read.accounts)):
        joined = align(read.accounts)
    if not joined.ceremony.nominations:
        raise ImportFailed(f"the pages of {organization.slug} {joined.ceremony.edition} state no nomination")
    return with_award(joined.ceremony, organization.main_award), list(joined.disagreements)


async def _save(
    conn: AsyncConnection,
    context: Context,
    found: Import,
    ceremony: Ceremony,
    pages: Sequence[KeptPage],
    warnings: list[str],
) -> None:
    edition = Edition(found.edition.year, found.edition.instance, ceremony.edition.imdb_id)
    await ceremonies.lock(conn, found.organization_id, edition)
    if await imports.lock(conn, found.id) != "queued":
        return
    ceremony = await _with_joined_films(conn, ceremony)
    kept = await kept_ceremonies.find(conn, found.organization_id, edition)
    revision = revise(kept, ceremony, PRECEDENCE)
    if revision.shrunk_to < _KEPT_SHARE:
        raise ImportFailed(
            f"the pages state only {revision.shrunk_to:.0%} of the nominations that they stated before: nothing was"
            " changed"
        )
    with span("save", nominations=len(revision.nominations)):
        saved = await ceremonies.save(conn, found.organization_id, revision, found.id, context.now().date())
    page_ids = [await page_store.keep(conn, page) for page in pages]
    await page_store.attach(conn, found.id, page_ids)
    await imports.stored(conn, found.id, saved.ceremony_id, len(ceremony.nominations), warnings)
    if any(page.transport != "file" for page in pages):
        await _settle_world(conn, context)
    await _ask_for_films(conn, context, found, saved.movie_ids)


async def _with_joined_films(conn: AsyncConnection, ceremony: Ceremony) -> Ceremony:
    """Films that were found to be one have one id, whichever of the two their page gives."""
    told = {f.imdb_id for c in ceremony.categories for n in c.nominations for f in n.films if f.imdb_id}
    known_as = await movie_merges.aliases(conn, sorted(told))
    return with_film_ids(ceremony, known_as) if known_as else ceremony


async def _ask_for_films(
    conn: AsyncConnection, context: Context, found: Import, movie_ids: Sequence[int]
) -> None:
    """A job for each film that is to be looked for and has none yet; when none is, the import is done."""
    if not found.lookup:
        await import_films.add(conn, found.id, movie_ids, "not_asked")
        await context.queue.finish_import(conn, found.id)
        return
    due = await import_films.due(conn, movie_ids)
    await import_films.add(conn, found.id, movie_ids, "answered")
    if not due:
        await context.queue.finish_import(conn, found.id)
        return
    await _settle_world(conn, context)
    not_before, reason = await _can_be_asked(context)
    running = await import_films.running_jobs(conn, due)
    new = await context.queue.resolve_movies(conn, found.id, [m for m in due if m not in running], not_before)
    await import_films.set_jobs(conn, found.id, running | new)
    if reason:
        await import_films.put_off_all(conn, found.id, reason)


async def _settle_world(conn: AsyncConnection, context: Context) -> None:
    """From now on the database speaks of this world."""
    if await lookups.settle_world(conn, context.world) != context.world:
        raise ImportFailed(
            f"this database has come to hold another world than the {context.world} one meanwhile"
        )


async def _can_be_asked(context: Context) -> tuple[datetime | None, str | None]:
    """Whether the catalogues answer us at all: when to ask (None: now), and why not now.

    Raises ImportFailed if one refuses our key: nothing is stored that could never be completed unnoticed.
    """
    silent: list[str] = []
    for source in context.sources:
        try:
            await source.check()
        except Unusable as refused:
            raise ImportFailed(str(refused)) from None
        except SourceError as failure:
            silent.append(str(failure))
    if silent and len(silent) == len(context.sources):
        return context.now() + _PATIENCE, "; ".join(silent)
    return None, None
