"""A user asks for a ceremony: what was asked is checked, and becomes an import with its job. Nothing else yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import AsyncConnection

from cinegraph.domain.festivals import Edition, Organization
from cinegraph.pages import PAGE_TYPES, PageType
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.look_for_films import look_for_films
from cinegraph.pipeline.same_world import same_world
from cinegraph.pipeline.sort_pages import GivenPage, sort_pages
from cinegraph.store import held_jobs, import_films, imports, jobs, movies
from cinegraph.store import pages as page_store
from cinegraph.store.imports import Import
from cinegraph.store.pages import KeptPage


@dataclass(frozen=True, slots=True)
class Wanted:
    """Ceremonies of one organization that a user asks for, and the saved pages that are to be read for them."""

    organization_id: int
    organization: Organization
    editions: tuple[Edition, ...]
    given: tuple[GivenPage, ...] = ()


@dataclass(frozen=True, slots=True)
class Requested:
    """An import that now waits or works. `resumed`: it was there, unfinished, and goes on."""

    import_id: int
    organization: str
    edition: Edition
    resumed: bool


async def request_imports(
    context: Context,
    organization: Organization,
    organization_id: int,
    editions: Sequence[Edition],
    given: Sequence[GivenPage] = (),
    lookup: bool = True,
    refresh: bool = False,
    all_given: bool = False,
) -> list[Requested]:
    """One import for each edition of one organization: see request_all. With `all_given`, for every edition that the
    given pages tell of."""
    if all_given:
        editions = [Edition(*key) for key in sorted(sort_pages(organization, None, given))]
    wanted = Wanted(organization_id, organization, tuple(editions), tuple(given))
    return await request_all(context, [wanted], lookup, refresh)


async def request_all(
    context: Context, wanted: Sequence[Wanted], lookup: bool, refresh: bool, rehearse: bool = False
) -> list[Requested]:
    """One import for each ceremony, all or none, each with its job. `rehearse`: only what would be done; nothing is.

    Raises Refused for an edition that cannot be, for a page that is none or of another ceremony, for a
    database of another world, for a site that is switched off.
    """
    sorted_pages = [sort_pages(one.organization, one.editions, one.given) for one in wanted]
    for one in wanted:
        if not one.given and not obtainable(context, one.organization):
            raise Refused(unobtainable(one.organization))
    requested: list[Requested] = []
    request = _would_request if rehearse else _request
    async with context.database.transaction() as conn:
        if lookup or not all(one.given for one in wanted):
            await same_world(conn, context)
        for one, pages in zip(wanted, sorted_pages, strict=True):
            editions = _with_pages(one.editions, pages) if one.given else one.editions
            requested += [
                await request(conn, context, one, edition, pages.get(_key(edition), []), lookup, refresh)
                for edition in editions
            ]
        if not rehearse:
            resumed = [r.import_id for r in requested if r.resumed]
            await held_jobs.go_on(conn, resumed)
            await jobs.hurry(conn, resumed)
    return requested


def obtainable(
    context: Context, organization: Organization, edition: Edition | None = None
) -> list[PageType]:
    """The kinds of page of an edition (None: of a newest one) that may be fetched."""
    wanted = edition or Edition(context.now().year)
    return [
        kind
        for kind in _kinds(organization)
        if kind.SITE in context.transports and kind.path(organization, wanted) is not None
    ]


def unobtainable(organization: Organization) -> str:
    """Why no page of an organization may be fetched, and what to do."""
    if not _kinds(organization):
        return (
            f"no page of {organization.name} may be fetched: no kind of page is known to tell of it (`cinegraph festivals"
            f" edit {organization.slug} --page-kinds`)"
        )
    first = Edition(organization.founded_year)
    fetchable = [kind.SITE for kind in _kinds(organization) if kind.path(organization, first) is not None]
    sites = dict.fromkeys(fetchable or [kind.SITE for kind in _kinds(organization)])
    have, are = ("has", "is") if len(sites) == 1 else ("have", "are")
    lack = f"which {are} switched off" if fetchable else "and its IMDb event is not known"
    return (
        f"no page of {organization.name} may be fetched: only {' and '.join(sites)} {have} them, {lack};"
        " give saved pages with --page"
    )


def _key(edition: Edition) -> tuple[int, int]:
    return edition.year, edition.instance


def _kinds(organization: Organization) -> list[PageType]:
    return [kind for kind in PAGE_TYPES if kind.KIND in organization.page_kinds]


def _with_pages(editions: Sequence[Edition], pages: dict[tuple[int, int], list[KeptPage]]) -> list[Edition]:
    """The editions that pages were given for: given pages are all that is read."""
    years = {year for year, _ in pages}
    if missing := [edition.year for edition in editions if edition.year not in years]:
        raise Refused(f"no page was given for {missing[0]}, and with --page only given pages are read")
    return [edition for edition in editions if _key(edition) in pages]


async def _request(
    conn: AsyncConnection,
    context: Context,
    one: Wanted,
    edition: Edition,
    pages: Sequence[KeptPage],
    lookup: bool,
    refresh: bool,
) -> Requested:
    organization_id, slug = one.organization_id, one.organization.slug
    page_ids = [await page_store.keep(conn, page) for page in pages]
    unfinished = await imports.unfinished(conn, organization_id, edition, lookup, page_ids)
    if unfinished is not None and await _goes_on(conn, context, unfinished, bool(pages), refresh):
        await _revive(conn, context, unfinished)
        return Requested(unfinished.id, slug, edition, resumed=True)
    import_id = await imports.request(conn, organization_id, edition, lookup, refresh)
    await page_store.attach(conn, import_id, page_ids)
    await imports.set_job(conn, import_id, await context.queue.import_ceremony(conn, import_id))
    return Requested(import_id, slug, edition, resumed=False)


async def _would_request(
    conn: AsyncConnection,
    context: Context,
    one: Wanted,
    edition: Edition,
    pages: Sequence[KeptPage],
    lookup: bool,
    refresh: bool,
) -> Requested:
    """What `_request` would do, without a row. The number is 0 for an import that there is not yet."""
    slug = one.organization.slug
    kept = [await page_store.known(conn, page) for page in pages]
    page_ids = [number for number in kept if number is not None]
    if len(page_ids) == len(pages):
        unfinished = await imports.unfinished(conn, one.organization_id, edition, lookup, page_ids)
        if unfinished is not None and await _goes_on(conn, context, unfinished, bool(pages), refresh):
            return Requested(unfinished.id, slug, edition, resumed=True)
    return Requested(0, slug, edition, resumed=False)


async def _goes_on(
    conn: AsyncConnection, context: Context, unfinished: Import, given: bool, refresh: bool
) -> bool:
    """Whether the unfinished import reads, or has read, what a new one would read. If not, the new one reads anew
    and waits for the same films: one film that nobody answers for does not keep the winners from us."""
    if given:
        return True
    if unfinished.state == "queued":
        return unfinished.refresh or not refresh
    return not refresh and await page_store.all_fresh(conn, unfinished.id, context.page_fresh_for)


async def _revive(conn: AsyncConnection, context: Context, unfinished: Import) -> None:
    """An import that nothing in the queue works for gets its jobs again."""
    if not await imports.forsaken(conn, [unfinished.id]):
        return
    if unfinished.state == "queued":
        job_id = await context.queue.import_ceremony(conn, unfinished.id)
        await imports.set_job(conn, unfinished.id, job_id)
        return
    pending = await import_films.pending(conn, unfinished.id)
    await movies.hold(conn, pending)
    await look_for_films(conn, context.queue, unfinished.id, pending)
