-- Each source: how its calls went, and for how many films it was asked and something was found.
select
    c.source,
    count(*) as calls,
    count(*) filter (where c.answered) as answered,
    count(*) filter (where not c.answered) as failed,
    round(count(*) filter (where c.answered) / count(*)::numeric, 4) as success_rate,
    count(distinct c.movie_id) as films,
    count(distinct c.movie_id) filter (where c.movie_found) as films_found,
    percentile_cont(0.5) within group (order by c.response_time_ms) as median_ms,
    sum(c.cost_usd) as cost_usd,
    max(c.at) as last_call_at
from lookup_calls c
group by c.source
