-- Each person's portrait with its address, at the largest size; `sizes` are the others that the source has.
select
    p.id as person_id,
    case when starts_with(p.profile_path, 'http') then p.profile_path else b.base_url || 'original' || p.profile_path end as address,
    p.profile_path as path,
    coalesce(b.sizes, '{}') as sizes
from people p
left join image_bases b on b.source = 'tmdb' and b.kind = 'profile'
where p.profile_path is not null
