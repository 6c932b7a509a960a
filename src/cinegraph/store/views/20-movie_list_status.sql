-- Each list that is followed: how many films it is said to have, how many are there, what we know of them, and how its
-- last import went. It is whole when as many are there as it said, partial when some are missing.
select
    l.source_key as list,
    l.name,
    l.source_type,
    l.source_id,
    l.tracks_awards,
    l.expected_count as expected,
    l.said_name,
    l.said_total as said,
    f.there,
    f.gone,
    greatest(coalesce(l.said_total, 0) - f.there, 0) as missing,
    case when l.said_total is null then 'unread' when f.there < l.said_total then 'partial' else 'whole' end as state,
    f."full",
    f.minimal,
    f.stub,
    f.review,
    i.import_id as last_import,
    i.state as last_import_state,
    i.finished_at as last_import_at
from movie_lists l
cross join lateral (
    select
        count(*) filter (where t.left_at is null) as there,
        count(*) filter (where t.left_at is not null) as gone,
        count(*) filter (where t.left_at is null and s.state = 'full') as "full",
        count(*) filter (where t.left_at is null and s.state = 'minimal') as minimal,
        count(*) filter (where t.left_at is null and s.state = 'stub') as stub,
        count(*) filter (where t.left_at is null and s.state = 'review') as review
    from movie_list_items t
    join movie_states s on s.movie_id = t.movie_id
    where t.list_id = l.id
) f
left join lateral (
    select i.id as import_id, i.state, i.finished_at from imports i where i.list_id = l.id order by i.id desc limit 1
) i on true
