-- How the nominees of each ceremony's categories are linked: how many by which way, and what is left. The ways are
-- those of nominee_links; `place` is the category's first on the page.
select
    o.slug as organization,
    c.year,
    c.instance,
    g.award,
    g.name as category,
    g.canonical_key as key,
    count(*) as nominees,
    count(*) filter (where p.inferred or p.link in ('id', 'credits', 'search', 'decided')) as linked,
    count(*) filter (where not p.inferred and p.link = 'id') as by_id,
    count(*) filter (where not p.inferred and p.link = 'credits') as by_credits,
    count(*) filter (where not p.inferred and p.link = 'search') as by_search,
    count(*) filter (where not p.inferred and p.link = 'decided') as decided,
    count(*) filter (where p.inferred) as inferred,
    count(*) filter (where not p.inferred and p.link = 'minimal') as minimal,
    count(*) filter (where not p.inferred and p.link = 'doubtful') as review,
    count(*) filter (where not p.inferred and p.link is null) as unlinked,
    count(w.tmdb_id) as known_to_tmdb,
    n.ceremony_id,
    n.category_id,
    min(n.position) as place
from festival_nominations n
join festival_nomination_people p on p.nomination_id = n.id
join people w on w.id = p.person_id
join festival_ceremonies c on c.id = n.ceremony_id
join festival_organizations o on o.id = c.organization_id
join festival_categories g on g.id = n.category_id
where n.state = 'active'
group by n.ceremony_id, n.category_id, c.year, c.instance, o.slug, g.award, g.name, g.canonical_key
