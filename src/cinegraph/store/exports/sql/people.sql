-- Each person, with how many films they are credited in and what they were nominated for and won.
select p.id, p.imdb_id, p.tmdb_id, p.name, p.known_for,
    (select count(distinct k.movie_id) from movie_credits k where k.person_id = p.id) as films, t.nominations, t.wins,
    p.updated_at
from people p
cross join lateral (
    select count(distinct n.id) as nominations, count(distinct n.id) filter (where n.is_winner) as wins
    from festival_nomination_people f join festival_nominations n on n.id = f.nomination_id
    where f.person_id = p.id and n.state = 'active'
) t
where {where}
order by p.id
