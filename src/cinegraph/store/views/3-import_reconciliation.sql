-- Each import in figures that add up: seen = stored, films = full + minimal + stub + review + pending, and every film
-- of its nominations is one of those films. An import is answerable for its own rows as it left them: what a later
-- one withdraws or changes does not count against it, nor does what a person corrected. Who a person says was never
-- nominated is stored, and no winner. Of a list, seen are the films that it says it has, stored those that are rows,
-- withdrawn those that have left it; its organization is its key, and it has no year.
select
    i.id as import_id,
    coalesce(o.slug, ml.source_key) as organization,
    i.year,
    i.instance,
    i.state,
    coalesce(i.seen, 0) as seen,
    n.stored + li.stored as stored,
    n.winners,
    n.withdrawn + li.gone as withdrawn,
    f.films,
    f."full",
    f.minimal,
    f.stub,
    f.review,
    f.pending,
    p.named,
    p.with_id,
    coalesce(c.calls, '{}') as calls,
    coalesce(c.cost_usd, 0) as cost_usd,
    coalesce(greatest(extract(epoch from coalesce(i.finished_at, now()) - i.started_at), 0), 0)::double precision as seconds,
    coalesce(i.seen, 0) = n.stored + li.stored
        and f.films = f."full" + f.minimal + f.stub + f.review + f.pending
        and l.lost + li.lost = 0 as balanced,
    i.error,
    array(select jsonb_array_elements_text(coalesce(i.report -> 'warnings', '[]'))) as warnings,
    w.waiting_jobs,
    w.next_due,
    f.put_off,
    i.kind
from imports i
left join festival_organizations o on o.id = i.organization_id
left join movie_lists ml on ml.id = i.list_id
cross join lateral (
    select
        count(*) filter (where x.change not in ('withdrawn', 'unsaid')) as stored,
        count(*) filter (
            where x.change not in ('withdrawn', 'unsaid') and n.is_winner
                and not (n.state = 'withdrawn' and t.withdrawn is false)
        ) as winners,
        count(*) filter (where x.change = 'withdrawn') as withdrawn
    from import_nominations x
    join festival_nominations n on n.id = x.nomination_id
    left join stated_nominations t on t.nomination_id = n.id
    where x.import_id = i.id
) n
cross join lateral (
    select
        count(*) as films,
        count(*) filter (where x.state <> 'pending' and s.state = 'full') as "full",
        count(*) filter (where x.state <> 'pending' and s.state = 'minimal') as minimal,
        count(*) filter (where x.state <> 'pending' and s.state = 'stub') as stub,
        count(*) filter (where x.state <> 'pending' and s.state = 'review') as review,
        count(*) filter (where x.state = 'pending') as pending,
        max(x.reason) filter (where x.state = 'pending') as put_off
    from import_movies x
    join movie_states s on s.movie_id = x.movie_id
    where x.import_id = i.id
) f
cross join lateral (
    select count(distinct nf.movie_id) as lost
    from import_nominations x
    join festival_nomination_films nf on nf.nomination_id = x.nomination_id
    where x.import_id = i.id
        and x.change not in ('withdrawn', 'unsaid')
        and not exists (select 1 from stated_nominations t where t.nomination_id = x.nomination_id)
        and not exists (
            select 1
            from import_nominations later
            where later.nomination_id = x.nomination_id
                and later.import_id > x.import_id
                and later.change in ('changed', 'returned', 'withdrawn', 'unsaid')
        )
        and not exists (
            select 1 from import_movies m where m.import_id = i.id and m.movie_id = nf.movie_id
        )
) l
cross join lateral (
    select
        count(distinct p.id) as named,
        count(distinct p.id) filter (where p.imdb_id is not null) as with_id
    from import_nominations x
    join festival_nominations n on n.id = x.nomination_id
    join festival_nomination_people np on np.nomination_id = n.id and not np.inferred
    join people p on p.id = np.person_id
    where x.import_id = i.id and x.change not in ('withdrawn', 'unsaid')
) p
cross join lateral (
    select
        count(*) filter (where x.change <> 'left') as stored,
        count(*) filter (where x.change = 'left') as gone,
        count(distinct t.movie_id) filter (where x.change <> 'left' and m.movie_id is null) as lost
    from import_list_items x
    join movie_list_items t on t.id = x.item_id
    left join import_movies m on m.import_id = x.import_id and m.movie_id = t.movie_id
    where x.import_id = i.id
) li
left join lateral (
    select jsonb_object_agg(s.source, s.calls order by s.source) as calls, sum(s.cost) as cost_usd
    from (
        select m.source, count(*) as calls, sum((m.metadata ->> 'cost_usd')::numeric) as cost
        from api_lookup_metrics m
        where (m.metadata ->> 'import_id')::bigint = i.id
        group by m.source
    ) s
) c on true
cross join lateral (
    select count(*) as waiting_jobs, min(coalesce(j.scheduled_at, to_timestamp(0))) as next_due
    from (
        select i.job_id as id
        union all
        select p.job_id from import_list_pages p where p.import_id = i.id and p.state = 'pending'
        union all
        select distinct x.job_id from import_movies x where x.import_id = i.id and x.state = 'pending'
    ) ours
    join procrastinate_jobs j on j.id = ours.id and j.status in ('todo', 'doing')
) w
