-- How each film is rated, on the scale of the place where it is rated, and which catalogue told it.
select m.id as film_id, m.imdb_id, m.tmdb_id, m.title, m.year, r.rating_source, r.value, r.votes, r.source as told_by,
    r.updated_at
from movie_ratings r
join movies m on m.id = r.movie_id
where {where}
order by r.movie_id, r.rating_source, r.source
