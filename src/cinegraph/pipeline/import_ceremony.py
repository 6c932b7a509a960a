"""Pages → values → rows: a ceremony is read, aligned and saved whole, and its films become questions.

Store first: nominations, nominees, stub films and the jobs that will look for them are one transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import AsyncConnection

from cinegraph.domain.festivals import Ceremony, Edition, Organization, with_award, with_film_ids
from cinegraph.fetch.http import NoAnswer, about
from cinegraph.fetch.paid_pages import paid_once
from cinegraph.fetch.transports import AccountRefused, CapReached
from cinegraph.lookup.alignment import align
from cinegraph.lookup.revision import revise
from cinegraph.pages import PAGE_TYPES, PageType, decode, page_type
from cinegraph.pages.errors import PageError
from cinegraph.pipeline.context import Context, PutOff
from cinegraph.pipeline.look_for_films import look_for_films
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
    movies,
    organizations,
)
from cinegraph.store import pages as page_store
from cinegraph.store.ceremonies import Saved
from cinegraph.store.imports import Import
from cinegraph.store.pages import KeptPage
from cinegraph.store.paid_pages import KeptPaidPages
from cinegraph.telemetry import span

PRECEDENCE = tuple(kind.KIND for kind in PAGE_TYPES)
_KEPT_SHARE = 0.5
_PATIENCE = timedelta(minutes=1)


class ImportFailed(Exception):
    """Nothing was stored; the message is the reason, in one line."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the catalogues said when they were asked whether they answer at all: when their films' jobs may begin
    (None: now), and why not now."""

    not_before: datetime | None = None
    silence: str | None = None


class _AskFirst(Exception):
    """Films are to be looked for, and nobody has yet asked the catalogues whether they accept our keys."""


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
            asked = await _ask_catalogues(context) if found.lookup and not known else None
            read = await _read(context, found, organization, given)
            ceremony, warnings = _one_ceremony(read, organization)
            saving = _Saving(found, ceremony, read.pages, [*read.missing, *warnings], organization)
            try:
                await _save(context, saving, asked)
            except _AskFirst:
                await _save(context, saving, await _ask_catalogues(context))
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
    since = found.asked_at if found.refresh else None
    got = await paid_once(transport, KeptPaidPages(context.database), kind.SITE, kind.KIND, path, since)
    told = kind.parse(decode(got.body))
    check_edition(told, organization, [found.edition])
    return KeptPage.of(got), told


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


async def _save(context: Context, saving: _Saving, asked: _Asked | None) -> None:
    """All of it in one transaction, or nothing.

    Raises ImportFailed, and _AskFirst if a film is to be looked for and the catalogues were not asked yet.
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
            await _settle_world(conn, context)
        await _ask_for_films(conn, context, found, saved.movie_ids, asked)


def _no_winner(saving: _Saving, saved: Saved) -> list[str]:
    if not saved.held or saved.winners:
        return []
    return [f"{saving.organization.slug} {saving.found.edition} is over, and its pages state no winner"]


async def _with_joined_films(conn: AsyncConnection, ceremony: Ceremony) -> Ceremony:
    """Films that were found to be one have one id, whichever of the two their page gives."""
    told = {f.imdb_id for c in ceremony.categories for n in c.nominations for f in n.films if f.imdb_id}
    known_as = await movie_merges.aliases(conn, sorted(told))
    return with_film_ids(ceremony, known_as) if known_as else ceremony


async def _ask_for_films(
    conn: AsyncConnection, context: Context, found: Import, movie_ids: Sequence[int], asked: _Asked | None
) -> None:
    """A job for each film that is to be looked for and has none yet; when none is, the import is done."""
    await movies.hold(conn, movie_ids)
    await import_films.add(conn, found.id, movie_ids, "pending" if found.lookup else "not_asked")
    if found.lookup and await import_films.unasked(conn, movie_ids):
        if asked is None:
            raise _AskFirst
        await _settle_world(conn, context)
    said = asked or _Asked()
    await look_for_films(conn, context.queue, found.id, movie_ids, said.not_before)
    if said.silence:
        await import_films.put_off_all(conn, found.id, said.silence)
    else:
        await jobs.hurry(conn, [found.id])


async def _settle_world(conn: AsyncConnection, context: Context) -> None:
    """From now on the database speaks of this world."""
    if await lookups.settle_world(conn, context.world) != context.world:
        raise ImportFailed(
            f"this database has come to hold another world than the {context.world} one meanwhile"
        )


async def _ask_catalogues(context: Context) -> _Asked:
    """Whether the catalogues answer us at all; those that are kept for critical films are not troubled.

    Raises ImportFailed if one refuses our key: nothing is stored that could never be completed unnoticed.
    """
    silent: list[str] = []
    asked = [source for source in context.sources if source.name not in context.critical_only]
    for source in asked:
        try:
            await source.check()
        except Unusable as refused:
            raise ImportFailed(str(refused)) from None
        except SourceError as failure:
            silent.append(str(failure))
    if silent and len(silent) == len(asked):
        return _Asked(context.now() + _PATIENCE, "; ".join(silent))
    return _Asked()
