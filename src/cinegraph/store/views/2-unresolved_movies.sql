-- Films that are to be asked for now: not full, not before a person, not asked for lately.
-- This is the one definition of "is it done?".
select m.id as movie_id, m.imdb_id, m.title, m.import_type, m.last_enrichment_attempt
from movies m
join movie_states s on s.movie_id = m.id
where s.state in ('stub', 'minimal')
    and (m.ask_again_at is null or m.ask_again_at <= now())
