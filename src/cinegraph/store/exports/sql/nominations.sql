-- Each entry with its films, people and companies, as the pages credit them, in the order of the pages. Films and the rest
-- are JSON, put together as text: PostgreSQL's own functions would break lines between them.
select o.slug as organization, c.year, c.number as ceremony_number, g.award, g.name as category, n.is_winner,
    coalesce((
        select '[' || string_agg('{"title": ' || to_json(m.title)::text
            || ', "imdb_id": ' || coalesce(to_json(m.imdb_id)::text, 'null')
            || ', "tmdb_id": ' || coalesce(m.tmdb_id::text, 'null') || ', "year": ' || coalesce(m.year::text, 'null')
            || ', "import_type": ' || to_json(m.import_type)::text || '}', ', ' order by f.position) || ']'
        from festival_nomination_films f join movies m on m.id = f.movie_id where f.nomination_id = n.id
    ), '[]')::json as films,
    coalesce((
        select '[' || string_agg('{"name": ' || to_json(f.credited_as)::text
            || ', "imdb_id": ' || coalesce(to_json(p.imdb_id)::text, 'null')
            || ', "role": ' || coalesce(to_json(f.role)::text, 'null') || '}', ', ' order by f.position) || ']'
        from festival_nomination_people f join people p on p.id = f.person_id where f.nomination_id = n.id and not f.inferred
    ), '[]')::json as people,
    coalesce((
        select '[' || string_agg('{"name": ' || to_json(f.name)::text
            || ', "imdb_id": ' || coalesce(to_json(f.imdb_id)::text, 'null')
            || ', "role": ' || coalesce(to_json(f.role)::text, 'null') || '}', ', ' order by f.position) || ']'
        from festival_nomination_companies f where f.nomination_id = n.id
    ), '[]')::json as companies,
    n.detail, n.note, n.state, n.source, n.citation, n.works, c.instance
from festival_nominations n
join festival_ceremonies c on c.id = n.ceremony_id
join festival_organizations o on o.id = c.organization_id
join festival_categories g on g.id = n.category_id
where {where}
order by o.slug, c.year, c.instance, n.position, n.id
