"""A ceremony: its categories with winners and nominees; what its accounts say differently."""

from itertools import groupby
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response

from cinegraph.app import Cinegraph
from cinegraph.domain.festivals import Edition, Organization
from cinegraph.pipeline.compare_accounts import compare_accounts
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.store import changes, people_links
from cinegraph.store.people_links import Ceremonies
from cinegraph.store.screens import ceremony_shown, import_shown
from cinegraph.store.screens.ceremony_shown import CeremonyShown, Shown
from cinegraph.web import live
from cinegraph.web.pictures import poster
from cinegraph.web.reading import Program
from cinegraph.web.shown import draw, page

router = APIRouter(prefix="/festivals")


@router.get("/{slug}/{year:int}")
@router.get("/{slug}/{year:int}/{instance:int}")
async def ceremony(request: Request, program: Program, slug: str, year: int, instance: int = 1) -> Response:
    """The page."""
    async with program.context.database.transaction() as conn:
        try:
            number, organization = await find_organization(conn, slug)
        except Refused as why:
            raise HTTPException(404, str(why)) from None
        found = await ceremony_shown.ceremony(conn, number, year, instance)
    edition = Edition(year, instance)
    if found is None:
        return page(request, "ceremony/missing.html", 404, organization=organization, edition=edition)
    of: dict[str, Any] = {"organization": organization, "found": found, "edition": str(edition)}

    async def drawn() -> str:
        async with program.context.database.transaction() as conn:
            entries = await ceremony_shown.entries(conn, found.id)
            links = await people_links.categories(conn, Ceremonies(number, [year], instance))
            runs = await changes.last_runs(conn, number, [year], instance)
            changed = await import_shown.changes(conn, runs[-1].import_id) if runs else {}
        return draw(
            request,
            "ceremony/entries.html",
            **of,
            categories=_by_category(entries),
            active=[one for one in entries if one.state == "active"],
            links=links,
            diff=runs[-1].import_id if runs else None,
            changed={word: count for word, count in changed.items() if word != "unchanged"},
            poster=lambda film: poster(request, film["poster"]),
        )

    part = await live.shared(request, f"/festivals/{organization.slug}/{edition}", drawn)
    return page(request, "ceremony/one.html", **of, part=part)


def _by_category(entries: list[Shown]) -> list[list[Shown]]:
    return [list(group) for _, group in groupby(entries, key=lambda one: one.category_id)]


@router.get("/{slug}/{year:int}/accounts")
@router.get("/{slug}/{year:int}/{instance:int}/accounts")
async def accounts(request: Request, program: Program, slug: str, year: int, instance: int = 1) -> Response:
    """What each account of it says, side by side, and where two of them differ."""
    organization, found = await _stored(program, slug, year, instance)
    compared = await compare_accounts(program.context, slug, Edition(year, instance))
    return page(
        request,
        "ceremony/accounts.html",
        organization=organization,
        found=found,
        edition=str(Edition(year, instance)),
        compared=compared,
    )


async def _stored(
    program: Cinegraph, slug: str, year: int, instance: int
) -> tuple[Organization, CeremonyShown]:
    async with program.context.database.transaction() as conn:
        try:
            number, organization = await find_organization(conn, slug)
        except Refused as why:
            raise HTTPException(404, str(why)) from None
        found = await ceremony_shown.ceremony(conn, number, year, instance)
    if found is None:
        raise HTTPException(
            404, f"{organization.name} {Edition(year, instance)} is not stored: import it first"
        )
    return organization, found
