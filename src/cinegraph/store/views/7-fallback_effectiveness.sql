-- Rescue by tier: films found by the first source that was asked, by the second … (each film's newest lookup counts).
select
    n.fallback_level,
    n.found_by as source,
    count(*) as films,
    count(*) filter (where n.import_type = 'full') as "full",
    count(*) filter (where n.import_type = 'minimal') as minimal,
    round(count(*) / sum(count(*)) over (), 4) as share,
    round(avg(n.confidence), 3) as confidence
from (
    select distinct on (c.movie_id) c.fallback_level, c.found_by, c.import_type, c.confidence
    from lookup_calls c
    where c.movie_id is not null and c.movie_found is not null
    order by c.movie_id, c.at desc
) n
where n.fallback_level is not null
group by n.fallback_level, n.found_by
