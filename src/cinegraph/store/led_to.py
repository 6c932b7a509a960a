"""What imports have led to beyond their films' records: counted from the rows, each line in one place.

A line is "so many of so many": nominees that are linked, films that are rated, films that have pairs in the graph, films with a score. A
further step adds its `union all` here, and is told everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import AsyncConnection


@dataclass(frozen=True, slots=True)
class LedTo:
    """One line of an import: `done` of `of`; `note` says more where there is more to say."""

    import_id: int
    what: str
    done: int
    of: int
    note: str | None = None


_LINES = """
    with films as (
        select x.import_id, x.movie_id, m.import_type from import_movies x join movies m on m.id = x.movie_id
        where x.import_id = any(%(imports)s)
    ), nominees as (
        select distinct x.import_id, p.nomination_id, p.position, p.link, p.inferred
        from import_nominations x
        join festival_nominations n on n.id = x.nomination_id and n.state = 'active'
        join festival_nomination_people p on p.nomination_id = n.id
        where x.import_id = any(%(imports)s) and x.change not in ('withdrawn', 'unsaid')
    )
    select import_id, 'people linked' as what, 1 as place,
        count(*) filter (where link in ('id', 'credits', 'search', 'decided'))::int as done, count(*)::int as of,
        nullif(concat_ws(', ',
            nullif(count(*) filter (where inferred), 0) || ' inferred',
            nullif(count(*) filter (where link = 'minimal'), 0) || ' by name only',
            nullif(count(*) filter (where link = 'doubtful'), 0) || ' in review'), '') as note
    from nominees group by import_id
    union all
    select f.import_id, 'films rated', 2,
        count(*) filter (where exists (select 1 from movie_ratings r where r.movie_id = f.movie_id))::int, count(*)::int, null
    from films f group by f.import_id
    union all
    select f.import_id, 'films in the graph', 3,
        count(*) filter (where exists (select 1 from collaboration_details d where d.movie_id = f.movie_id))::int,
        count(*)::int, null
    from films f group by f.import_id
    union all
    select f.import_id, 'films scored', 4,
        count(*) filter (where exists (
            select 1 from movie_scores s where s.movie_id = f.movie_id and s.profile = 'default'))::int, count(*)::int, null
    from films f group by f.import_id
    order by 1, 3
"""


async def of_imports(conn: AsyncConnection, import_ids: Sequence[int]) -> dict[int, list[LedTo]]:
    """Import → its lines, in their order; an import that stored nothing has none."""
    cursor = await conn.execute(_LINES, {"imports": list(import_ids)})
    found: dict[int, list[LedTo]] = {number: [] for number in import_ids}
    for number, what, _, done, of, note in await cursor.fetchall():
        found[number].append(LedTo(number, what, done, of, note))
    return found


async def follows(conn: AsyncConnection, import_id: int) -> bool:
    """Whether more is about to come of its films: a step runs, or is due within a minute."""
    cursor = await conn.execute(
        """
        select exists (
            select 1 from import_movies x cross join lateral (  -- film by film: there may be many more jobs that wait
                select j.task_name, j.status, j.scheduled_at from procrastinate_jobs j
                where (j.args ->> 'movie_id')::bigint = x.movie_id offset 0
            ) j
            where x.import_id = %s and j.task_name in ('link_people', 'enrich_movie') and (j.status = 'doing'
                or (j.status = 'todo' and coalesce(j.scheduled_at, now()) <= now() + interval '1 minute')))
            or exists (select 1 from procrastinate_jobs
                where task_name in ('build_collaborations', 'score_movies') and status in ('todo', 'doing'))
        """,
        [import_id],
    )
    row = await cursor.fetchone()
    return bool(row and row[0])
