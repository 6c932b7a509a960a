-- What asking has cost: by source, day (UTC) and festival (null: for no festival).
select
    c.source,
    (c.at at time zone 'utc')::date as day,
    c.festival,
    count(*) as calls,
    count(*) filter (where c.cost_usd > 0) as paid_calls,
    sum(c.cost_usd) as cost_usd
from lookup_calls c
group by 1, 2, 3
