"""Pages → values → rows: a ceremony is read, aligned and saved whole, and its films become questions.

Store first: nominations, nominees, stub films and the jobs that will look for them are one transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import AsyncConnection

from cinegraph.domain.festivals import Ceremony, Edition, Organization, with_award, with_film_ids
from cinegraph.fetch.http import NoAnswer, about
from cinegraph.fetch.transports import AccountRefused, CapReached
from cinegraph.lookup.alignment import align
from cinegraph.lookup.revision import revise
from cinegraph.pages import PAGE_TYPES, PageType, decode, page_type
from cinegraph.pages.errors import PageError
from cinegraph.pipeline.ask_for_films import Asked, AskFirst, ask_catalogues, ask_for_films, settle_world
from cinegraph.pipeline.context import Context, ImportFailed, PutOff
from cinegraph.pipeline.request_import import check_edition
from cinegraph.store import (
    ceremonies,
    imports,
    jobs,
    kept_ceremonies,
    movie_merges,
    organizations,
)
from cinegraph.store import pages as page_store
from cinegraph.store.ceremonies import Saved
from cinegraph.store.imports import Import
from cinegraph.store.pages import KeptPage
from cinegraph.telemetry import span

PRECEDENCE = tuple(kind.KIND for kind in PAGE_TYPES)
_KEPT_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class _Read:
    """What could be read: the pages, what they say, and a line for each page that could not."""

    pages: list[KeptPage]
    accounts: list[Ceremony]
    missing: list[str]


async def import_ceremony(context: Context, import_id: int) -> None:
    """Read, align and save the import's ceremony; its films' jobs are in the queue when this returns.

    Safe to run twice. Raises ImportFailed, with the import marked so and nothing else changed; PutOff if no page
    could be read and a site was only busy: the import waits.

    The catalogues are asked whether they accept our keys before anything is saved, and while no row is held. A
    ceremony that is known already may have no film to look for: then nobody is asked. If it has one after all,
    what was saved is undone, they are asked, and it is saved again.
    """
    async with context.database.transaction() as conn:
        found = await imports.get(conn, import_id)
        if found is None or found.state != "queued":
            return
        await imports.begin(conn, import_id)
        organization = await organizations.get(conn, found.organization_id)
        known = await ceremonies.known(conn, found.organization_id, found.edition)
        given = await page_store.of_import(conn, import_id)
    try:
        with about(import_id=import_id, festival=f"{organization.slug}_{found.edition.year}"):
            asked = await ask_catalogues(context) if found.lookup and not known else None
            read = await _read(context, found, organization, given)
            ceremony, warnings = _one_ceremony(read, organization)
            saving = _Saving(found, ceremony, read.pages, [*read.missing, *warnings], organization)
            try:
                await _save(context, saving, asked)
            except AskFirst:
                await _save(context, saving, await ask_catalogues(context))
        async with context.database.transaction() as conn:
            await jobs.analyze(conn)
    except ImportFailed as reason:
        async with context.database.transaction() as conn:
            failed = await imports.fail(conn, import_id, str(reason))
        if failed:
            raise
    except PutOff as reason:
        async with context.database.transaction() as conn:
            await imports.put_off(conn, import_id, str(reason))
        raise


async def _read(
    context: Context, found: Import, organization: Organization, given: Sequence[KeptPage]
) -> _Read:
    """The given pages, or else those of every site that may be asked."""
    if given:
        accounts = [page_type(page.kind).parse(decode(page.body)) for page in given]
        return _Read(list(given), _by_precedence(accounts), [])
    read = _Read([], [], [])
    busy: list[NoAnswer] = []
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
            if isinstance(wrong, NoAnswer) and not isinstance(wrong, AccountRefused):
                busy.append(wrong)
            continue
        read.pages.append(page)
        read.accounts.append(told)
    if not read.accounts and busy:
        raise PutOff(
            "; ".join(read.missing),
            max((b.after for b in busy if b.after), default=None),
            min((b.until for b in busy if isinstance(b, CapReached)), default=None),
        )
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


@dataclass(frozen=True, slots=True)
class _Saving:
    """What is to be saved, and for which import."""

    found: Import
    ceremony: Ceremony
    pages: list[KeptPage]
    warnings: list[str]
    organization: Organization


async def _save(context: Context, saving: _Saving, asked: Asked | None) -> None:
    """All of it in one transaction, or nothing.

    Raises ImportFailed, and AskFirst if a film is to be looked for and the catalogues were not asked yet.
    """
    found = saving.found
    edition = Edition(found.edition.year, found.edition.instance, saving.ceremony.edition.imdb_id)
    async with context.database.transaction() as conn:
        await ceremonies.lock(conn, found.organization_id, edition)
        if await imports.lock(conn, found.id) != "queued":
            return
        ceremony = await _with_joined_films(conn, saving.ceremony)
        kept = await kept_ceremonies.find(conn, found.organization_id, edition)
        revision = revise(kept, ceremony, PRECEDENCE)
        if revision.shrunk_to < _KEPT_SHARE:
            raise ImportFailed(
                f"the pages state only {revision.shrunk_to:.0%} of the nominations that they stated before: nothing"
                " was changed"
            )
        with span("save", nominations=len(revision.nominations)):
            saved = await ceremonies.save(
                conn, found.organization_id, revision, found.id, context.now().date()
            )
        page_ids = [await page_store.keep(conn, page) for page in saving.pages]
        await page_store.attach(conn, found.id, page_ids)
        warnings = [*saving.warnings, *_no_winner(saving, saved)]
        await imports.stored(conn, found.id, saved.ceremony_id, len(ceremony.nominations), warnings)
        if any(page.transport != "file" for page in saving.pages):
            await settle_world(conn, context)
        await ask_for_films(conn, context, found.id, saved.movie_ids, found.lookup, asked)


def _no_winner(saving: _Saving, saved: Saved) -> list[str]:
    if not saved.held or saved.winners:
        return []
    return [f"{saving.organization.slug} {saving.found.edition} is over, and its pages state no winner"]


async def _with_joined_films(conn: AsyncConnection, ceremony: Ceremony) -> Ceremony:
    """Films that were found to be one have one id, whichever of the two their page gives."""
    told = {f.imdb_id for c in ceremony.categories for n in c.nominations for f in n.films if f.imdb_id}
    known_as = await movie_merges.aliases(conn, sorted(told))
    return with_film_ids(ceremony, known_as) if known_as else ceremony
