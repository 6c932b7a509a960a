"""What an import would do and cost, before it is asked for: what is known, and what is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from cinegraph.pipeline.context import Context
from cinegraph.pipeline.request_import import Requested, Wanted, obtainable
from cinegraph.store import organizations
from cinegraph.store import pages as page_store
from cinegraph.store.organizations import Stored

_NEIGHBOURS = 5
"""Stored ceremonies, the nearest in time, from whose size that of an unknown one is supposed."""


@dataclass(frozen=True, slots=True)
class PagesToGet:
    """Pages of one site that would be fetched, by which transport and at which price for each, in US dollars."""

    site: str
    transport: str
    pages: int
    price_usd: Decimal

    @property
    def cost_usd(self) -> Decimal:
        """What they would cost if each is asked for once."""
        return self.price_usd * self.pages


@dataclass(frozen=True, slots=True)
class Estimate:
    """What would be done. `kept`: pages of which a fresh copy is here; `given`: saved ones; `films_here`: films of
    ceremonies that are stored, `not_full` of them would be asked for where they are due; `films_expected`: of
    ceremonies that are not stored, as many as their neighbours have; `unknown`: ceremonies without a neighbour."""

    imports: tuple[Requested, ...]
    pages: tuple[PagesToGet, ...]
    kept: int
    given: int
    films_here: int
    not_full: int
    films_expected: int
    unknown: int
    lookup: bool


async def estimate(
    context: Context, wanted: Sequence[Wanted], imports: Sequence[Requested], lookup: bool, refresh: bool
) -> Estimate:
    """Counted from rows and settings; nobody is asked, and nothing is changed."""
    numbers = [one.organization_id for one in wanted]
    async with context.database.transaction() as conn:
        rows = await organizations.ceremonies(conn, numbers)
        fresh = set() if refresh else await page_store.fresh_copies(conn, numbers, context.page_fresh_for)
    pages, kept = _pages(context, wanted, fresh)
    films = [_films(one, edition.year, edition.instance, rows) for one in wanted for edition in one.editions]
    return Estimate(
        imports=tuple(imports),
        pages=pages,
        kept=kept,
        given=sum(len(one.given) for one in wanted),
        films_here=sum(here.films for here, _ in films if here),
        not_full=sum(here.not_full for here, _ in films if here),
        films_expected=sum(supposed for here, supposed in films if here is None and supposed is not None),
        unknown=sum(here is None and supposed is None for here, supposed in films),
        lookup=lookup,
    )


def _pages(
    context: Context, wanted: Sequence[Wanted], fresh: set[tuple[int, int, int, str]]
) -> tuple[tuple[PagesToGet, ...], int]:
    """The pages to fetch by site, and how many need not be fetched. The file of a whole history is one page."""
    asked = {
        (kind.SITE, kind.path(one.organization, edition)): (
            (one.organization_id, edition.year, edition.instance, kind.KIND) not in fresh
        )
        for one in wanted
        if not one.given
        for edition in one.editions
        for kind in obtainable(context, one.organization, edition)
    }
    missing = [site for (site, _), lacking in asked.items() if lacking]
    ways = {site: context.transports[site] for site in missing}
    counted = tuple(
        PagesToGet(site, way.name, missing.count(site), way.price) for site, way in sorted(ways.items())
    )
    return counted, len(asked) - len(missing)


def _films(one: Wanted, year: int, instance: int, rows: Sequence[Stored]) -> tuple[Stored | None, int | None]:
    """The stored ceremony, or else how many films it may have, by its nearest neighbours; None if there are none."""
    of_it = [row for row in rows if row.organization_id == one.organization_id]
    here = next((row for row in of_it if (row.year, row.instance) == (year, instance)), None)
    near = sorted((row for row in of_it if row.films), key=lambda row: abs(row.year - year))[:_NEIGHBOURS]
    return here, round(median(row.films for row in near)) if near else None


def told(found: Estimate, context: Context) -> dict[str, object]:
    """The estimate as plain data: the contract of `--dry-run --json`. Money is exact."""
    asked = found.not_full + found.films_expected if found.lookup else 0
    return {
        "dry_run": True,
        "imports": [
            {
                "organization": one.organization,
                "year": one.edition.year,
                "instance": one.edition.instance,
                "goes_on": one.resumed,
            }
            for one in found.imports
        ],
        "pages": {
            "fetch": [
                {
                    "site": p.site,
                    "transport": p.transport,
                    "pages": p.pages,
                    "price_usd": p.price_usd,
                    "cost_usd": p.cost_usd,
                }
                for p in found.pages
            ],
            "kept": found.kept,
            "given": found.given,
            "cost_usd": sum((p.cost_usd for p in found.pages), Decimal(0)),
        },
        "films": {
            "stored": found.films_here,
            "not_full": found.not_full,
            "expected": found.films_expected,
            "ceremonies_unknown": found.unknown,
        },
        "lookup": tiers(context, asked) if found.lookup else [],
    }


def tiers(context: Context, films: int) -> list[dict[str, object]]:
    """What each catalogue that is on would cost if all these films reached it, at one call each: at least one of them
    is asked for every film; a search takes more calls than one, an answer that is remembered none. So with ratings."""
    prices = {tier.name: tier.price_usd for tier in context.tiers if tier.on and not tier.critical_only}
    if context.ratings is not None and not context.ratings.policy.critical_only:
        prices.setdefault(context.ratings.source.name, context.ratings.source.price_usd)
    return [
        {"source": name, "price_usd": price, "films": films, "cost_usd": price * films}
        for name, price in prices.items()
    ]
