-- Each ceremony that was imported: how much of it is there, and how its last import went.
select
    o.slug as organization,
    o.abbreviation,
    c.year,
    c.instance,
    c.number,
    c.name,
    c.state as ceremony_state,
    count(n.id) filter (where n.state = 'active') as nominations,
    count(n.id) filter (where n.state = 'active' and n.is_winner) as winners,
    count(n.id) filter (where n.state = 'withdrawn') as withdrawn,
    count(distinct n.category_id) filter (where n.state = 'active') as categories,
    f.films,
    f."full",
    f.minimal,
    f.stub,
    f.review,
    l.import_id as last_import,
    l.state as last_import_state,
    l.finished_at as last_import_at
from festival_ceremonies c
join festival_organizations o on o.id = c.organization_id
left join festival_nominations n on n.ceremony_id = c.id
cross join lateral (
    select
        count(*) as films,
        count(*) filter (where s.state = 'full') as "full",
        count(*) filter (where s.state = 'minimal') as minimal,
        count(*) filter (where s.state = 'stub') as stub,
        count(*) filter (where s.state = 'review') as review
    from (
        select distinct nf.movie_id
        from festival_nomination_films nf
        join festival_nominations a on a.id = nf.nomination_id
        where a.ceremony_id = c.id and a.state = 'active'
    ) d
    join movie_states s on s.movie_id = d.movie_id
) f
left join lateral (
    select i.id as import_id, i.state, i.finished_at
    from imports i
    where i.organization_id = c.organization_id and i.year = c.year and i.instance = c.instance
    order by i.id desc
    limit 1
) l on true
group by o.slug, o.abbreviation, c.id, f.films, f."full", f.minimal, f.stub, f.review,
    l.import_id, l.state, l.finished_at
