"""The shortest ways from one person to another through films, found inside the database from both ends."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import AsyncConnection
from psycopg.errors import QueryCanceled


@dataclass(frozen=True, slots=True)
class Filters:
    """Which films count: features only; with actors among the first `top_billed` and directors only; of these years."""

    features: bool = False
    top_billed: int | None = None
    since: int | None = None
    until: int | None = None


class TooLong(Exception):
    """The search was given up after the time that it had."""


@dataclass(frozen=True, slots=True)
class Link:
    """A step that some shortest way has: from a person at `place` to one who is a step further, and in how many films
    both were."""

    place: int
    person: int
    met: int
    films: int


@dataclass(frozen=True, slots=True)
class Film:
    """A film in which two people of a way worked together, and how."""

    id: int
    title: str
    year: int | None
    kinds: list[str]


async def links(
    conn: AsyncConnection, one: int, other: int, which: Filters, deepest: int, wanted: int, seconds: float
) -> list[Link]:
    """The steps of the shortest ways with at most `deepest` of them; none: there is no way.

    Of very many ways those through `wanted` of the people in the middle are told. Raises TooLong after that time; the
    transaction is of no use then.
    """
    await conn.execute(f"set local statement_timeout = {max(1, round(seconds * 1000))}")
    try:
        cursor = await conn.execute(
            """
            select p.place, p.person, p.met, c.films
            from collaboration_path(%s, %s, %s, %s, %s, %s, %s, %s) p
            join collaborations c on c.person_a = least(p.person, p.met) and c.person_b = greatest(p.person, p.met)
            order by p.place, p.person, p.met
            """,
            [one, other, deepest, wanted, which.features, which.top_billed, which.since, which.until],
        )
    except QueryCanceled:
        raise TooLong from None
    found = [Link(*row) for row in await cursor.fetchall()]
    await conn.execute("set local statement_timeout = 0")
    return found


async def films(
    conn: AsyncConnection, pairs: Sequence[tuple[int, int]], which: Filters
) -> dict[tuple[int, int], list[Film]]:
    """The films that count of each pair (the lower number first), by year."""
    cursor = await conn.execute(
        """
        select d.person_a, d.person_b, m.id, m.title, m.year, array_agg(d.kind order by d.kind)
        from unnest(%(a)s::bigint[], %(b)s::bigint[]) as p(person_a, person_b)
        join collaboration_details d using (person_a, person_b) join movies m on m.id = d.movie_id
        where collaboration_counts(d, %(features)s, %(top)s, %(since)s, %(until)s)
        group by d.person_a, d.person_b, m.id order by m.year nulls last, m.title, m.id
        """,
        {
            "a": [min(pair) for pair in pairs],
            "b": [max(pair) for pair in pairs],
            "features": which.features,
            "top": which.top_billed,
            "since": which.since,
            "until": which.until,
        },
    )
    found: dict[tuple[int, int], list[Film]] = {}
    for one, other, *film in await cursor.fetchall():
        found.setdefault((one, other), []).append(Film(*film))
    return found


async def names(conn: AsyncConnection, person_ids: Sequence[int]) -> dict[int, tuple[str, str | None]]:
    """Each person's name and IMDb id."""
    cursor = await conn.execute("select id, name, imdb_id from people where id = any(%s)", [list(person_ids)])
    return {number: (name, imdb_id) for number, name, imdb_id in await cursor.fetchall()}
