"""What calls outside come to, counted day by day into small tables, so that a report reads hundreds of rows and not
millions: one statement for each table, from the calls themselves. What is newer than that is counted when it is asked for.
"""

from datetime import date, datetime

from psycopg import AsyncConnection

_FESTIVAL = "coalesce(regexp_replace(metadata ->> 'festival', '_[0-9]{4}$', ''), '')"
_DAY = "(inserted_at at time zone 'utc')::date"
_STATUS = "(metadata ->> 'status')::int"
_ANSWERED = f"(success or coalesce({_STATUS} in (404, 410), false))"
_COST = "coalesce((metadata ->> 'cost_usd')::numeric, 0)"
_SINCE = "from api_lookup_metrics where inserted_at >= %(since)s::timestamptz"

BUCKETS_A_DECADE = 20
"""A bucket of response times is so wide: the next begins at 10^(1/20) = 1.12 times its beginning."""

DAYS = f"""
    select {_DAY} as day, source, {_FESTIVAL} as festival, count(*) as calls, count(*) filter (where {_ANSWERED}) as answered,
        count(*) filter (where {_COST} > 0) as paid_calls, sum({_COST}) as cost_usd
    {_SINCE} group by 1, 2, 3
"""
TIMES = f"""
    select {_DAY} as day, source, {_FESTIVAL} as festival,
        floor({BUCKETS_A_DECADE} * log(greatest(response_time_ms, 1)))::int as bucket, count(*) as calls
    {_SINCE} and response_time_ms is not null and {_ANSWERED} group by 1, 2, 3, 4
"""
ENDINGS = f"""
    select day, festival, level, found_by, import_type, asked, count(*) as films
    from (
        select distinct on (metadata ->> 'movie_id', {_DAY}) {_DAY} as day, {_FESTIVAL} as festival,
            (metadata ->> 'fallback_level')::int as level, metadata ->> 'found_by' as found_by,
            metadata ->> 'import_type' as import_type,
            array(select jsonb_array_elements_text(coalesce(metadata -> 'source_hierarchy', '[]'))) as asked
        {_SINCE} and metadata ? 'movie_id' and metadata ? 'movie_found'
        order by metadata ->> 'movie_id', {_DAY}, inserted_at desc
    ) newest
    group by 1, 2, 3, 4, 5, 6
"""
FAILURES = f"""
    select {_DAY} as day, {_FESTIVAL} as festival, 'call' as kind, source, operation, {_STATUS} as status,
        left(coalesce(error_message, 'no reason was given'), 200) as reason, count(*) as calls
    {_SINCE} and not {_ANSWERED} group by 1, 2, 4, 5, 6, 7
    union all
    select {_DAY}, {_FESTIVAL}, 'lookup', metadata -> 'source_hierarchy' ->> -1, null, null,
        metadata ->> 'reason_for_fallback', count(distinct metadata ->> 'movie_id')
    {_SINCE} and metadata ->> 'reason_for_fallback' is not null group by 1, 2, 4, 7
"""
"""Each of the four, from the calls since a moment: what a table keeps, and what is added to it for the time after."""

_KEPT = {
    "lookup_days": ("day, source, festival, calls, answered, paid_calls, cost_usd", DAYS),
    "lookup_day_times": ("day, source, festival, bucket, calls", TIMES),
    "lookup_day_endings": ("day, festival, level, found_by, import_type, asked, films", ENDINGS),
    "lookup_day_failures": ("day, festival, kind, source, operation, status, reason, calls", FAILURES),
}


async def until(conn: AsyncConnection) -> datetime | None:
    """Up to when calls are counted; None if none are."""
    cursor = await conn.execute("select until from lookup_counts")
    row = await cursor.fetchone()
    return None if row is None else row[0]


async def count(conn: AsyncConnection, since: date | None, upto: datetime) -> None:
    """Count the days from that one on anew (None: all), up to that moment. The answer is the same if it is run twice."""
    await conn.execute("select pg_advisory_xact_lock(hashtext('lookup_counts'))")
    for table, (columns, counted) in _KEPT.items():
        await conn.execute(f"delete from {table} where day >= coalesce(%s, '-infinity'::date)", [since])
        before = counted.replace(
            "inserted_at >= %(since)s::timestamptz",
            "inserted_at >= %(since)s::timestamptz and inserted_at < %(upto)s",
        )
        await conn.execute(
            f"insert into {table} ({columns}) {before}",
            {"since": "-infinity" if since is None else f"{since} 00:00:00+00", "upto": upto},
        )
    await conn.execute(
        """
        insert into lookup_counts (single, until) values (true, %s)
        on conflict (single) do update set until = excluded.until
        """,
        [upto],
    )
