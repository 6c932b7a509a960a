"""An import's pages → one ceremony: the given pages, or those of every site that may be asked, aligned."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from cinegraph.domain.festivals import Ceremony, Edition, Organization
from cinegraph.domain.retold import with_award, with_film_titles
from cinegraph.fetch.http import NoAnswer
from cinegraph.fetch.paid_pages import paid_once
from cinegraph.fetch.transports import AccountRefused, CapReached
from cinegraph.lookup.alignment import align
from cinegraph.pages import PAGE_TYPES, PageType, read
from cinegraph.pages.errors import AnotherEdition, PageError
from cinegraph.pipeline.context import Context, ImportFailed, PutOff
from cinegraph.pipeline.sort_pages import the_ceremony
from cinegraph.store import known_titles
from cinegraph.store import pages as page_store
from cinegraph.store.imports import Import
from cinegraph.store.pages import KeptPage
from cinegraph.store.paid_pages import KeptPaidPages
from cinegraph.telemetry import span

PRECEDENCE = tuple(kind.KIND for kind in PAGE_TYPES)


@dataclass(frozen=True, slots=True)
class CeremonyRead:
    """What an import's pages say together, and lines for a person: what could not be read, what they contradict each
    other in, what they do not tell."""

    pages: list[KeptPage]
    ceremony: Ceremony
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class _Read:
    """What could be read: the pages, what they say, and a line for each page that could not."""

    pages: list[KeptPage]
    accounts: list[Ceremony]
    missing: list[str]


async def read_ceremony(
    context: Context, found: Import, organization: Organization, given: Sequence[KeptPage]
) -> CeremonyRead:
    """Everything that can be read of the import's ceremony, as one. Pages that were given are all that is read.

    Raises ImportFailed if nothing can be, PutOff if that is only because a site was busy.
    """
    pages = await _read(context, found, organization, given)
    ceremony, warnings = await _one_ceremony(context, pages.accounts, organization)
    return CeremonyRead(pages.pages, ceremony, [*pages.missing, *warnings])


async def _read(
    context: Context, found: Import, organization: Organization, given: Sequence[KeptPage]
) -> _Read:
    """The given pages, or else those of every site that may be asked."""
    if given:
        return _read_given(given, organization, found.edition)
    got = _Read([], [], [])
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
            got.missing.append(f"{kind.NAME} could not be read: {wrong}")
            if isinstance(wrong, NoAnswer) and not isinstance(wrong, AccountRefused):
                busy.append(wrong)
            continue
        got.pages.append(page)
        got.accounts.append(told)
    if not got.accounts and busy:
        raise PutOff(
            "; ".join(got.missing),
            max((b.after for b in busy if b.after), default=None),
            min((b.until for b in busy if isinstance(b, CapReached)), default=None),
        )
    if not got.accounts:
        raise ImportFailed("; ".join(got.missing) or f"no page tells of {organization.slug} {found.edition}")
    return got


def _read_given(given: Sequence[KeptPage], organization: Organization, edition: Edition) -> _Read:
    """What given pages say. Raises ImportFailed for those of another ceremony: they may be read otherwise today than
    when they were asked for."""
    try:
        accounts = [the_ceremony(read(page.kind, page.body), organization, edition) for page in given]
    except AnotherEdition as wrong:
        raise ImportFailed(f"{wrong}: nothing was changed") from None
    return _Read(list(given), _by_precedence(accounts), [])


async def read_kept(
    context: Context, given: Sequence[KeptPage], organization: Organization, edition: Edition
) -> Ceremony:
    """What these pages say of that ceremony, by today's parsers. Raises PageError, ImportFailed."""
    told, _ = await _one_ceremony(context, _read_given(given, organization, edition).accounts, organization)
    return told


def _by_precedence(accounts: Sequence[Ceremony]) -> list[Ceremony]:
    return sorted(accounts, key=lambda account: PRECEDENCE.index(account.account))


async def _fetch(
    context: Context, kind: PageType, path: str, found: Import, organization: Organization
) -> tuple[KeptPage, Ceremony]:
    """The page and what it says: a fresh copy that was kept, or the page as it is now."""
    transport = context.transports[kind.SITE]
    if (kept := await _fresh(context, kind, found)) is not None:
        with suppress(AnotherEdition):  # if the organization's event is another since then, it is fetched
            return kept, the_ceremony(read(kind.KIND, kept.body), organization, found.edition)
    since = found.asked_at if found.refresh else None
    got = await paid_once(transport, KeptPaidPages(context.database), kind.SITE, kind.KIND, path, since)
    told = the_ceremony(read(kind.KIND, got.body), organization, found.edition)
    return KeptPage.of(got), told


async def _fresh(context: Context, kind: PageType, found: Import) -> KeptPage | None:
    """A kept copy that is as good as the page is now. One that another import fetched since this one was asked for
    always is: the file of a whole history is fetched once, not once for each of its editions."""
    async with context.database.transaction() as conn:
        if kind.WHOLE_HISTORY and (kept := await page_store.fetched_since(conn, kind.KIND, found.id)):
            return kept
        if found.refresh:
            return None
        return await page_store.fresh(
            conn, kind.KIND, found.organization_id, found.edition, context.page_fresh_for
        )


async def _one_ceremony(
    context: Context, accounts: Sequence[Ceremony], organization: Organization
) -> tuple[Ceremony, list[str]]:
    """The accounts as one, with every award named. Raises ImportFailed for a ceremony without nominations, unless
    its page says itself that it names nobody."""
    with span("align", accounts=len(accounts)):
        joined = align(await _with_known_titles(context, accounts))
    ceremony = joined.ceremony
    if not ceremony.nominations and not ceremony.names_nobody:
        raise ImportFailed(f"the pages of {organization.slug} {ceremony.edition} state no nomination")
    warnings = [*joined.disagreements, *map(str, ceremony.shortfalls), *_unknown(ceremony)]
    return with_award(ceremony, organization.main_award), warnings


async def _with_known_titles(context: Context, accounts: Sequence[Ceremony]) -> Sequence[Ceremony]:
    """Films that one account knows by their ids only are compared by their titles, as far as they are known here."""
    bare = {f.imdb_id for c in accounts for n in c.nominations for f in n.films if f.imdb_id and not f.titles}
    if len(accounts) < 2 or not bare:
        return accounts
    async with context.database.transaction() as conn:
        titles = await known_titles.of(conn, sorted(bare))
    return [with_film_titles(account, titles) for account in accounts]


def _unknown(ceremony: Ceremony) -> list[str]:
    """What an account could not tell, said once: nobody should take it for nobody."""
    if ceremony.names_nobody:
        return ["the pages list this edition, and name no nominee of it"]
    bare = sum(n.films_only and all(f.untitled for f in n.films) for n in ceremony.nominations)
    if not bare:
        return []
    return [
        f"{bare} of {len(ceremony.nominations)} nominations are told by their film's id only: these pages name no people"
    ]
