"""Which editions of an organization exist, by what pages tell of its history, and which of them are missing here."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cinegraph.domain.festivals import Ceremony, Edition, Organization
from cinegraph.fetch.http import NoAnswer, about
from cinegraph.pages import PageType
from cinegraph.pages.errors import NotThere, PageError
from cinegraph.pipeline.choose_ceremonies import every_edition, newest
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.given_pages import ceremonies_in, told_by
from cinegraph.pipeline.request_import import obtainable, unobtainable
from cinegraph.pipeline.same_world import same_world
from cinegraph.pipeline.sort_pages import GivenPage, check_organization
from cinegraph.store import lookups, organizations
from cinegraph.store import pages as page_store
from cinegraph.store.pages import KeptPage

HISTORIES = ("imdb_event", "imdb_awards")
"""The kinds of page that tell of every edition."""
_TRIES = 3
"""Editions whose page is tried, the newest first: the coming one may have none yet."""


@dataclass(frozen=True, slots=True)
class Discovered:
    """What is known of an organization's editions now. `told`: by pages; `supposed`: one for each year that no page
    spoke of; `stored`: here; `missing`: told and not here; `new`: told for the first time; `cost_usd`: what asking
    cost; `source`: what told it just now, None if only what is kept here did."""

    organization: str
    told: tuple[Edition, ...]
    supposed: tuple[Edition, ...]
    stored: tuple[Edition, ...]
    missing: tuple[Edition, ...]
    new: tuple[Edition, ...]
    cost_usd: Decimal
    source: str | None


async def discover(
    context: Context, organization_id: int, organization: Organization, given: Sequence[GivenPage] = ()
) -> Discovered:
    """Read an organization's history from the given pages, or from its newest event page; it is remembered.

    Raises Refused for a page of another organization, and if nothing is known and no page may be fetched.
    """
    async with context.database.transaction() as conn:
        await same_world(conn, context)
    cost, source = Decimal(0), None
    if given:
        source = ", ".join(page.name for page in given)
        for page in given:
            await _remember(context, organization_id, organization, told_by(page), page.name)
    elif kinds := [kind for kind in obtainable(context, organization) if kind.KIND in HISTORIES]:
        with about(festival=organization.slug, reason="discover") as calls:
            told = await _newest_history(context, organization, kinds[0])
        async with context.database.transaction() as conn:
            cost = await lookups.cost(conn, calls)
        source = kinds[0].NAME
        await _remember(context, organization_id, organization, told, source)
    found = await _what_is_known(context, organization_id, organization, cost, source)
    if source is None and not found.told and not found.stored:
        raise Refused(
            f"nothing is known of the editions of {organization.name}, and {unobtainable(organization)}"
            if not obtainable(context, organization)
            else f"no page that may be fetched tells of all editions of {organization.name}: give its IMDb event page or"
            " dataset file with --page"
        )
    return found


async def _remember(
    context: Context, number: int, organization: Organization, told: Sequence[Ceremony], name: str
) -> None:
    try:
        for ceremony in told:
            check_organization(ceremony, organization)
    except PageError as wrong:
        raise Refused(f"{name}: {wrong}") from None
    async with context.database.transaction() as conn:
        for kind in sorted({ceremony.account for ceremony in told}):
            editions = [e for c in told if c.account == kind for e in (*c.editions, c.edition)]
            await organizations.remember_editions(conn, number, editions, kind)


async def _newest_history(
    context: Context, organization: Organization, kind: PageType
) -> tuple[Ceremony, ...]:
    """What the newest page says that there is. Raises Refused with the reason if none can be read."""
    missing = ""
    for edition in reversed(newest(organization, _TRIES, context.now())):
        path = kind.path(organization, edition)
        assert path is not None
        try:
            return ceremonies_in(await _page(context, kind, path))
        except NotThere as wrong:
            missing = str(wrong)
        except (PageError, NoAnswer) as wrong:
            raise Refused(
                f"{kind.NAME} of {organization.slug} {edition} could not be read: {wrong}"
            ) from None
    raise Refused(f"{kind.NAME} of {organization.slug} could not be found: {missing}")


async def _page(context: Context, kind: PageType, path: str) -> bytes:
    """A copy that was kept within the time that pages stay fresh, or the page as it is now: then it is kept."""
    async with context.database.transaction() as conn:
        kept = await page_store.fetched(conn, kind.KIND, path, context.page_fresh_for)
    if kept is not None:
        return kept.body
    got = await context.transports[kind.SITE].get(kind.SITE, kind.KIND, path)
    page = KeptPage(got.url, got.kind, got.fetched_at, got.body, got.transport, got.status, got.cost)
    async with context.database.transaction() as conn:
        await lookups.settle_world(conn, context.world)
        await page_store.keep(conn, page)
    return page.body


async def _what_is_known(
    context: Context, number: int, before: Organization, cost: Decimal, source: str | None
) -> Discovered:
    async with context.database.transaction() as conn:
        organization = await organizations.get(conn, number)
        rows = await organizations.ceremonies(conn, [number])
    here = {(row.year, row.instance) for row in rows}
    known = {(e.year, e.instance) for e in before.known_editions}
    told = organization.known_editions
    said = {(e.year, e.instance) for e in told}
    return Discovered(
        organization=organization.slug,
        told=told,
        supposed=tuple(
            e for e in every_edition(organization, context.now()) if (e.year, e.instance) not in said | here
        ),
        stored=tuple(Edition(year, instance) for year, instance in sorted(here)),
        missing=tuple(e for e in told if (e.year, e.instance) not in here),
        new=tuple(e for e in told if (e.year, e.instance) not in known),
        cost_usd=cost,
        source=source,
    )
