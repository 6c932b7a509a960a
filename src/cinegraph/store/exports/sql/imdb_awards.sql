-- Each film of each entry, edition by edition, the latest first; an edition without an entry is a row without a category.
select c.year, c.instance, g.award, g.name as category, coalesce(f.imdb_id, m.imdb_id) as imdb_id, m.title, n.is_winner
from festival_ceremonies c
left join (festival_nominations n
    join festival_categories g on g.id = n.category_id
    left join (festival_nomination_films f join movies m on m.id = f.movie_id) on f.nomination_id = n.id
) on n.ceremony_id = c.id and n.state = 'active'
where {where}
order by c.year desc, c.instance desc, n.position, n.id, f.position
