"""Festivals: how every edition of every organization stands, and each organization by itself."""

from collections import Counter

from fastapi import APIRouter, HTTPException, Request, Response

from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.map_festivals import STATES, map_festivals
from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.store.screens import festival_figures
from cinegraph.store.screens.festival_figures import CeremonyFigures
from cinegraph.web import live
from cinegraph.web.charts import Series, bars, lines
from cinegraph.web.reading import Program
from cinegraph.web.shown import draw, page

router = APIRouter()
_KEPT_SECONDS, _OLDEST_SECONDS = 3.0, 60.0
"""However many look at it, it is counted once in that while; what is told meanwhile is never older than a minute."""


@router.get("/festivals")
async def everything(request: Request, program: Program) -> Response:
    """The map: organization × year."""

    async def drawn() -> str:
        found = await map_festivals(program.context)
        rows = sorted(found, key=lambda row: row.organization.abbreviation.casefold())
        held = [year for row in rows for year in row.years]
        years = range(min(held), max(held) + 1) if held else range(0)
        return draw(
            request,
            "festivals/map.html",
            rows=rows,
            years=years,
            spans=Counter(year // 10 * 10 for year in years),
            states=STATES,
            totals={state: sum(row.count(state) for row in rows) for state in STATES},
        )

    part = await live.shared(request, "/festivals", drawn, _KEPT_SECONDS, _OLDEST_SECONDS)
    return page(request, "festivals/all.html", part=part)


@router.get("/festivals/{slug}")
async def one(request: Request, program: Program, slug: str) -> Response:
    """One organization: how whole it is, its categories, and how it changed over the years."""
    context = program.context
    async with context.database.transaction() as conn:
        try:
            number, organization = await find_organization(conn, slug)
        except Refused as why:
            raise HTTPException(404, str(why)) from None

    async def drawn() -> str:
        async with context.database.transaction() as conn:
            ceremonies = await festival_figures.ceremonies(conn, number)
            categories = await festival_figures.categories(conn, number)
        (row,) = await map_festivals(context, number)
        return draw(
            request,
            "festivals/figures.html",
            organization=organization,
            row=row,
            ceremonies=ceremonies,
            categories=categories,
            stated=_stated(ceremonies),
            known=_known(ceremonies),
        )

    part = await live.shared(
        request, f"/festivals/{organization.slug}", drawn, _KEPT_SECONDS, _OLDEST_SECONDS
    )
    return page(request, "festivals/one.html", organization=organization, part=part)


def _labels(ceremonies: list[CeremonyFigures]) -> list[str]:
    return [f"{one.year}/{one.instance}" if one.instance > 1 else str(one.year) for one in ceremonies]


def _stated(newest_first: list[CeremonyFigures]) -> object:
    """Winners and nominees of each ceremony, the oldest first."""
    told = newest_first[::-1]
    return bars(
        _labels(told),
        [
            Series("winners", "accent", [one.winners for one in told]),
            Series("nominees", "info", [one.nominations - one.winners for one in told]),
        ],
        "Nominations of each stored ceremony: winners and other nominees",
    )


def _known(newest_first: list[CeremonyFigures]) -> object:
    """The share of each ceremony's films that are known fully, in per cent."""
    told = newest_first[::-1]
    shares = [100 * one.full / one.films if one.films else None for one in told]
    return lines(
        _labels(told),
        [Series("full", "good", shares)],
        "Per cent of the films of each ceremony that are full",
    )
