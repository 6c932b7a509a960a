"""What a film's page tells of its typed rows: facts with who told them and when, where it came out and can be seen, and who
its nominees are."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row

_NOMINEES = 300


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact that has rows of its own: its name, what one source says of it, and when it said so."""

    name: str
    words: list[str]
    usd: int | None
    source: str
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class Released:
    """When and how a film came out in a country."""

    country: str
    released_on: date
    kind: str
    certification: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class Offered:
    """Where a film can be seen in a country: each way (flatrate, free, ads, rent, buy) with its providers."""

    country: str
    ways: dict[str, list[str]]
    sources: list[str]
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class Nominee:
    """A nominee of one of the film's nominations, and how it was found out who that is: a row of the view
    `nominee_links`."""

    organization: str
    year: int
    instance: int
    category: str
    is_winner: bool
    nominee: str
    role: str | None
    person_id: int
    person: str
    way: str
    score: float | None
    why: str | None
    review_id: int | None
    evidence: list[dict[str, Any]]


async def facts(conn: AsyncConnection, movie_id: int) -> list[Recorded]:
    """Money, awards and the certificate; companies, countries, languages and the collection."""
    cursor = conn.cursor(row_factory=class_row(Recorded))
    await cursor.execute(
        """
        with told as (
            select fact as name, array_remove(array[words], null) as words, usd, source, told_at from movie_facts
            where movie_id = %(movie)s
            union all
            select 'companies', array_agg(name || coalesce(' (' || country || ')', '') order by place), null, source, null
            from movie_companies where movie_id = %(movie)s group by source
            union all
            select 'countries', array_agg(country order by place), null, source, null
            from movie_countries where movie_id = %(movie)s group by source
            union all
            select 'languages', array_agg(language || case when is_original then ' (original)' else '' end order by place),
                null, source, null from movie_languages where movie_id = %(movie)s group by source
            union all
            select 'collection', array_agg(c.name), null, l.source, null
            from movie_collections l join collections c on c.id = l.collection_id
            where l.movie_id = %(movie)s group by l.source
        )
        select t.name, t.words, t.usd, t.source, coalesce(t.told_at, r.told_at) as told_at
        from told t left join movie_records r on (r.movie_id, r.source) = (%(movie)s, t.source)
        order by t.name, t.source
        """,
        {"movie": movie_id},
    )
    return await cursor.fetchall()


async def releases(conn: AsyncConnection, movie_id: int) -> list[Released]:
    """Its releases, the earliest first."""
    cursor = conn.cursor(row_factory=class_row(Released))
    await cursor.execute(
        """
        select country, released_on, kind, certification, note, source from movie_releases
        where movie_id = %s order by released_on, country, kind limit 400
        """,
        [movie_id],
    )
    return await cursor.fetchall()


async def providers(conn: AsyncConnection, movie_id: int) -> list[Offered]:
    """Where it can be seen, by country."""
    cursor = conn.cursor(row_factory=class_row(Offered))
    await cursor.execute(
        """
        select w.country, jsonb_object_agg(w.kind, w.names) as ways, array_agg(distinct w.source) as sources,
            max(r.told_at) as told_at
        from (
            select country, kind, min(source) as source, jsonb_agg(provider order by place, provider) as names
            from movie_providers where movie_id = %(movie)s group by country, kind
        ) w left join movie_records r on (r.movie_id, r.source) = (%(movie)s, w.source)
        group by w.country order by w.country
        """,
        {"movie": movie_id},
    )
    return await cursor.fetchall()


async def nominees(conn: AsyncConnection, movie_id: int) -> list[Nominee]:
    """Everybody who is nominated for the film, by ceremony, with how they are linked."""
    cursor = conn.cursor(row_factory=class_row(Nominee))
    await cursor.execute(
        """
        select organization, year, instance, category, is_winner, nominee, role, person_id, person, way, score, why,
            review_id, coalesce(evidence -> 'evidence', '[]') as evidence
        from nominee_links where nomination_id = any(array(
            select nomination_id from festival_nomination_films where movie_id = %s))
        order by year, organization, instance, category, nomination_id, position limit %s
        """,
        [movie_id, _NOMINEES],
    )
    return await cursor.fetchall()
