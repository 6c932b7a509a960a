"""Why a film is believed to be what it is: what pages call it, what catalogues answered, what people decided."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from psycopg import AsyncConnection
from psycopg.rows import class_row

_CALLS = 100


@dataclass(frozen=True, slots=True)
class Call:
    """One question that was asked outside about the film, and what came of the lookup that it was part of."""

    at: datetime
    source: str
    operation: str
    identifier: str | None
    success: bool
    milliseconds: int | None
    error: str | None
    found: bool | None
    confidence: float | None
    found_by: str | None
    fallback_level: int | None
    why: str | None
    cost_usd: Decimal | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person, or the program for them, decided of the film in a review. `chosen` are the titles and ids that it is
    about."""

    review: int
    kind: str
    reason: str
    state: str
    asked_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    note: str | None
    chosen: str | None


@dataclass(frozen=True, slots=True)
class Joined:
    """Another row that joined this film (`title` and `imdb_id` are what it had)."""

    id: int
    dropped_id: int
    title: str
    imdb_id: str | None
    review_id: int | None
    merged_by: str
    reason: str
    at: datetime
    undone_by: str | None
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Stated:
    """What pages call the film, with the id that they give it, in how many nominations or lists, and since when."""

    by: str
    title: str
    imdb_id: str | None
    times: int
    first_at: datetime


async def calls(conn: AsyncConnection, movie_id: int) -> list[Call]:
    """What was asked outside about the film, the latest first; of very many, some."""
    cursor = conn.cursor(row_factory=class_row(Call))
    await cursor.execute(
        """
        select inserted_at as at, source, operation, identifier, success, response_time_ms as milliseconds,
            error_message as error, (metadata ->> 'movie_found')::boolean as found,
            (metadata ->> 'confidence')::float as confidence, metadata ->> 'found_by' as found_by,
            (metadata ->> 'fallback_level')::int as fallback_level,
            coalesce(metadata ->> 'reason', metadata ->> 'reason_for_fallback') as why,
            (metadata ->> 'cost_usd')::numeric as cost_usd
        from api_lookup_metrics where (metadata ->> 'movie_id')::bigint = %s order by inserted_at desc, id limit %s
        """,
        [movie_id, _CALLS],
    )
    return await cursor.fetchall()


async def verdicts(conn: AsyncConnection, movie_id: int) -> list[Verdict]:
    """Every question that was asked about the film, and what came of it, the latest first."""
    cursor = conn.cursor(row_factory=class_row(Verdict))
    await cursor.execute(
        """
        select r.id as review, r.kind, r.reason, r.state, r.inserted_at as asked_at, r.decided_by, r.decided_at, r.note,
            (select string_agg(concat_ws(' ', case d.kind when 'is' then 'is' else 'is not' end, d.title,
                '(' || d.year || ')', d.imdb_id, case when d.undone_at is not null then '[undone by ' || d.undone_by || ']' end),
                '; ' order by d.id) from decisions d where d.review_id = r.id) as chosen
        from reviews r where r.movie_id = %s order by r.id desc limit 50
        """,
        [movie_id],
    )
    return await cursor.fetchall()


async def joined(conn: AsyncConnection, movie_id: int) -> list[Joined]:
    """Rows that joined the film, and those that were parted from it again."""
    cursor = conn.cursor(row_factory=class_row(Joined))
    await cursor.execute(
        """
        select g.id, g.dropped_id, coalesce((select f ->> 'title' from jsonb_array_elements(g.snapshot -> 'films') f
                where (f ->> 'id')::bigint = g.dropped_id limit 1), '') as title,
            g.dropped_imdb_id as imdb_id, g.review_id, g.merged_by, g.reason, g.inserted_at as at, g.undone_by, g.undone_at
        from merges g where g.keep_id = %s order by g.id desc limit 50
        """,
        [movie_id],
    )
    return await cursor.fetchall()


async def stated(conn: AsyncConnection, movie_id: int) -> list[Stated]:
    """What ceremonies and lists call it."""
    cursor = conn.cursor(row_factory=class_row(Stated))
    await cursor.execute(
        """
        select o.slug || ' ' || c.year as by, f.credited_as as title, f.imdb_id, count(*) as times,
            min(n.inserted_at) as first_at
        from festival_nomination_films f join festival_nominations n on n.id = f.nomination_id
        join festival_ceremonies c on c.id = n.ceremony_id join festival_organizations o on o.id = c.organization_id
        where f.movie_id = %(movie)s group by o.slug, c.year, f.credited_as, f.imdb_id
        union all
        select l.name, t.title, t.imdb_id, count(*), min(t.first_seen) from movie_list_items t
        join movie_lists l on l.id = t.list_id where t.movie_id = %(movie)s group by l.name, t.title, t.imdb_id
        order by 5, 1 limit 50
        """,
        {"movie": movie_id},
    )
    return await cursor.fetchall()
