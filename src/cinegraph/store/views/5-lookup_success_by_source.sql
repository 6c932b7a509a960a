-- Each source: how its calls went, and for how many films it gave a usable answer.
select
    m.source,
    count(*) as calls,
    count(*) filter (where m.success) as answered,
    count(*) filter (where not m.success) as failed,
    round(count(*) filter (where m.success) / count(*)::numeric, 4) as success_rate,
    count(distinct m.metadata ->> 'movie_id') as films,
    count(distinct m.metadata ->> 'movie_id') filter (where (m.metadata ->> 'movie_found')::boolean) as films_found,
    percentile_cont(0.5) within group (order by m.response_time_ms) as median_ms,
    coalesce(sum((m.metadata ->> 'cost_usd')::numeric), 0) as cost_usd,
    max(m.inserted_at) as last_call_at
from api_lookup_metrics m
group by m.source
