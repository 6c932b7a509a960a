-- What asking has cost: by source, day (UTC) and festival (null: for no festival).
select
    m.source,
    (m.inserted_at at time zone 'utc')::date as day,
    m.metadata ->> 'festival' as festival,
    count(*) as calls,
    count(*) filter (where (m.metadata ->> 'cost_usd')::numeric > 0) as paid_calls,
    coalesce(sum((m.metadata ->> 'cost_usd')::numeric), 0) as cost_usd
from api_lookup_metrics m
group by 1, 2, 3
