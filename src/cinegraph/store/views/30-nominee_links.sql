-- Each nominee that is not withdrawn: who it is, by which way that was found, and if it is not, why. `way` is id (the
-- page gives it), credits, search (a catalogue of people), decided (by a person), inferred (the prize names nobody),
-- minimal (a person of the printed name: nobody known is it), review (a person is asked), unlinked (nobody has tried).
select
    o.slug as organization,
    c.year,
    c.instance,
    g.award,
    g.name as category,
    g.canonical_key as key,
    n.id as nomination_id,
    n.is_winner,
    p.position,
    p.credited_as as nominee,
    p.role,
    w.id as person_id,
    w.name as person,
    w.imdb_id,
    w.tmdb_id,
    case
        when p.inferred then 'inferred'
        when p.link = 'doubtful' then 'review'
        when p.link is not null then p.link
        else 'unlinked'
    end as way,
    coalesce(p.link_score, case when p.link in ('id', 'decided') then 1 end) as score,
    case
        when p.link is not null then p.link_why
        when f.movie_id is null then 'it is for no film, and its page gives no id'
        when f.state = 'stub' then 'nothing is known of its film yet'
        when f.state = 'review' then 'its film is before a person'
        else 'its film was not looked at yet'
    end as why,
    f.movie_id,
    f.title as film,
    n.ceremony_id,
    n.category_id,
    r.id as review_id,
    p.link_evidence as evidence
from festival_nomination_people p
join festival_nominations n on n.id = p.nomination_id and n.state = 'active'
join festival_ceremonies c on c.id = n.ceremony_id
join festival_organizations o on o.id = c.organization_id
join festival_categories g on g.id = n.category_id
join people w on w.id = p.person_id
left join lateral (
    select s.movie_id, s.state, s.title
    from festival_nomination_films x
    join movie_states s on s.movie_id = x.movie_id
    where x.nomination_id = n.id
    order by s.state = 'stub', x.position
    limit 1
) f on true
left join reviews r on r.nomination_id = n.id and r.nominee = p.credited_as and r.state = 'open'
