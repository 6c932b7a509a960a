-- Each film, and, if it is asked what changed, those that were found to be another one: where their rows went.
(
    select m.id, m.imdb_id, m.tmdb_id, m.wikidata_id, m.letterboxd_id, m.title, m.original_title, m.year, m.kind, d.runtime,
        d.release_date,
        array(select c.country from movie_countries c where c.movie_id = m.id order by c.place, c.country) as countries,
        array(select l.language from movie_languages l where l.movie_id = m.id order by l.place, l.language) as languages,
        array(select g.name from movie_genres l join genres g on g.id = l.genre_id where l.movie_id = m.id
            order by g.name) as genres,
        m.import_type, 'there' as state, null::bigint as merged_into, m.updated_at
    from movies m
    cross join lateral (
        select max((told ->> 'runtime')::numeric) filter (where jsonb_typeof(told -> 'runtime') = 'number')::int as runtime,
            min(told ->> 'release_date')::date as release_date
        from jsonb_path_query(m.details, '$.*') told
    ) d
    where {where}
    order by m.id
)
union all
(
    select x.dropped_id, x.dropped_imdb_id, null, null, null, coalesce((
            select told ->> 'title' from jsonb_array_elements(x.snapshot -> 'films') told
            where (told ->> 'id')::bigint = x.dropped_id), m.title),
        null, null, null, null, null, '{}', '{}', '{}', 'stub', 'merged', x.keep_id, x.updated_at
    from merges x
    join movies m on m.id = x.keep_id
    where x.undone_at is null and x.updated_at >= %(since)s::timestamptz and {selected}
    order by x.id
)
