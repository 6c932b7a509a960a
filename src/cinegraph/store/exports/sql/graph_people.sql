-- Whoever worked with somebody in the films of a selection: the graph's nodes. Of what changed since a moment those of its edges.
select p.id, p.name, p.imdb_id, p.tmdb_id
from people p
where p.id in (
    select y.person from collaboration_details d
    join movies m on m.id = d.movie_id
    cross join lateral (values (d.person_a), (d.person_b)) as y(person)
    where {films} and ({whenever} or exists (
        select 1 from collaborations x where (x.person_a, x.person_b) = (d.person_a, d.person_b) and {where}))
)
order by p.id
