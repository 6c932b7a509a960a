-- Each source: how its calls went, for how many films it was asked, and how many of them it had (IMDb's title pages
-- are asked as `zyte`).
select
    c.source,
    count(*) as calls,
    count(*) filter (where c.answered) as answered,
    count(*) filter (where not c.answered) as failed,
    round(count(*) filter (where c.answered) / count(*)::numeric, 4) as success_rate,
    count(distinct c.movie_id) as films,
    count(distinct c.movie_id) filter (where c.source = case c.found_by when 'imdb_title' then 'zyte' else c.found_by end) as films_found,
    percentile_cont(0.5) within group (order by c.response_time_ms) as median_ms,
    sum(c.cost_usd) as cost_usd,
    max(c.at) as last_call_at
from lookup_calls c
group by c.source
