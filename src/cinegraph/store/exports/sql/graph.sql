-- Each two people who worked together: an edge, and in how many films.
select x.person_a, a.name as name_a, a.imdb_id as imdb_id_a, x.person_b, b.name as name_b, b.imdb_id as imdb_id_b, x.films,
    x.first_year, x.latest_year
from collaborations x
join people a on a.id = x.person_a
join people b on b.id = x.person_b
where {where}
order by x.person_a, x.person_b
