-- Rescue by tier: films found by the first source that was asked, by the second … (each film's newest lookup counts).
with newest as (
    select distinct on (m.metadata ->> 'movie_id')
        (m.metadata ->> 'fallback_level')::int as fallback_level,
        m.metadata -> 'source_hierarchy' ->> -1 as source,
        (m.metadata ->> 'confidence')::numeric as confidence,
        m.metadata ->> 'import_type' as import_type
    from api_lookup_metrics m
    where m.metadata ? 'movie_id' and m.metadata ? 'movie_found'
    order by m.metadata ->> 'movie_id', m.inserted_at desc
)
select
    n.fallback_level,
    n.source,
    count(*) as films,
    count(*) filter (where n.import_type = 'full') as "full",
    count(*) filter (where n.import_type = 'minimal') as minimal,
    round(count(*) / sum(count(*)) over (), 4) as share,
    round(avg(n.confidence), 3) as confidence
from newest n
where n.fallback_level is not null
group by n.fallback_level, n.source
