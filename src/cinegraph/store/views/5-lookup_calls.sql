-- Each call outside with what is known of it. "There is no such thing" (404, 410) is an answer: `answered` says so.
select
    m.id as call_id,
    m.source,
    m.operation,
    m.identifier,
    m.success or coalesce((m.metadata ->> 'status')::int in (404, 410), false) as answered,
    m.response_time_ms,
    m.error_message as error,
    (m.metadata ->> 'status')::int as status,
    coalesce((m.metadata ->> 'cost_usd')::numeric, 0) as cost_usd,
    (m.metadata ->> 'import_id')::bigint as import_id,
    (m.metadata ->> 'movie_id')::bigint as movie_id,
    m.metadata ->> 'festival' as festival,
    (m.metadata ->> 'movie_found')::boolean as movie_found,
    (m.metadata ->> 'fallback_level')::int as fallback_level,
    (m.metadata ->> 'confidence')::numeric as confidence,
    m.metadata ->> 'import_type' as import_type,
    m.metadata ->> 'found_by' as found_by,
    m.metadata -> 'source_hierarchy' ->> -1 as last_asked,
    m.metadata ->> 'reason_for_fallback' as reason_for_fallback,
    m.inserted_at as at
from api_lookup_metrics m
