"""Films found by the words of their titles, by an index: no title is folded but those that have these words."""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import AsyncConnection
from psycopg.rows import class_row

_LOOKED_AT = 1000
"""So many films of one title's words are weighed at most."""


@dataclass(frozen=True, slots=True)
class Titled:
    """A film in few words: enough to tell two of one title apart."""

    id: int
    title: str
    original_title: str | None
    year: int | None
    kind: str | None
    imdb_id: str | None
    import_type: str
    nominations: int


_TITLED = """
    select m.id, m.title, m.original_title, m.year, m.kind, m.imdb_id, m.import_type, (
        select count(*) from festival_nomination_films f join festival_nominations n on n.id = f.nomination_id
        where f.movie_id = m.id and n.state = 'active') as nominations
    from movies m
"""


async def titled(conn: AsyncConnection, words: str) -> list[Titled]:
    """Films whose title, or original title, has all these words; accents, case and order aside. The most nominated
    first."""
    cursor = conn.cursor(row_factory=class_row(Titled))
    await cursor.execute(
        f"""
        select * from ({_TITLED} where m.id in (
            select id from movies where title_words(title, original_title) @@ (
                select string_agg(quote_literal(word), ' & ')::tsquery
                from unnest(tsvector_to_array(title_words(%(words)s, null))) word) limit %(most)s)) found
        order by nominations desc, year nulls last, id
        """.encode(),
        {"words": words, "most": _LOOKED_AT},
    )
    return await cursor.fetchall()


async def by_number(conn: AsyncConnection, number: int) -> Titled | None:
    """The film with that row."""
    return await _one(conn, "id", number)


async def by_imdb_id(conn: AsyncConnection, imdb_id: str) -> Titled | None:
    """The film with that IMDb id."""
    return await _one(conn, "imdb_id", imdb_id)


async def _one(conn: AsyncConnection, column: str, value: object) -> Titled | None:
    cursor = conn.cursor(row_factory=class_row(Titled))
    await cursor.execute(f"{_TITLED} where m.{column} = %s".encode(), [value])
    return await cursor.fetchone()


async def numbered(conn: AsyncConnection, numbers: Sequence[int]) -> dict[int, Titled]:
    """These films, by their rows."""
    cursor = conn.cursor(row_factory=class_row(Titled))
    await cursor.execute(f"{_TITLED} where m.id = any(%s)".encode(), [list(numbers)])
    return {film.id: film for film in await cursor.fetchall()}
