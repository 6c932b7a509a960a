"""What the graph's rows should be, as SQL: one text for the film at hand and for all of them, so that both agree.

`{films}` says which films. What counts is in `domain.collaborations`.
"""

from cinegraph.domain.collaborations import CAST_COUNTED, FEATURE_MINUTES, KEY_CREW, KINDS

_ACTORS, _ACTOR_DIRECTOR, _DIRECTORS, _DIRECTOR_CREW, _CREW = KINDS
_JOBS = ", ".join(f"'{job}'" for job in KEY_CREW)

ROLES = f"""
    select movie_id, person_id, a.place, coalesce(w.directs, false) as directs, coalesce(w.works, false) as works
    from (
        select movie_id, person_id,
            row_number() over (partition by movie_id order by min(billing) nulls last, person_id)::int as place
        from movie_credits where kind = 'cast' and {{films}} group by movie_id, person_id
    ) a full join (
        select movie_id, person_id, bool_or(job = 'Director') as directs, bool_or(job <> 'Director') as works
        from movie_credits
        where kind = 'crew' and {{films}} and (job = 'Director' or split_part(job, ' (', 1) in ({_JOBS}))
        group by movie_id, person_id
    ) w using (movie_id, person_id)
    where a.place <= {CAST_COUNTED} or w.person_id is not null
"""
"""Each person of a film with their place in the cast (from 1), and whether they direct or are of the key crew."""

SCREENED = f"""
    select m.id as movie_id, m.year, coalesce(m.kind = 'movie', false) and coalesce((
        select max((told ->> 'runtime')::numeric) from jsonb_path_query(m.details, '$.*') told
        where jsonb_typeof(told -> 'runtime') = 'number') > {FEATURE_MINUTES}, true) as feature
    from movies m where {{films}}
"""
"""Each film's year, and whether it is a feature."""

PAIRS = f"""
    select p.movie_id, p.person_id as person_a, q.person_id as person_b, '{_ACTORS}' as kind,
        greatest(p.place, q.place) as billing
    from roles p join roles q using (movie_id)
    where p.place <= {CAST_COUNTED} and q.place <= {CAST_COUNTED} and p.person_id < q.person_id
    union all
    select p.movie_id, least(p.person_id, q.person_id), greatest(p.person_id, q.person_id), '{_ACTOR_DIRECTOR}',
        case when p.directs then least(p.place, q.place) else p.place end
    from roles p join roles q using (movie_id)
    where p.place <= {CAST_COUNTED} and q.directs and p.person_id <> q.person_id
        and not (p.directs and coalesce(q.place <= {CAST_COUNTED}, false) and p.person_id > q.person_id)
    union all
    select p.movie_id, p.person_id, q.person_id, '{_DIRECTORS}', null
    from roles p join roles q using (movie_id)
    where p.directs and q.directs and p.person_id < q.person_id
    union all
    select p.movie_id, least(p.person_id, q.person_id), greatest(p.person_id, q.person_id), '{_DIRECTOR_CREW}', null
    from roles p join roles q using (movie_id)
    where p.directs and q.works and p.person_id <> q.person_id
        and not (p.works and q.directs and p.person_id > q.person_id)
    union all
    select p.movie_id, p.person_id, q.person_id, '{_CREW}', null
    from roles p join roles q using (movie_id)
    where p.works and q.works and p.person_id < q.person_id
"""
"""Who worked with whom in each film, and how, from `roles`; two who both direct and act are one pair of that kind."""

RECEIVED = """
    select m.id as movie_id, coalesce(r.value, nullif((m.details -> 'tmdb' ->> 'vote_average')::numeric, 0)) as rating, g.genres
    from movies m
    left join (
        select distinct on (movie_id) movie_id, value::numeric as value from movie_ratings
        where rating_source in ('imdb', 'tmdb') and value > 0 and {films}
        order by movie_id, rating_source, votes desc nulls last, source
    ) r on r.movie_id = m.id
    left join (
        select movie_id, array_agg(name order by name collate "C") as genres
        from movie_genres join genres on genres.id = genre_id where {films} group by movie_id
    ) g on g.movie_id = m.id
    where {of_movies}
"""
"""Each film's rating (0–10: IMDb's, failing that TMDb's; both write 0 for none) and genres."""

SUMS = """
    select f.person_a, f.person_b, f.films, f.first_year, f.latest_year, f.peak_year, f.mean_rating,
        coalesce(n.genres, '{}') as genres
    from (
        select person_a, person_b, count(*)::int as films, min(year) as first_year, max(year) as latest_year,
            mode() within group (order by year) as peak_year, round(avg(rating), 2) as mean_rating
        from together join received using (movie_id) group by person_a, person_b
    ) f left join (
        select person_a, person_b, array_agg(genre order by films desc, genre collate "C") as genres
        from (
            select person_a, person_b, genre, count(*) as films
            from together join received using (movie_id), unnest(genres) genre group by person_a, person_b, genre
        ) each group by person_a, person_b
    ) n using (person_a, person_b)
"""
"""The sum of each pair, from `together` (each pair with each of its films and the year) and `received`; the peak is
the year of most films, the first of several."""

TOLD = """
    select md5(concat_ws('|', m.year, m.kind, m.details -> 'tmdb' ->> 'vote_average', jsonb_path_query_array(m.details, '$.*.runtime'),
        (select string_agg(concat_ws('/', c.person_id, c.kind, c.job, c.billing), ',' order by c.id)
            from movie_credits c where c.movie_id = m.id),
        (select string_agg(concat_ws('/', r.rating_source, r.source, r.value, r.votes), ',' order by r.rating_source, r.source)
            from movie_ratings r where r.movie_id = m.id and r.rating_source in ('imdb', 'tmdb')),
        (select string_agg(g.genre_id::text, ',' order by g.genre_id) from movie_genres g where g.movie_id = m.id)))
    from movies m where m.id = %s
"""
"""Everything that the rows above are made of, of one film. It may tell a change that changes no pair, never the other way."""


def of(query: str, films: str) -> str:
    """A query of this file for these films: a condition that begins with `movie_id`, or "true"."""
    of_movies = f"m.id{films.removeprefix('movie_id')}" if films.startswith("movie_id") else films
    return query.replace("{of_movies}", of_movies).replace(
        "{films}", of_movies if query == SCREENED else films
    )
