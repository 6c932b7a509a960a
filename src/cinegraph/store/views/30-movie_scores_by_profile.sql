-- Each film's score in each profile, with the parts that it was made of. Rows that are kept, not computed here: the films
-- that score highest in a profile, or in a profile and decade, are read from an index.
select
    s.profile,
    s.score,
    m.id as movie_id,
    m.imdb_id,
    m.tmdb_id,
    m.title,
    m.year,
    s.decade,
    s.parts as parts_known,
    p.parts,
    s.updated_at as scored_at
from movie_scores s
join movies m on m.id = s.movie_id
cross join lateral (
    select jsonb_object_agg(part, value) as parts from movie_score_parts where movie_id = s.movie_id
) p
