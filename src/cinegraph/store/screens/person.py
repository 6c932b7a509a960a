"""What is known of one person beside their row: their films with everything that they did there."""

from dataclasses import dataclass

from psycopg import AsyncConnection
from psycopg.rows import class_row, scalar_row


@dataclass(frozen=True, slots=True)
class Worked:
    """A film in which somebody was of the cast or the crew: their parts or jobs there; `rating` is 0-10."""

    film: int
    title: str
    year: int | None
    kind: str
    parts: list[str]
    rating: float | None
    nominations: int


async def films(conn: AsyncConnection, person_id: int, limit: int) -> list[Worked]:
    """Their films, the latest first, cast and crew apart."""
    cursor = conn.cursor(row_factory=class_row(Worked))
    await cursor.execute(
        """
        select c.film, m.title, m.year, c.kind, c.parts,
            (select r.value from movie_ratings r where r.movie_id = m.id and r.rating_source = 'imdb'
                order by r.votes desc nulls last limit 1) as rating,
            (select count(*) from festival_nomination_films f where f.movie_id = m.id) as nominations
        from (
            select movie_id as film, kind, coalesce(array_agg(distinct concat_ws('', job, character)) filter (where concat_ws('', job, character) <> ''),
                    '{}') as parts
            from movie_credits where person_id = %s group by movie_id, kind
        ) c join movies m on m.id = c.film
        order by m.year desc nulls first, m.title, c.kind limit %s
        """,
        [person_id, limit],
    )
    return await cursor.fetchall()


@dataclass(frozen=True, slots=True)
class Linked:
    """How a nominee was found to be somebody: a row of the view `nominee_links`."""

    nomination_id: int
    way: str
    score: float | None
    why: str | None
    review_id: int | None


async def other_names(conn: AsyncConnection, person_id: int) -> list[str]:
    """What else they are called."""
    cursor = conn.cursor(row_factory=scalar_row)
    await cursor.execute("select unnest(other_names) from people where id = %s limit 60", [person_id])
    return await cursor.fetchall()


async def linked(conn: AsyncConnection, person_id: int) -> dict[int, Linked]:
    """Their nominations, by number, and how it was found that they are meant."""
    cursor = conn.cursor(row_factory=class_row(Linked))
    await cursor.execute(
        """
        select nomination_id, way, score, why, review_id from nominee_links where person_id = %(person)s
            and nomination_id = any(array(
                select nomination_id from festival_nomination_people where person_id = %(person)s))
        """,
        {"person": person_id},
    )
    return {one.nomination_id: one for one in await cursor.fetchall()}
