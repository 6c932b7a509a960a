-- The same, counted in the films of a selection only.
select x.person_a, a.name as name_a, a.imdb_id as imdb_id_a, x.person_b, b.name as name_b, b.imdb_id as imdb_id_b, d.films,
    d.first_year, d.latest_year
from (
    select d.person_a, d.person_b, count(distinct d.movie_id) as films, min(d.year) as first_year,
        max(d.year) as latest_year
    from collaboration_details d join movies m on m.id = d.movie_id
    where {films}
    group by d.person_a, d.person_b
) d
join collaborations x on (x.person_a, x.person_b) = (d.person_a, d.person_b)
join people a on a.id = x.person_a
join people b on b.id = x.person_b
where {where}
order by x.person_a, x.person_b
