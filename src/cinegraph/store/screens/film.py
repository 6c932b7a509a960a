"""What is known of one film, part by part: each is one statement, and says who told it and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row, scalar_row

_PAIRS = 12


@dataclass(frozen=True, slots=True)
class Told:
    """When a catalogue last answered something of the film."""

    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Rating:
    """How the film is rated at `rating_source`, as `source` told it at that time."""

    source: str
    rating_source: str
    value: float
    votes: int | None
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Credit:
    """Who worked on the film, and all that they did: their parts, or their jobs."""

    person: int
    name: str
    parts: list[str]


@dataclass(frozen=True, slots=True)
class Membership:
    """A list on which the film stands, or stood until `left_at`."""

    key: str
    name: str
    position: int
    first_seen: datetime
    last_seen: datetime
    left_at: datetime | None
    returned_at: datetime | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who worked together in the film, and in how many films in all."""

    one: int
    one_name: str
    other: int
    other_name: str
    films: int
    first_year: int | None
    latest_year: int | None
    kinds: list[str]


async def told(conn: AsyncConnection, movie_id: int) -> list[Told]:
    """When each catalogue last answered about the film."""
    cursor = conn.cursor(row_factory=class_row(Told))
    await cursor.execute(
        """
        select source, max(inserted_at) as at from api_lookup_metrics
        where (metadata ->> 'movie_id')::bigint = %s and success group by source order by 2 desc
        """,
        [movie_id],
    )
    return await cursor.fetchall()


async def ratings(conn: AsyncConnection, movie_id: int) -> list[Rating]:
    """Its ratings, by where it was rated."""
    cursor = conn.cursor(row_factory=class_row(Rating))
    await cursor.execute(
        """
        select source, rating_source, value, votes, updated_at as told_at from movie_ratings where movie_id = %s
        order by rating_source, source
        """,
        [movie_id],
    )
    return await cursor.fetchall()


async def credits(conn: AsyncConnection, movie_id: int, kind: str, limit: int) -> list[Credit]:
    """Its `cast` in the order of their billing, or its `crew`, those who direct, write and produce first."""
    cursor = conn.cursor(row_factory=class_row(Credit))
    await cursor.execute(
        """
        select p.id as person, p.name, c.parts from (
            select person_id, min(billing) as billing, min(id) as id, min(coalesce(array_position(
                    array['Directing', 'Writing', 'Production', 'Camera', 'Editing', 'Sound'], department), 9)) as place,
                coalesce(array_agg(distinct job || character) filter (where job || character <> ''), '{}') as parts
            from movie_credits where movie_id = %s and kind = %s group by person_id
        ) c join people p on p.id = c.person_id
        order by c.billing nulls last, c.place, c.id limit %s
        """,
        [movie_id, kind, limit],
    )
    return await cursor.fetchall()


async def credit_counts(conn: AsyncConnection, movie_id: int) -> dict[str, int]:
    """cast, crew → how many people."""
    cursor = await conn.execute(
        "select kind, count(distinct person_id) from movie_credits where movie_id = %s group by kind",
        [movie_id],
    )
    return dict(await cursor.fetchall())


async def memberships(conn: AsyncConnection, movie_id: int) -> list[Membership]:
    """The lists that have it, and those that had it."""
    cursor = conn.cursor(row_factory=class_row(Membership))
    await cursor.execute(
        """
        select l.source_key as key, l.name, t.position, t.first_seen, t.last_seen, t.left_at, t.returned_at, t.note
        from movie_list_items t join movie_lists l on l.id = t.list_id where t.movie_id = %s
        order by t.left_at is not null, l.name, t.position
        """,
        [movie_id],
    )
    return await cursor.fetchall()


async def pairs(conn: AsyncConnection, movie_id: int) -> list[Pair]:
    """Those who worked together in it and elsewhere, too; most often first."""
    cursor = conn.cursor(row_factory=class_row(Pair))
    await cursor.execute(
        """
        select a.id as one, a.name as one_name, b.id as other, b.name as other_name, c.films, c.first_year, c.latest_year,
            d.kinds
        from (
            select person_a, person_b, array_agg(distinct kind) as kinds from collaboration_details
            where movie_id = %s group by person_a, person_b
        ) d
        join collaborations c on (c.person_a, c.person_b) = (d.person_a, d.person_b) and c.films > 1
        join people a on a.id = c.person_a join people b on b.id = c.person_b
        order by c.films desc, c.latest_year desc nulls last, a.name, b.name limit %s
        """,
        [movie_id, _PAIRS],
    )
    return await cursor.fetchall()


async def number_of(conn: AsyncConnection, imdb_id: str) -> int | None:
    """The film with that IMDb id."""
    cursor = conn.cursor(row_factory=scalar_row)
    await cursor.execute("select id from movies where imdb_id = %s", [imdb_id])
    return await cursor.fetchone()


async def joined_into(conn: AsyncConnection, movie_id: int) -> int | None:
    """The film that a row joined which is no longer there."""
    cursor = conn.cursor(row_factory=scalar_row)
    await cursor.execute(
        "select keep_id from merges where dropped_id = %s and undone_at is null order by id desc limit 1",
        [movie_id],
    )
    return await cursor.fetchone()


async def weight(conn: AsyncConnection, movie_ids: tuple[int, int]) -> list[dict[str, Any]]:
    """What speaks of each of two films, and what is known of it, in numbers: what a merge would move."""
    cursor = conn.cursor(row_factory=scalar_row)
    await cursor.execute(
        """
        select jsonb_build_object('id', m.id,
            'nominations', (select count(*) from festival_nomination_films f where f.movie_id = m.id),
            'credits', (select count(*) from movie_credits c where c.movie_id = m.id),
            'ratings', (select count(*) from movie_ratings r where r.movie_id = m.id),
            'lists', (select count(*) from movie_list_items t where t.movie_id = m.id),
            'imports', (select count(*) from import_movies i where i.movie_id = m.id),
            'reviews', (select count(*) from reviews r where r.movie_id = m.id),
            'decisions', (select count(*) from decisions d where d.movie_id = m.id))
        from movies m where m.id = any(%s)
        """,
        [list(movie_ids)],
    )
    return await cursor.fetchall()
