-- What each film is to a person: in review, or as much as we know of it.
-- A doubt that leaves the film what it is (no likely candidate, nobody answered, a stub for long) is no such review.
select
    m.id as movie_id,
    case when r.id is not null then 'review' else m.import_type end as state,
    m.imdb_id,
    m.title,
    m.import_type,
    m.last_enrichment_attempt,
    m.ask_again_at
from movies m
left join reviews r on r.movie_id = m.id and r.state = 'open' and r.kind in ('choice', 'clash')
