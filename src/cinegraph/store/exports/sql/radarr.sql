-- Each film with what a media server needs of it: ids, and where its poster is.
select m.title, m.year, m.imdb_id, m.tmdb_id, m.details ->> 'poster_path' as poster_path
from movies m
where {where}
order by m.title, m.id
