"""People as the graph knows them: found by name, with their films, nominations and those whom they worked with."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from psycopg import AsyncConnection
from psycopg.rows import class_row

_LOOKED_AT = 1000
"""So many people of one name's words are weighed at most."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone: their row's number, ids, what they are known for, how many films they are credited in and when, their
    best known film, how many people they worked with, and how often they were nominated and won."""

    id: int
    name: str
    imdb_id: str | None
    tmdb_id: int | None
    known_for: str | None
    films: int
    first_year: int | None
    latest_year: int | None
    best_known: str | None
    collaborators: int
    nominations: int
    wins: int


@dataclass(frozen=True, slots=True)
class Collaborator:
    """Someone whom a person worked with, and the sum of it; ratings are 0–10, genres the most frequent first."""

    id: int
    name: str
    imdb_id: str | None
    films: int
    first_year: int | None
    latest_year: int | None
    peak_year: int | None
    mean_rating: Decimal | None
    genres: list[str]
    kinds: list[str]


_PERSON = """
    select p.id, p.name, p.imdb_id, p.tmdb_id, p.known_for, f.films, f.first_year, f.latest_year, f.best_known,
        (select count(*) from collaborators_met(array[p.id])) as collaborators, n.nominations, n.wins
    from people p
    cross join lateral (
        select count(*) as films, min(year) as first_year, max(year) as latest_year,
            (array_agg(title order by votes desc nulls last, year desc nulls last, title))[1] as best_known
        from (
            select m.title, m.year, (select max(votes) from movie_ratings r where r.movie_id = m.id) as votes
            from movies m where m.id in (select movie_id from movie_credits where person_id = p.id)
        ) each
    ) f
    cross join lateral (
        select count(distinct n.id) as nominations, count(distinct n.id) filter (where n.is_winner) as wins
        from festival_nomination_people np join festival_nominations n on n.id = np.nomination_id
        where np.person_id = p.id and n.state = 'active'
    ) n
"""


async def named(
    conn: AsyncConnection, words: str, whole: bool = True, limit: int = _LOOKED_AT
) -> list[Person]:
    """People whose names have all these words (`whole`) or words that begin so; accents, case and order aside.

    Those with the most films first.
    """
    cursor = conn.cursor(row_factory=class_row(Person))
    await cursor.execute(
        f"""
        select * from ({_PERSON} where p.id in (
            select id from people where name_words(name) @@ (
                select string_agg(quote_literal(word) || %(ending)s, ' & ')::tsquery
                from unnest(tsvector_to_array(name_words(%(words)s))) word)
            limit %(most)s)) found
        order by films desc, nominations desc, name, id limit %(limit)s
        """,
        {"words": words, "ending": "" if whole else ":*", "most": _LOOKED_AT, "limit": limit},
    )
    return await cursor.fetchall()


async def by_number(conn: AsyncConnection, number: int) -> Person | None:
    """The person with that row."""
    return await _one(conn, "id", number)


async def by_imdb_id(conn: AsyncConnection, imdb_id: str) -> Person | None:
    """The person with that IMDb id."""
    return await _one(conn, "imdb_id", imdb_id)


async def _one(conn: AsyncConnection, column: str, value: object) -> Person | None:
    cursor = conn.cursor(row_factory=class_row(Person))
    await cursor.execute(f"{_PERSON} where p.{column} = %s", [value])
    return await cursor.fetchone()


async def collaborators(conn: AsyncConnection, person_id: int, limit: int) -> list[Collaborator]:
    """Those whom the person worked with, in most films first, then the latest."""
    cursor = conn.cursor(row_factory=class_row(Collaborator))
    await cursor.execute(
        """
        select o.id, o.name, o.imdb_id, c.films, c.first_year, c.latest_year, c.peak_year, c.mean_rating, c.genres,
            (select array_agg(distinct d.kind) from collaboration_details d
             where (d.person_a, d.person_b) = (c.person_a, c.person_b)) as kinds
        from (
            select *, person_b as other from collaborations where person_a = %(person)s
            union all select *, person_a from collaborations where person_b = %(person)s
        ) c join people o on o.id = c.other
        order by c.films desc, c.latest_year desc nulls last, o.name, o.id limit %(limit)s
        """,
        {"person": person_id, "limit": limit},
    )
    return await cursor.fetchall()


async def ties(conn: AsyncConnection, person_ids: Sequence[int]) -> list[tuple[int, int, int]]:
    """Who of these worked with whom of them, and in how many films."""
    cursor = await conn.execute(
        """
        select person_a, person_b, films from collaborations
        where person_a = any(%(people)s) and person_b = any(%(people)s) order by 1, 2
        """,
        {"people": list(person_ids)},
    )
    return await cursor.fetchall()
