-- Why lookups fail: calls without an answer, by what was said; and lookups that ended without a film, by why.
select
    'call' as kind,
    c.source,
    c.operation,
    coalesce(c.error, 'no reason was given') as reason,
    c.status,
    count(*) as calls,
    count(distinct c.movie_id) as films,
    max(c.at) as last_at
from lookup_calls c
where not c.answered
group by c.source, c.operation, 4, c.status
union all
select 'lookup', c.last_asked, null, c.reason_for_fallback, null, count(*), count(distinct c.movie_id), max(c.at)
from lookup_calls c
where c.reason_for_fallback is not null
group by c.last_asked, c.reason_for_fallback
