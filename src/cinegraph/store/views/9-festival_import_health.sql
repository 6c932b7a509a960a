-- Each ceremony: how much is known of its films, and what still waits; the five add up to its films.
select
    o.slug as organization,
    c.year,
    c.instance,
    count(*) as films,
    count(*) filter (where not d.pending and s.state = 'full') as "full",
    count(*) filter (where not d.pending and s.state = 'minimal') as minimal,
    count(*) filter (where not d.pending and s.state = 'stub') as stub,
    count(*) filter (where not d.pending and s.state = 'review') as review,
    count(*) filter (where d.pending) as pending,
    round(count(*) filter (where s.state = 'full') / count(*)::numeric, 4) as full_share
from festival_ceremonies c
join festival_organizations o on o.id = c.organization_id
join lateral (
    select
        nf.movie_id,
        exists (
            select 1 from import_movies x join imports i on i.id = x.import_id
            where x.movie_id = nf.movie_id and x.state = 'pending' and i.ceremony_id = c.id
        ) as pending
    from festival_nominations n
    join festival_nomination_films nf on nf.nomination_id = n.id
    where n.ceremony_id = c.id and n.state = 'active'
    group by nf.movie_id
) d on true
join movie_states s on s.movie_id = d.movie_id
group by o.slug, c.year, c.instance
