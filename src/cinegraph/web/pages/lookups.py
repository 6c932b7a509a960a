"""Lookups: how asking outside goes, by source, tier, day and reason. Each picture has its table, and the table is a file."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, timedelta
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.store import lookup_counts, organizations
from cinegraph.store.screens import lookup_reports
from cinegraph.store.screens.lookup_reports import Span
from cinegraph.web import live
from cinegraph.web import lookup_figures as figures
from cinegraph.web.csv_file import csv_file
from cinegraph.web.lookup_figures import Table
from cinegraph.web.reading import PATIENCE_SECONDS, Program, Reading
from cinegraph.web.shown import draw, page, query

router = APIRouter()
_USUAL_DAYS = 30
_LONGEST_DAYS = 3_660
_KEPT_SECONDS, _OLDEST_SECONDS = 5.0, 60.0
"""However many look at the same days, they are counted once in that while."""
_REASONS, _REASONS_IN_FILE = 25, 10_000
_CEREMONIES, _CEREMONIES_IN_FILE = 50, 5_000
RANGES = ((7, "7 days"), (30, "30 days"), (90, "90 days"), (365, "a year"))


@router.get("/lookups")
async def lookups(
    request: Request, program: Program, since: str = "", until: str = "", festival: str = ""
) -> Response:
    """The page."""
    async with program.context.database.transaction(PATIENCE_SECONDS) as conn:
        span = await _span(conn, program, since, until, festival)
        slugs = await organizations.names(conn)
    asked = {"since": span.since, "until": span.until, "festival": span.festival or ""}

    async def drawn() -> str:
        async with program.context.database.transaction() as conn:
            found = await _figures(conn, program, span)
        return draw(request, "lookups/figures.html", span=span, asked=asked, **found)

    part = await live.shared(request, f"/lookups{query(asked)}", drawn, _KEPT_SECONDS, _OLDEST_SECONDS)
    ranges = [(said, _range(program, count)) for count, said in RANGES]
    return page(
        request, "lookups/all.html", span=span, asked=asked, ranges=ranges, festivals=slugs, part=part
    )


async def _figures(conn: AsyncConnection, program: Cinegraph, span: Span) -> dict[str, Any]:
    """Everything that is counted, as tables and pictures: six statements."""
    days = await lookup_reports.by_day(conn, span)
    times = figures.times(await lookup_reports.times(conn, span))
    endings = await lookup_reports.endings(conn, span)
    failures = await lookup_reports.failures(conn, span, _REASONS)
    health = await lookup_reports.health(conn, span, _CEREMONIES)
    return {
        "tones": figures.toned([day.source for day in days]),
        "success": figures.success(days),
        "success_picture": figures.success_picture(days, span.since, span.until),
        "spending": _spending(program, days, span),
        "spent": figures.spent(days),
        "months": await lookup_reports.months(conn),
        "limits": {tier.metered: tier.limits.month_usd for tier in program.context.tiers},
        "times": times,
        "times_picture": figures.times_picture(times),
        "rescue": figures.rescue(endings),
        "rescue_picture": figures.rescue_picture(endings),
        "failures": figures.failures(failures),
        "failures_picture": figures.failures_picture(failures),
        "health": figures.health(health),
        "health_picture": figures.health_picture(health),
    }


def _spending(program: Cinegraph, days: list[lookup_reports.SourceDay], span: Span) -> list[dict[str, Any]]:
    """Each source that cost anything, or has a budget, with what it cost by day and its budget of a day."""
    limits = {tier.metered: tier.limits.day_usd for tier in program.context.tiers}
    tones = figures.toned([day.source for day in days])
    total = {s: sum((d.cost_usd for d in days if d.source == s), start=0) for s in tones}
    costly = [source for source in tones if total[source] or limits.get(source)]
    return [
        {
            "source": source,
            "total": total[source],
            "limit": limits.get(source),
            "picture": figures.spent_picture(
                days, source, tones[source], span.since, span.until, limits.get(source)
            ),
        }
        for source in costly
    ]


Report = Callable[[AsyncConnection, Span], Awaitable[Table]]


async def _success(conn: AsyncConnection, span: Span) -> Table:
    return figures.success(await lookup_reports.by_day(conn, span))


async def _cost(conn: AsyncConnection, span: Span) -> Table:
    return figures.spent(await lookup_reports.by_day(conn, span))


async def _times(conn: AsyncConnection, span: Span) -> Table:
    return figures.times(await lookup_reports.times(conn, span))


async def _rescue(conn: AsyncConnection, span: Span) -> Table:
    return figures.rescue(await lookup_reports.endings(conn, span))


async def _failures(conn: AsyncConnection, span: Span) -> Table:
    return figures.failures(await lookup_reports.failures(conn, span, _REASONS_IN_FILE))


async def _health(conn: AsyncConnection, span: Span) -> Table:
    return figures.health(await lookup_reports.health(conn, span, _CEREMONIES_IN_FILE))


FILES: dict[str, Report] = {
    "success": _success,
    "cost": _cost,
    "times": _times,
    "rescue": _rescue,
    "failures": _failures,
    "health": _health,
}
"""Each report that can be saved, by the name of its file."""


@router.get("/lookups/{name}.csv")
async def file(
    program: Program, conn: Reading, name: str, since: str = "", until: str = "", festival: str = ""
) -> Response:
    """A table of the page, whole, as CSV."""
    if name not in FILES:
        raise HTTPException(404, f"there is no such table; there are {', '.join(FILES)}")
    span = await _span(conn, program, since, until, festival)
    table = await FILES[name](conn, span)
    return csv_file(f"lookups-{name}-{span.since}-{span.until}.csv", table.columns, table.rows)


async def _span(conn: AsyncConnection, program: Cinegraph, since: str, until: str, festival: str) -> Span:
    """The days that are asked for; the last thirty if none are."""
    today = program.context.now().astimezone(UTC).date()
    last = _date(until) or today
    first = _date(since) or last - timedelta(days=_USUAL_DAYS - 1)
    if first > last:
        raise HTTPException(422, f"since {first} is after until {last}: no day is from the one to the other")
    first = max(first, last - timedelta(days=_LONGEST_DAYS))
    counted = await lookup_counts.until(conn)
    return Span(first, last, counted, festival.strip().lower() or None)


def _date(text: str) -> date | None:
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        if text.strip():
            raise HTTPException(422, f"{text[:40]!r} is no date: write 2026-11-30") from None
        return None
    if found.year < 1990 or found.year > 2200:
        raise HTTPException(422, f"{found} is out of reach: days from 1990 to 2200")
    return found


def _range(program: Cinegraph, days: int) -> dict[str, date]:
    today = program.context.now().astimezone(UTC).date()
    return {"since": today - timedelta(days=days - 1), "until": today}
