"""Calls counted by day: the same figures whether they were counted before or are counted as they are asked for."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from psycopg import AsyncConnection

from cinegraph.store import lookup_counts, lookups
from cinegraph.store.screens import lookup_reports
from cinegraph.store.screens.lookup_reports import Span

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


async def called(
    conn: AsyncConnection,
    source: str,
    days_ago: float,
    ms: int = 100,
    error: str | None = None,
    **facts: object,
) -> None:
    """A call so long ago."""
    number = uuid4()
    await lookups.record(conn, number, source, "by_id", "x", error is None, ms, error, facts)
    await conn.execute(
        "update api_lookup_metrics set inserted_at = %s where id = %s",
        [NOW - timedelta(days=days_ago), number],
    )


async def everything(conn: AsyncConnection, festival: str | None = None) -> list[Any]:
    """All four reports of November."""
    counted = await lookup_counts.until(conn)
    span = Span(date(2026, 11, 1), date(2026, 11, 30), counted, festival)
    return [
        await lookup_reports.by_day(conn, span),
        await lookup_reports.times(conn, span),
        await lookup_reports.endings(conn, span),
        await lookup_reports.failures(conn, span, 10),
    ]


async def some_calls(conn: AsyncConnection) -> None:
    """A film that the second catalogue had, twice; one that none had; a call that failed."""
    found: dict[str, Any] = {
        "movie_found": True,
        "found_by": "omdb",
        "fallback_level": 2,
        "import_type": "full",
    }
    asked: dict[str, Any] = {"source_hierarchy": ["tmdb", "omdb"], "movie_id": 7, "festival": "oscars_2024"}
    await called(conn, "tmdb", 3, 80, **asked, **found)
    await called(conn, "omdb", 3, 210, cost_usd=Decimal("0.001"), **asked, **found)
    await called(conn, "tmdb", 2, 5_000, "timed out", festival="cannes_2023")
    await called(
        conn,
        "tmdb",
        1,
        90,
        "not there",
        status=404,
        movie_id=8,
        movie_found=False,
        source_hierarchy=["tmdb"],
        reason_for_fallback="not found",
    )
    await called(conn, "tmdb", 0.01, 100, **asked, **found)


async def test_counted_or_not_the_figures_are_the_same(conn: AsyncConnection) -> None:
    await some_calls(conn)
    fresh = await everything(conn)
    days, times, endings, failures = fresh
    assert sum(day.calls for day in days) == 5
    assert sum(day.cost_usd for day in days) == Decimal("0.001")
    assert [day.answered for day in days if day.day == date(2026, 11, 19)] == [1], "404 is an answer"
    assert times["omdb"] == {46: 1}
    assert [(e.level, e.found_by, e.asked, e.films) for e in endings] == [
        (2, "omdb", ["tmdb", "omdb"], 2),
        (None, None, ["tmdb"], 1),
    ]
    assert {(f.kind, f.reason) for f in failures} == {("call", "timed out"), ("lookup", "not found")}
    of_oscars = await everything(conn, "oscars")
    for since in (None, date(2026, 11, 18), None):
        await lookup_counts.count(conn, since, NOW - timedelta(hours=1))
        assert await everything(conn) == fresh
        assert await everything(conn, "oscars") == of_oscars
    await called(conn, "tmdb", 0)
    assert sum(day.calls for day in (await everything(conn))[0]) == 6
    (calls,) = [day.calls for day in of_oscars[0] if day.source == "omdb"]
    assert calls == 1
