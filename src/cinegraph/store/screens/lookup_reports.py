"""What the lookups screen shows: the counted days and, added to them, the calls of the minutes since.

A day is one of UTC. A film whose lookup ended counts once a day.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from psycopg import AsyncConnection
from psycopg.rows import class_row

from cinegraph.store.lookup_counts import DAYS, ENDINGS, FAILURES, TIMES


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `since` to `until`, both included, of one festival (its slug; None: all). Calls up to `counted` are
    in the counted days (`lookup_counts.until`)."""

    since: date
    until: date
    counted: datetime | None
    festival: str | None = None


@dataclass(frozen=True, slots=True)
class SourceDay:
    """A source's calls of a day. Money is exact."""

    day: date
    source: str
    calls: int
    answered: int
    paid_calls: int
    cost_usd: Decimal


@dataclass(frozen=True, slots=True)
class Ending:
    """Films whose lookup ended so: found at that `level` (1 is the first source that was asked; None: not found) by
    `found_by`, after the sources in `asked`."""

    level: int | None
    found_by: str | None
    import_type: str | None
    asked: list[str]
    films: int


@dataclass(frozen=True, slots=True)
class Failure:
    """Calls without an answer (`kind` call), or films whose lookup ended without a film (lookup), and why."""

    kind: str
    source: str | None
    operation: str | None
    status: int | None
    reason: str
    calls: int
    last_day: date


def _of(kept: str, newer: str) -> str:
    """Rows of a counted table within the span, and those of the calls since."""
    return f"""
        select k.* from (select {kept} union all select n.* from ({newer}) n) k
        where k.day between %(first)s and %(last)s and (%(festival)s::text is null or k.festival = %(festival)s)
    """


_DAYS = _of("day, source, festival, calls, answered, paid_calls, cost_usd from lookup_days", DAYS)
_TIMES = _of("day, source, festival, bucket, calls from lookup_day_times", TIMES)
_ENDINGS = _of("day, festival, level, found_by, import_type, asked, films from lookup_day_endings", ENDINGS)
_FAILURES = _of(
    "day, festival, kind, source, operation, status, reason, calls from lookup_day_failures", FAILURES
)


def _values(span: Span, **more: object) -> dict[str, object]:
    counted = span.counted or "-infinity"
    return {"first": span.since, "last": span.until, "festival": span.festival, "since": counted} | more


async def by_day(conn: AsyncConnection, span: Span) -> list[SourceDay]:
    """Each source's days, in order."""
    cursor = conn.cursor(row_factory=class_row(SourceDay))
    await cursor.execute(
        f"""
        select day, source, sum(calls)::int as calls, sum(answered)::int as answered,
            sum(paid_calls)::int as paid_calls, sum(cost_usd) as cost_usd
        from ({_DAYS}) d group by 1, 2 order by 1, 2
        """,
        _values(span),
    )
    return await cursor.fetchall()


async def times(conn: AsyncConnection, span: Span) -> dict[str, dict[int, int]]:
    """Source → bucket of response times → how many calls; see `BUCKETS_A_DECADE`."""
    cursor = await conn.execute(
        f"select source, bucket, sum(calls)::int from ({_TIMES}) t group by 1, 2 order by 1, 2", _values(span)
    )
    found: dict[str, dict[int, int]] = {}
    for source, bucket, calls in await cursor.fetchall():
        found.setdefault(source, {})[bucket] = calls
    return found


async def endings(conn: AsyncConnection, span: Span) -> list[Ending]:
    """How lookups ended: what was found first, by the level that found it."""
    cursor = conn.cursor(row_factory=class_row(Ending))
    await cursor.execute(
        f"""
        select level, found_by, import_type, asked, sum(films)::int as films from ({_ENDINGS}) e
        group by 1, 2, 3, 4 order by level nulls last, films desc, asked
        """,
        _values(span),
    )
    return await cursor.fetchall()


async def failures(conn: AsyncConnection, span: Span, count: int) -> list[Failure]:
    """Why calls and lookups failed, the most frequent reasons first, so many at most."""
    cursor = conn.cursor(row_factory=class_row(Failure))
    await cursor.execute(
        f"""
        select kind, source, operation, status, reason, sum(calls)::int as calls, max(day) as last_day
        from ({_FAILURES}) f group by 1, 2, 3, 4, 5 order by calls desc, reason limit %(count)s
        """,
        _values(span, count=count),
    )
    return await cursor.fetchall()


async def months(conn: AsyncConnection) -> list[tuple[date, str, Decimal, int]]:
    """The ledger of the last twelve months: (its first day, source, what was spent, calls). Exact at every moment."""
    cursor = await conn.execute(
        """
        select starts_on, source, spent_usd, calls from source_budgets
        where period = 'month' and starts_on > (now() at time zone 'utc')::date - 366 order by 1 desc, 2
        """
    )
    return [(day, source, spent, calls) for day, source, spent, calls in await cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Health:
    """A ceremony whose newest import ended within the span; the five states add up to its films."""

    import_id: int
    organization: str
    year: int
    instance: int
    state: str
    films: int
    full: int
    minimal: int
    stub: int
    review: int
    pending: int


async def health(conn: AsyncConnection, span: Span, count: int) -> list[Health]:
    """How much is known of the films of ceremonies that were imported within the span, the newest import first."""
    cursor = conn.cursor(row_factory=class_row(Health))
    await cursor.execute(
        """
        with newest as (
            select i.id, i.organization_id, i.year, i.instance, i.state from imports i
            join festival_organizations o on o.id = i.organization_id
            where i.ceremony_id is not null and i.inserted_at >= %(first)s and i.inserted_at < %(last)s::date + 1
                and (%(festival)s::text is null or o.slug = %(festival)s)
                and not exists (select 1 from imports later where later.id > i.id and later.ceremony_id is not null
                    and (later.organization_id, later.year, later.instance) = (i.organization_id, i.year, i.instance))
            order by i.id desc limit %(count)s
        )
        select n.id as import_id, o.slug as organization, n.year, n.instance, n.state, f.*
        from newest n join festival_organizations o on o.id = n.organization_id
        cross join lateral (
            select count(*) as films, count(*) filter (where x.state <> 'pending' and s.state = 'full') as "full",
                count(*) filter (where x.state <> 'pending' and s.state = 'minimal') as minimal,
                count(*) filter (where x.state <> 'pending' and s.state = 'stub') as stub,
                count(*) filter (where x.state <> 'pending' and s.state = 'review') as review,
                count(*) filter (where x.state = 'pending') as pending
            from import_movies x join movie_states s on s.movie_id = x.movie_id where x.import_id = n.id
        ) f
        order by n.id desc
        """,
        _values(span, count=count),
    )
    return await cursor.fetchall()
