-- Each film with what a media server needs of it: ids, and where its poster is: the one that a catalogue puts first, or any.
select m.title, m.year, m.imdb_id, m.tmdb_id, p.address as poster_path
from movies m
left join lateral (
    select case when starts_with(told.path, 'http') then told.path
        else coalesce(b.base_url || case when 'w500' = any(b.sizes) then 'w500' else 'original' end, '') || told.path
        end as address
    from (
        select d.source, d.facts ->> 'poster_path' as path, true as first, null::double precision as vote_average
        from jsonb_each(m.details) d(source, facts)
        union all
        select i.source, i.path, false, i.vote_average from movie_images i where i.movie_id = m.id and i.kind = 'poster'
    ) told
    left join image_bases b on b.source = told.source and b.kind = 'poster'
    where told.path is not null
    order by told.first desc, told.source <> 'tmdb', told.vote_average desc nulls last, told.path
    limit 1
) p on true
where {where}
order by m.title, m.id
