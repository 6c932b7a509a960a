"""What the lookups screen computes from counted rows: shares, times, money by day; each as a table, for a picture and CSV."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from markupsafe import Markup

from cinegraph.store.lookup_counts import BUCKETS_A_DECADE
from cinegraph.store.screens.lookup_reports import Ending, Failure, Health, SourceDay
from cinegraph.web.charts import Series, bars, lines

TONES = ("info", "c-amber", "good", "c-violet", "bad", "c-teal")
_MOST_DAYS = 62
"""A longer span is drawn by weeks, and then by months: a picture has room for so many."""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of plain values, the first column names the row."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[object]]


def toned(sources: Sequence[str]) -> dict[str, str]:
    """A tone for each source, always the same for the same sources."""
    return {source: TONES[at % len(TONES)] for at, source in enumerate(sorted(set(sources)))}


def steps(since: date, until: date) -> list[date]:
    """The first days of what a picture shows side by side: days, weeks or months."""
    days = (until - since).days + 1
    if days <= _MOST_DAYS:
        return [since + timedelta(days=at) for at in range(days)]
    if days <= 7 * _MOST_DAYS:
        return [since + timedelta(days=7 * at) for at in range(-(-days // 7))]
    months = (until.year - since.year) * 12 + until.month - since.month + 1
    first = since.year * 12 + since.month - 1
    return [date((first + at) // 12, (first + at) % 12 + 1, 1) for at in range(months)]


def _at(starts: Sequence[date], day: date) -> int:
    """In which step a day is."""
    found = 0
    for at, start in enumerate(starts):
        if start <= day:
            found = at
    return found


def label(day: date, starts: Sequence[date]) -> str:
    """How a step is called under a picture."""
    months = len(starts) > 1 and (starts[1] - starts[0]).days > 7
    return f"{day:%Y-%m}" if months else f"{day:%m-%d}"


def success(days: Sequence[SourceDay]) -> Table:
    """By source: calls, how many were answered."""
    rows = []
    for source in sorted({day.source for day in days}):
        own = [day for day in days if day.source == source]
        calls, answered = sum(day.calls for day in own), sum(day.answered for day in own)
        rows.append(
            [source, calls, answered, calls - answered, round(100 * answered / calls, 1) if calls else None]
        )
    return Table(("source", "calls", "answered", "failed", "answered_percent"), rows)


def success_picture(days: Sequence[SourceDay], since: date, until: date) -> Markup:
    """The share of answered calls of each source over time, in per cent."""
    starts, tones = steps(since, until), toned([day.source for day in days])
    series = []
    for source, tone in tones.items():
        calls, answered = [0] * len(starts), [0] * len(starts)
        for day in days:
            if day.source == source:
                at = _at(starts, day.day)
                calls[at] += day.calls
                answered[at] += day.answered
        series.append(
            Series(source, tone, [100 * a / c if c else None for a, c in zip(answered, calls, strict=True)])
        )
    labels = [label(start, starts) for start in starts]
    return lines(labels, series, "Per cent of each source's calls that were answered, over time")


def rescue(endings: Sequence[Ending]) -> Table:
    """Films found by the first source that was asked, by the second …, and after which others."""
    total = sum(one.films for one in endings)
    rows = [
        [
            "not found" if one.level is None else f"asked {_nth(one.level)}",
            one.found_by or "nobody",
            ", ".join(name for name in one.asked if name != one.found_by) or "–",
            one.import_type or "–",
            one.films,
            round(100 * one.films / total, 1),
        ]
        for one in endings
    ]
    return Table(("tier", "found_by", "after", "as", "films", "percent"), rows)


def rescue_picture(endings: Sequence[Ending]) -> Markup:
    """Films by the tier that had them: full, minimal, and those that nobody had."""
    levels = sorted({one.level for one in endings if one.level is not None})
    labels = [_nth(level) for level in levels] + ["nobody"]
    found = {
        kind: [
            sum(e.films for e in endings if e.level == level and e.import_type == kind) for level in levels
        ]
        + [0]
        for kind in ("full", "minimal")
    }
    other = [
        sum(e.films for e in endings if e.level == level and e.import_type not in ("full", "minimal"))
        for level in levels
    ]
    nobody = [*other, sum(e.films for e in endings if e.level is None)]
    series = [
        Series("full", "good", found["full"]),
        Series("minimal", "c-amber", found["minimal"]),
        Series("not found", "bad", nobody),
    ]
    return bars(labels, series, "Films by the tier that had them")


def _nth(level: int) -> str:
    return {1: "1st", 2: "2nd", 3: "3rd"}.get(level, f"{level}th")


def spent(days: Sequence[SourceDay]) -> Table:
    """By day and source: calls, paid ones, and what they cost."""
    rows = [[day.day, day.source, day.calls, day.paid_calls, day.cost_usd] for day in reversed(days)]
    return Table(("day", "source", "calls", "paid_calls", "cost_usd"), rows)


def spent_picture(
    days: Sequence[SourceDay], source: str, tone: str, since: date, until: date, limit: Decimal | None
) -> Markup:
    """What a source cost by day; `limit`: its budget of a day, drawn where a step is a day."""
    starts = steps(since, until)
    sums = [0.0] * len(starts)
    for day in days:
        if day.source == source:
            sums[_at(starts, day.day)] += float(day.cost_usd)
    by_day = len(starts) < 2 or (starts[1] - starts[0]).days == 1
    line = float(limit) if limit is not None and by_day else None
    labels = [label(start, starts) for start in starts]
    return bars(labels, [Series(source, tone, sums)], f"What {source} cost over time, in US dollars", line)


def percentile(buckets: Mapping[int, int], share: float) -> float | None:
    """The response time in ms that this share of calls did not exceed, to within a bucket's width (12 %)."""
    total = sum(buckets.values())
    if not total:
        return None
    wanted, passed = share * total, 0
    for bucket in sorted(buckets):
        here = buckets[bucket]
        if passed + here >= wanted:
            within = (wanted - passed) / here
            return float(10 ** ((bucket + within) / BUCKETS_A_DECADE))
        passed += here
    return None


def times(found: Mapping[str, Mapping[int, int]]) -> Table:
    """By source: how many calls were answered, and how fast half and 95 in 100 of them were."""
    rows = [
        [source, sum(buckets.values()), _whole(percentile(buckets, 0.5)), _whole(percentile(buckets, 0.95))]
        for source, buckets in sorted(found.items())
    ]
    return Table(("source", "answered", "median_ms", "p95_ms"), rows)


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def times_picture(table: Table) -> Markup:
    """Median and 95th percentile of each source, side by side."""
    medians = [float(str(row[2])) for row in table.rows]
    rest = [float(str(row[3])) - float(str(row[2])) for row in table.rows]
    labels = [str(row[0]) for row in table.rows]
    series = [Series("median", "info", medians), Series("to the 95th percentile", "c-amber", rest)]
    return bars(labels, series, "Response time of each source in milliseconds: median and 95th percentile")


def failures(found: Sequence[Failure]) -> Table:
    """Why calls had no answer and lookups no film, the most frequent first."""
    rows = [
        [one.reason, one.kind, one.source or "–", one.operation or "–", one.status, one.calls, one.last_day]
        for one in found
    ]
    return Table(("reason", "of", "source", "operation", "status", "how_often", "last_day"), rows)


def failures_picture(found: Sequence[Failure]) -> Markup:
    """By source, how often calls failed and lookups ended without a film."""
    sources = sorted({one.source or "–" for one in found})
    series = [
        Series(
            kind,
            tone,
            [sum(f.calls for f in found if f.kind == kind and (f.source or "–") == s) for s in sources],
        )
        for kind, tone in (("call", "bad"), ("lookup", "c-amber"))
    ]
    return bars(
        sources, series, "How often calls of each source failed, and lookups ended there without a film"
    )


def health(found: Sequence[Health]) -> Table:
    """By ceremony: how much is known of its films."""
    rows = [
        [
            f"{one.organization} {one.year}" + (f"/{one.instance}" if one.instance > 1 else ""),
            one.import_id,
            one.state,
            one.films,
            one.full,
            one.minimal,
            one.stub,
            one.review,
            one.pending,
            round(100 * one.full / one.films, 1) if one.films else None,
        ]
        for one in found
    ]
    columns = (
        "ceremony",
        "import",
        "state",
        "films",
        "full",
        "minimal",
        "stub",
        "review",
        "pending",
        "full_percent",
    )
    return Table(columns, rows)


def health_picture(found: Sequence[Health]) -> Markup:
    """The newest ceremonies, the oldest of them first: their films by what is known of them."""
    told = list(found[:24])[::-1]
    series = [
        Series("full", "good", [one.full for one in told]),
        Series("minimal", "c-amber", [one.minimal for one in told]),
        Series("stub", "bad", [one.stub for one in told]),
        Series("review", "c-violet", [one.review for one in told]),
        Series("pending", "info", [one.pending for one in told]),
    ]
    return bars(
        [f"{one.organization[:8]} {one.year}" for one in told],
        series,
        "Films of the newest imports by what is known of them",
    )
