"""What is said of a film's score: its parts with their inputs, and the films that score highest."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row


@dataclass(frozen=True, slots=True)
class FilmTitle:
    """A film as a person tells it from others."""

    id: int
    title: str
    original_title: str | None
    year: int | None
    kind: str | None
    imdb_id: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a film's score: 0 to 1, and what it was made of."""

    part: str
    value: Decimal
    inputs: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """What a film must have for some parts: a year, people who count."""

    year: int | None
    people: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A film in its place; films of one score share it."""

    place: int
    movie_id: int
    title: str
    year: int | None
    imdb_id: str | None
    score: Decimal
    parts: dict[str, Decimal]


_FILM = "select id, title, original_title, year, kind, imdb_id from movies m"
_MOST_TITLES = 200


async def titled(conn: AsyncConnection, title: str) -> list[FilmTitle]:
    """Films whose title, or original title, has all these words; accents, case and order aside: found by an index."""
    words = """(select string_agg(quote_literal(word), ' & ')::tsquery
        from unnest(tsvector_to_array(name_words(%(title)s))) word)"""
    return await _films(
        conn,
        f"""
        where id in (
            (select id from movies where name_words(title) @@ {words} limit {_MOST_TITLES})
            union all (select id from movies where name_words(original_title) @@ {words} limit {_MOST_TITLES}))
        order by year, id
        """,
        {"title": title},
    )


async def by_imdb_id(conn: AsyncConnection, imdb_id: str) -> list[FilmTitle]:
    """The film with that id, if it is here."""
    return await _films(conn, "where imdb_id = %(id)s", {"id": imdb_id})


async def films(conn: AsyncConnection, movie_ids: Sequence[int]) -> dict[int, FilmTitle]:
    """These films, by their numbers."""
    found = await _films(conn, "where id = any(%(ids)s)", {"ids": list(movie_ids)})
    return {one.id: one for one in found}


async def parts_of(conn: AsyncConnection, movie_id: int) -> dict[str, Part]:
    """The parts of the film that are there."""
    cursor = conn.cursor(row_factory=class_row(Part))
    await cursor.execute("select part, value, inputs from movie_score_parts where movie_id = %s", [movie_id])
    return {one.part: one for one in await cursor.fetchall()}


async def known(conn: AsyncConnection, movie_id: int) -> Known:
    """What the film's record has of that which parts need."""
    cursor = conn.cursor(row_factory=class_row(Known))
    await cursor.execute(
        "select year, (select count(*) from movie_credits c where c.movie_id = m.id) as people from movies m where id = %s",
        [movie_id],
    )
    found = await cursor.fetchone()
    return found or Known(None, 0)


async def kept(conn: AsyncConnection, movie_id: int, profile: str) -> Decimal | None:
    """The film's score, as it is kept."""
    cursor = await conn.execute(
        "select score from movie_scores where (movie_id, profile) = (%s, %s)", [movie_id, profile]
    )
    row = await cursor.fetchone()
    return row[0] if row else None


async def top(conn: AsyncConnection, profile: str, decade: int | None, limit: int) -> list[Ranked]:
    """The films with the highest scores, of one decade or of all: read from the end of an index."""
    within = "" if decade is None else "and decade = %(decade)s"
    cursor = conn.cursor(row_factory=class_row(Ranked))
    await cursor.execute(
        f"""
        select rank() over (order by s.score desc)::int as place, m.id as movie_id, m.title, m.year, m.imdb_id, s.score,
            (select jsonb_object_agg(p.part, p.value) from movie_score_parts p where p.movie_id = m.id) as parts
        from (
            select movie_id, score from movie_scores where profile = %(profile)s {within}
            order by score desc, movie_id limit %(limit)s
        ) s join movies m on m.id = s.movie_id order by s.score desc, m.id
        """.encode(),
        {"profile": profile, "decade": decade, "limit": limit},
    )
    return await cursor.fetchall()


async def _films(conn: AsyncConnection, which: str, values: dict[str, object]) -> list[FilmTitle]:
    cursor = conn.cursor(row_factory=class_row(FilmTitle))
    await cursor.execute(f"{_FILM} {which}".encode(), values)
    return await cursor.fetchall()
