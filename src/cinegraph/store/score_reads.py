"""What is said of a film's score: its parts with their inputs, and the films that score highest."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row

from cinegraph.store.browse import listing
from cinegraph.store.browse.listing import Pages


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


async def all_of(conn: AsyncConnection, movie_id: int) -> dict[str, Decimal]:
    """Profile → the film's score, as it is kept."""
    cursor = await conn.execute(
        "select profile, score from movie_scores where movie_id = %s order by profile", [movie_id]
    )
    return dict(await cursor.fetchall())


Keys = tuple[int, int, int, int]
"""Where a page ended: its last film's score in hundredths, its number and its place; and how many films came so far."""

_BEHIND = "and score <= %(score)s and (score < %(score)s or movie_id > %(film)s)"


async def top(
    conn: AsyncConnection, profile: str, decade: int | None, limit: int, after: Keys | None = None
) -> list[Ranked]:
    """The films with the highest scores, of one decade or of all, from behind those keys: read from an index, so that no
    page costs more than the first."""
    within = "" if decade is None else "and decade = %(decade)s"
    hundredths, film, place, passed = after or (None, None, None, 0)
    cursor = conn.cursor(row_factory=class_row(Ranked))
    await cursor.execute(
        f"""
        select case when s.score = %(score)s then %(place)s::bigint
                else %(passed)s::bigint + rank() over (order by s.score desc) end as place, m.id as movie_id, m.title, m.year, m.imdb_id, s.score,
            (select jsonb_object_agg(p.part, p.value) from movie_score_parts p where p.movie_id = m.id) as parts
        from (
            select movie_id, score from movie_scores where profile = %(profile)s {within} {_BEHIND if after else ""}
            order by score desc, movie_id limit %(limit)s
        ) s join movies m on m.id = s.movie_id order by s.score desc, m.id
        """.encode(),
        {
            "profile": profile,
            "decade": decade,
            "limit": limit,
            "score": None if hundredths is None else Decimal(hundredths) / 100,
            "film": film,
            "place": place,
            "passed": passed,
        },
    )
    return await cursor.fetchall()


def pages(profile: str, decade: int | None) -> Pages[Ranked]:
    """The films of a profile, of one decade or of all, page by page."""

    async def read(conn: AsyncConnection, after: listing.Keys | None, limit: int) -> list[Ranked]:
        return await top(conn, profile, decade, limit, _four(after))

    return Pages(Ranked, 4, read, lambda after, films: behind(_four(after), films))


def _four(keys: listing.Keys | None) -> Keys | None:
    return None if keys is None else (keys[0], keys[1], keys[2], keys[3])


def behind(after: Keys | None, films: Sequence[Ranked]) -> Keys:
    """Where the page of these films ends, which began behind those keys."""
    last = films[-1]
    return int(last.score * 100), last.movie_id, last.place, (after[3] if after else 0) + len(films)
