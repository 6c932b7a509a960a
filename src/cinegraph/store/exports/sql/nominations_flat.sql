-- The same with one value a column: of several films or people each has its place, whether it has that value or not.
select o.slug as organization, c.year, c.number as ceremony_number, g.award, g.name as category, n.is_winner,
    films.title as film_title, films.imdb_id as film_imdb_id, films.tmdb_id as film_tmdb_id, films.year as film_year,
    films.import_type as film_import_type,
    named.name as person_name, named.imdb_id as person_imdb_id, named.role as person_role,
    (select string_agg(f.name, ' | ' order by f.position) from festival_nomination_companies f
        where f.nomination_id = n.id) as company_name,
    n.detail, n.note, n.state, n.citation, c.instance, n.works
from festival_nominations n
join festival_ceremonies c on c.id = n.ceremony_id
join festival_organizations o on o.id = c.organization_id
join festival_categories g on g.id = n.category_id
cross join lateral (
    select string_agg(m.title, ' | ' order by f.position) as title,
        string_agg(coalesce(m.imdb_id, ''), ' | ' order by f.position) as imdb_id,
        string_agg(coalesce(m.tmdb_id::text, ''), ' | ' order by f.position) as tmdb_id,
        string_agg(coalesce(m.year::text, ''), ' | ' order by f.position) as year,
        string_agg(m.import_type, ' | ' order by f.position) as import_type
    from festival_nomination_films f join movies m on m.id = f.movie_id where f.nomination_id = n.id
) films
cross join lateral (
    select string_agg(f.credited_as, ' | ' order by f.position) as name,
        string_agg(coalesce(p.imdb_id, ''), ' | ' order by f.position) as imdb_id,
        string_agg(coalesce(f.role, ''), ' | ' order by f.position) as role
    from festival_nomination_people f join people p on p.id = f.person_id
    where f.nomination_id = n.id and not f.inferred
) named
where {where}
order by o.slug, c.year, c.instance, n.position, n.id
