"""A user asks for a ceremony: what was asked is checked, and becomes an import with its job. Nothing else yet."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg import AsyncConnection

from cinegraph.domain.festivals import Ceremony, Edition, Organization
from cinegraph.pages import PAGE_TYPES, PageType, decode, read, recognise
from cinegraph.pages.errors import AnotherEdition, PageError
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.look_for_films import look_for_films
from cinegraph.store import import_films, imports, jobs, lookups, movies, organizations
from cinegraph.store import pages as page_store
from cinegraph.store.imports import Import
from cinegraph.store.pages import KeptPage


@dataclass(frozen=True, slots=True)
class GivenPage:
    """A saved page that the user gives: the file's name and its bytes."""

    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Requested:
    """An import that now waits or works. `resumed`: it was there, unfinished, and goes on."""

    import_id: int
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
    """One import for each edition, all or none, each with its job. With `all_given`, for every edition that the
    given pages tell of.

    Raises Refused for an edition that cannot be, for a page that is none or of another ceremony, for a
    database of another world, for a site that is switched off.
    """
    pages = sort_pages(organization, None if all_given else editions, given)
    if given:
        editions = [Edition(*key) for key in sorted(pages)] if all_given else _with_pages(editions, pages)
    elif not any(kind.SITE in context.transports for kind in _fetchable(organization)):
        sites = " and ".join(kind.SITE for kind in _fetchable(organization))
        raise Refused(
            f"no page of {organization.name} may be fetched: only {sites} has them, which is switched off;"
            " give saved pages with --page"
        )
    async with context.database.transaction() as conn:
        if lookup or not given:
            await same_world(conn, context)
        requested = [
            await _request(
                conn, context, organization_id, edition, pages.get(_key(edition), []), lookup, refresh
            )
            for edition in editions
        ]
        await jobs.hurry(conn, [r.import_id for r in requested if r.resumed])
    return requested


async def find_organization(conn: AsyncConnection, name: str) -> tuple[int, Organization]:
    """The organization by slug or abbreviation. Raises Refused, with the nearest name."""
    found = await organizations.find(conn, name)
    if found is not None:
        return found
    known = await organizations.names(conn)
    close = difflib.get_close_matches(name.lower(), known, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(known)}"
    raise Refused(f"there is no organization {name!r}: {hint}")


def editions_of(organization: Organization, years: Sequence[int], today: datetime) -> list[Edition]:
    """The editions of these years. A range may span years without one; a year alone must have one.

    Raises Refused for a year before the first edition, in the future, or without a ceremony.
    """
    found: list[Edition] = []
    for year in years:
        if year < organization.founded_year:
            raise Refused(
                f"{organization.name} began in {organization.founded_year}: there is no edition of {year}"
            )
        if year > today.year:
            raise Refused(f"{year} is in the future: {organization.name} has no edition of it yet")
        found += organization.editions_of(year)
    if not found:
        raise Refused(f"{organization.name} held no ceremony in {years[0]}")
    return found


def sort_pages(
    organization: Organization, editions: Sequence[Edition] | None, given: Sequence[GivenPage]
) -> dict[tuple[int, int], list[KeptPage]]:
    """The given pages by edition, each read once to know that it can be. A page that tells of several ceremonies
    stands at each of those that are asked for (None: at all of them). Raises Refused, naming the file."""
    sorted_pages: dict[tuple[int, int], list[KeptPage]] = {}
    kinds: set[tuple[int, int, str]] = set()
    for page in given:
        try:
            kind = recognise(decode(page.body)).KIND
            told = _asked_for(read(kind, page.body), organization, editions)
        except PageError as wrong:
            raise Refused(f"{page.name}: {wrong}") from None
        kept = KeptPage(page.name, kind, _SAVED, page.body, "file")
        for ceremony in told:
            place = (*_key(ceremony.edition), kind)
            if place in kinds:
                raise Refused(
                    f"{page.name}: a second page of the same kind for {organization.slug} {ceremony.edition}"
                )
            kinds.add(place)
            sorted_pages.setdefault(_key(ceremony.edition), []).append(kept)
    return sorted_pages


def _asked_for(
    told: Sequence[Ceremony], organization: Organization, editions: Sequence[Edition] | None
) -> Sequence[Ceremony]:
    """Those of a page's ceremonies that are asked for. Raises AnotherEdition if none is."""
    check_organization(told[0], organization)
    if editions is None:
        return told
    asked = {_key(edition) for edition in editions}
    found = [ceremony for ceremony in told if _key(ceremony.edition) in asked]
    if not found:
        raise AnotherEdition(f"this page is of {_named(told)}, and {_named_editions(editions)} was asked for")
    return found


def _named(told: Sequence[Ceremony]) -> str:
    return _named_editions([ceremony.edition for ceremony in told])


def _named_editions(editions: Sequence[Edition]) -> str:
    return ", ".join(str(edition) for edition in editions[:3]) + (" …" if len(editions) > 3 else "")


_SAVED = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
"""A saved file does not say when it was fetched."""


def the_ceremony(told: Sequence[Ceremony], organization: Organization, edition: Edition) -> Ceremony:
    """What a page tells of one edition. Raises AnotherEdition if it is of another, or of another organization."""
    return _asked_for(told, organization, [edition])[0]


def check_organization(told: Ceremony, organization: Organization) -> None:
    """Raises AnotherEdition if the page is of another organization."""
    if told.imdb_event_id is not None and told.imdb_event_id != organization.imdb_event_id:
        raise AnotherEdition(
            f"this page is of {told.name} ({told.imdb_event_id}), not of {organization.name}"
            f" ({organization.imdb_event_id})"
        )
    if told.account not in organization.page_kinds:
        raise AnotherEdition(f"this page is of {told.name}, not of {organization.name}")


def _key(edition: Edition) -> tuple[int, int]:
    return edition.year, edition.instance


def _fetchable(organization: Organization) -> list[PageType]:
    """The kinds of page that tell of it and can be fetched at all."""
    of_it = [kind for kind in PAGE_TYPES if kind.KIND in organization.page_kinds]
    return [kind for kind in of_it if kind.path(organization, Edition(organization.founded_year)) is not None]


def _with_pages(editions: Sequence[Edition], pages: dict[tuple[int, int], list[KeptPage]]) -> list[Edition]:
    """The editions that pages were given for: given pages are all that is read."""
    years = {year for year, _ in pages}
    if missing := [edition.year for edition in editions if edition.year not in years]:
        raise Refused(f"no page was given for {missing[0]}, and with --page only given pages are read")
    return [edition for edition in editions if _key(edition) in pages]


async def same_world(conn: AsyncConnection, context: Context) -> None:
    """A database speaks of one world: facts of the offline one must not pass for real ones. Raises Refused."""
    world = await lookups.world(conn)
    if world is not None and world != context.world:
        filled = {"offline": "was filled from the offline world", "real": "holds real data"}[world]
        raise Refused(
            f"this database {filled}, and the two must not mix: use another with CINEGRAPH_DATA_DIR or"
            " CINEGRAPH_DATABASE_URL, or empty this one with `cinegraph db reset --yes`"
        )


async def _request(
    conn: AsyncConnection,
    context: Context,
    organization_id: int,
    edition: Edition,
    pages: Sequence[KeptPage],
    lookup: bool,
    refresh: bool,
) -> Requested:
    page_ids = [await page_store.keep(conn, page) for page in pages]
    unfinished = await imports.unfinished(conn, organization_id, edition, lookup, page_ids)
    if unfinished is not None and await _goes_on(conn, context, unfinished, bool(pages), refresh):
        await _revive(conn, context, unfinished)
        return Requested(unfinished.id, edition, resumed=True)
    import_id = await imports.request(conn, organization_id, edition, lookup, refresh)
    await page_store.attach(conn, import_id, page_ids)
    await imports.set_job(conn, import_id, await context.queue.import_ceremony(conn, import_id))
    return Requested(import_id, edition, resumed=False)


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
