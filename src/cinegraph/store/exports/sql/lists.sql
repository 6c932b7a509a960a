-- Each film on each list: who is there, in the order of the list, then who has left.
select l.source_key as list, t.position, m.title, t.title as listed_as, t.imdb_id, m.tmdb_id, m.year, m.kind, m.import_type,
    t.note, t.listed_on, case when t.left_at is null then 'there' else 'left' end as state, t.first_seen, t.last_seen,
    t.left_at
from movie_list_items t
join movie_lists l on l.id = t.list_id
join movies m on m.id = t.movie_id
where {where}
order by l.source_key, t.left_at is not null, t.position, t.imdb_id
