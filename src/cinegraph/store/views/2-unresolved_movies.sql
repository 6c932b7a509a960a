-- Films that are to be asked for now: not full, not before a person, not asked for lately.
-- This is the one definition of "is it done?". It reads each film once: joined to the films once more, a question about
-- a few of them would read them all.
select s.movie_id, s.imdb_id, s.title, s.import_type, s.last_enrichment_attempt
from movie_states s
where s.state in ('stub', 'minimal')
    and (s.ask_again_at is null or s.ask_again_at <= now())
