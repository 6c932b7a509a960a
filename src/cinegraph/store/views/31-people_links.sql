-- How the nominees of each ceremony's categories are linked: how many by which way, and what is left.
select
    l.organization,
    l.year,
    l.instance,
    l.award,
    l.category,
    l.key,
    count(*) as nominees,
    count(*) filter (where l.way in ('id', 'credits', 'search', 'decided', 'inferred')) as linked,
    count(*) filter (where l.way = 'id') as by_id,
    count(*) filter (where l.way = 'credits') as by_credits,
    count(*) filter (where l.way = 'search') as by_search,
    count(*) filter (where l.way = 'decided') as decided,
    count(*) filter (where l.way = 'inferred') as inferred,
    count(*) filter (where l.way = 'minimal') as minimal,
    count(*) filter (where l.way = 'review') as review,
    count(*) filter (where l.way = 'unlinked') as unlinked,
    count(*) filter (where l.tmdb_id is not null) as known_to_tmdb,
    l.ceremony_id,
    l.category_id
from nominee_links l
group by l.organization, l.year, l.instance, l.award, l.category, l.key, l.ceremony_id, l.category_id
