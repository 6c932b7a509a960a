-- Each film on each list, also those that have left it: its place, as what it is listed, and since when.
select
    l.source_key as list,
    t.position,
    m.id as movie_id,
    t.imdb_id,
    m.tmdb_id,
    m.title,
    t.title as listed_as,
    m.year,
    m.kind,
    m.import_type,
    t.note,
    t.listed_on,
    case when t.left_at is null then 'there' else 'left' end as state,
    t.first_seen,
    t.last_seen,
    t.left_at,
    t.returned_at
from movie_list_items t
join movie_lists l on l.id = t.list_id
join movies m on m.id = t.movie_id
