-- Each picture of a film with its address, at the largest size; `sizes` are the others that the source has of its kind.
select
    i.movie_id,
    i.kind,
    case when starts_with(i.path, 'http') then i.path else b.base_url || 'original' || i.path end as address,
    i.path,
    i.width,
    i.height,
    i.language,
    i.vote_average,
    coalesce(b.sizes, '{}') as sizes,
    i.source
from movie_images i
left join image_bases b on b.source = i.source and b.kind = i.kind
