-- Each film's score in each profile, the parts that it was made of, and when. Of a film without enough of them there is none.
select m.id as film_id, m.imdb_id, m.tmdb_id, m.title, m.year, s.profile, s.score, s.decade,
    (select max(p.value) from movie_score_parts p where p.movie_id = m.id and p.part = 'recognition') as recognition,
    (select max(p.value) from movie_score_parts p where p.movie_id = m.id and p.part = 'canon') as canon,
    (select max(p.value) from movie_score_parts p where p.movie_id = m.id and p.part = 'critics') as critics,
    (select max(p.value) from movie_score_parts p where p.movie_id = m.id and p.part = 'audience') as audience,
    (select max(p.value) from movie_score_parts p where p.movie_id = m.id and p.part = 'endurance') as endurance,
    (select max(p.value) from movie_score_parts p where p.movie_id = m.id and p.part = 'influence') as influence,
    s.updated_at
from movie_scores s
join movies m on m.id = s.movie_id
where {where}
order by s.profile, s.score desc, s.movie_id
