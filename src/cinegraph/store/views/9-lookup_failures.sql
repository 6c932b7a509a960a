-- Why lookups fail: calls without a usable answer, by what was said; and lookups that ended without a film, by why.
select
    'call' as kind,
    m.source,
    m.operation,
    coalesce(m.error_message, 'no reason was given') as reason,
    (m.metadata ->> 'status')::int as status,
    count(*) as calls,
    count(distinct m.metadata ->> 'movie_id') as films,
    max(m.inserted_at) as last_at
from api_lookup_metrics m
where not m.success
group by m.source, m.operation, 4, 5
union all
select
    'lookup',
    n.source,
    null,
    n.reason,
    null,
    sum(n.calls)::bigint,
    count(*),
    max(n.last_at)
from (
    select
        m.metadata ->> 'movie_id' as movie_id,
        m.metadata -> 'source_hierarchy' ->> -1 as source,
        m.metadata ->> 'reason_for_fallback' as reason,
        count(*) as calls,
        max(m.inserted_at) as last_at
    from api_lookup_metrics m
    where m.metadata ? 'reason_for_fallback'
    group by 1, 2, 3
) n
group by n.source, n.reason
