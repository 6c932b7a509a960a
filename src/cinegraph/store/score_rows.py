"""What the rows of scores should be, as SQL: one text for the film at hand and for all of them, so that both agree.

`{films}` says which films: a condition on `movie_id`. The numbers are in `domain.scores`; sums and powers are exact
(`numeric`), so that no order of rows makes another score.
"""

from cinegraph.domain.scores import (
    AUDIENCE_DOUBT,
    AUDIENCE_MEAN,
    AUDIENCE_UNTOLD,
    FEWEST_PARTS,
    FOREMOST,
    HALF_CANONICAL,
    HALF_INFLUENTIAL,
    HALF_RECOGNIZED,
    LASTING_DECADES,
    LASTING_YEARS,
    LASTS_FROM,
    LEADING_CAST,
    LEADING_CREW,
    TELEVISION,
)

_JOBS = ", ".join(f"'{job}'" for job in LEADING_CREW)
_TELEVISION = ", ".join(f"'{kind}'" for kind in TELEVISION)

LEADS = f"""(
    (kind = 'cast' and billing < {LEADING_CAST}) or (kind = 'crew' and split_part(job, ' (', 1) in ({_JOBS})))"""
"""Whether a credit makes someone one of the film's people."""

MERITS = """
    select f.movie_id, o.abbreviation as organization, c.year, n.is_winner,
        round(case when n.is_winner then coalesce(o.prestige_win, p.win) else coalesce(o.prestige_nomination, p.nomination)
            end * coalesce(k.weight, p.unkeyed) / 100, 4) as points
    from festival_nomination_films f
    join festival_nominations n on n.id = f.nomination_id and n.state = 'active'
    join festival_ceremonies c on c.id = n.ceremony_id
    join festival_organizations o on o.id = c.organization_id
    join festival_categories g on g.id = n.category_id
    left join score_weights k on k.kind = 'category' and k.key = g.canonical_key
    cross join (
        select max(weight) filter (where (kind, key) = ('prestige', 'win')) as win,
            max(weight) filter (where (kind, key) = ('prestige', 'nomination')) as nomination,
            max(weight) filter (where (kind, key) = ('other', 'category')) as unkeyed
        from score_weights where kind in ('prestige', 'other')
    ) p
    where {films}
"""
"""Each nomination of each film, and its points: prestige × the category's weight."""

MEMBERSHIPS = """
    select distinct on (i.movie_id, l.id) i.movie_id, l.source_key as list, coalesce(w.weight, other.weight) as weight,
        coalesce(w.year, extract(year from i.listed_on)::int, extract(year from i.first_seen at time zone 'UTC')::int)
            as year
    from movie_list_items i join movie_lists l on l.id = i.list_id
    left join score_weights w on w.kind = 'list' and w.key = l.source_key
    cross join (select weight from score_weights where (kind, key) = ('other', 'list')) other
    where i.left_at is null and {films} order by i.movie_id, l.id, i.listed_on nulls last, i.first_seen
"""
"""Each list on which a film stands, once, what it weighs, and since when."""

_RECOGNITION = f"""
    select movie_id, 'recognition' as part, round(1 - exp(-sum(points) / {HALF_RECOGNIZED}), 4) as value,
        jsonb_build_object('points', sum(points), 'nominations', sum(nominations), 'wins', sum(wins),
            'by', jsonb_object_agg(organization,
                jsonb_build_object('nominations', nominations, 'wins', wins, 'points', points))) as inputs
    from (
        select movie_id, organization, sum(points) as points, count(*) as nominations,
            count(*) filter (where is_winner) as wins
        from merits where points > 0 group by movie_id, organization
    ) each group by movie_id
"""

_CANON = f"""
    select movie_id, 'canon', round(1 - exp(-sum(weight) / {HALF_CANONICAL}), 4),
        jsonb_build_object('weight', sum(weight), 'lists', jsonb_object_agg(list, weight))
    from memberships where weight > 0 group by movie_id
"""

_CRITICS = """
    select movie_id, 'critics', round(avg(value) / 100, 4), jsonb_object_agg(rating_source, value)
    from (
        select distinct on (movie_id, rating_source) movie_id, rating_source,
            least(greatest(value::numeric, 0), 100) as value
        from movie_ratings where rating_source in ('metacritic', 'rotten_tomatoes') and {films}
        order by movie_id, rating_source, source
    ) told group by movie_id
"""

_AUDIENCE = f"""
    select movie_id, 'audience',
        round((sum(value * coalesce(votes, {AUDIENCE_UNTOLD})) + {AUDIENCE_DOUBT * AUDIENCE_MEAN})
            / (sum(coalesce(votes, {AUDIENCE_UNTOLD})) + {AUDIENCE_DOUBT}) / 10, 4),
        jsonb_object_agg(place, jsonb_build_object('rating', value, 'votes', votes))
    from (
        select distinct on (movie_id, place) movie_id, place, value, votes
        from (
            select movie_id, rating_source as place, least(value::numeric, 10) as value, votes, source, 1 as turn
            from movie_ratings where rating_source in ('imdb', 'tmdb') and value > 0 and {{films}}
            union all
            select movie_id, 'tmdb', least(rating::numeric, 10), votes::int, '', 2
            from (
                select id as movie_id, details #>> '{{{{tmdb,vote_average}}}}' as rating,
                    details #>> '{{{{tmdb,vote_count}}}}' as votes
                from movies where details ? 'tmdb'
            ) m where rating::numeric > 0 and {{films}}
        ) told order by movie_id, place, turn, votes desc nulls last, source
    ) each group by movie_id
"""
"""TMDb's rating stands in a row of its own, or else in what TMDb's record says."""

_ENDURANCE = f"""
    select movie_id, 'endurance',
        round(1 - (exp(-(max(said) - min(year))::numeric / {LASTING_YEARS})
            + exp(-count(distinct (said - year) / {LASTS_FROM})::numeric / {LASTING_DECADES})) / 2, 4),
        jsonb_build_object('year', min(year), 'latest', max(said),
            'decades', jsonb_agg(distinct (said - year) / {LASTS_FROM}))
    from (
        select movie_id, year as said from merits where points > 0
        union select movie_id, year from memberships where weight > 0
    ) each join (select id as movie_id, year from movies) m using (movie_id)
    where said - year >= {LASTS_FROM} group by movie_id
"""

PARTS = f"""
    with merits as materialized ({MERITS}), memberships as materialized ({MEMBERSHIPS})
    {_RECOGNITION} union all {_CANON} union all {_CRITICS} union all {_AUDIENCE} union all {_ENDURANCE}
"""
"""Every part but influence: (movie_id, part, value, inputs)."""

WORKS = f"""
    with merits as materialized ({MERITS})
    select distinct c.person_id, m.movie_id, y.year, m.points
    from (select movie_id, sum(points) as points from merits where points > 0 group by movie_id) m
    join movies y on y.id = m.movie_id and y.year is not null
    join movie_credits c on c.movie_id = m.movie_id and {LEADS.replace("kind", "c.kind")}
"""
"""The films that were recognized, under each of their people: (person_id, movie_id, year, points)."""

INFLUENCE = f"""
    select movie_id, 'influence' as part,
        round(1 - exp(-sum(points) filter (where turn = 1) / {HALF_INFLUENTIAL}), 4) as value,
        jsonb_build_object('points', sum(points) filter (where turn = 1), 'films', count(*) filter (where turn = 1),
            'people', count(distinct person_id),
            'foremost', jsonb_agg(later order by points desc, later) filter (where turn = 1 and place <= {FOREMOST})
        ) as inputs
    from (
        select *, dense_rank() over (partition by movie_id order by points desc, later) as place
        from (
            select l.movie_id, l.person_id, w.movie_id as later, w.points,
                row_number() over (partition by l.movie_id, w.movie_id order by l.person_id) as turn
            from (select distinct movie_id, person_id from movie_credits where {LEADS} and {{films}}) l
            join movies m on m.id = l.movie_id
            join score_works w on w.person_id = l.person_id and w.year > m.year
        ) each
    ) placed group by movie_id
"""
"""What the film's people did later, each film once, however many of them made it."""

SCORES = f"""
    select movie_id, profile, round(100 * sum(value * weight) / sum(weight), 2) as score, count(*)::int as parts,
        min(year) / 10 * 10 as decade
    from movie_score_parts join score_profiles using (part)
    join (
        select id as movie_id, year from movies where kind is null or kind not in ({_TELEVISION})
    ) films using (movie_id)
    where weight > 0 and {{films}} and {{profiles}} group by movie_id, profile having count(*) >= {FEWEST_PARTS}
"""
"""Each film's score in each profile that has one for it."""


def of(query: str, films: str, profiles: str = "true") -> str:
    """A query of this file for these films (a condition that begins with `movie_id`, or "true"), and for these
    profiles."""
    return query.format(films=films, profiles=profiles)
