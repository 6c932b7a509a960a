-- Each edition, also one without an entry, with how many entries stand and how many no page states any longer.
select o.slug as organization, c.year, c.instance, c.number as ceremony_number, c.name, c.held_on, c.ended_on, c.location,
    c.eligibility, c.state, o.imdb_event_id, t.nominations, t.winners, t.withdrawn, t.films, c.updated_at
from festival_ceremonies c
join festival_organizations o on o.id = c.organization_id
cross join lateral (
    select count(*) filter (where n.state = 'active') as nominations,
        count(*) filter (where n.state = 'active' and n.is_winner) as winners,
        count(*) filter (where n.state = 'withdrawn') as withdrawn,
        (select count(distinct f.movie_id) from festival_nominations a
            join festival_nomination_films f on f.nomination_id = a.id
            where a.ceremony_id = c.id and a.state = 'active') as films
    from festival_nominations n where n.ceremony_id = c.id
) t
where {where}
order by o.slug, c.year, c.instance
