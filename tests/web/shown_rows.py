"""Ceremonies, imports and calls that the screens show, made directly: quicker than importing them."""

from collections.abc import Sequence
from typing import Any

from psycopg import AsyncConnection

HOSTILE = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


async def value(conn: AsyncConnection, query: str, *values: object) -> Any:
    """The one value that a query answers."""
    row = await (await conn.execute(query.encode(), values or None)).fetchone()
    assert row is not None
    return row[0]


async def ceremony(
    conn: AsyncConnection, year: int = 2024, organization: str = "oscars", state: str = "held"
) -> int:
    """A ceremony without entries; its number."""
    return int(
        await value(
            conn,
            """
            insert into festival_ceremonies (organization_id, year, instance, name, state)
            select id, %s, 1, name || ' of that year', %s from festival_organizations where slug = %s returning id
            """,
            year,
            state,
            organization,
        )
    )


async def entry(
    conn: AsyncConnection,
    ceremony_id: int,
    film: str,
    people: Sequence[str] = (),
    category: str = "Best Picture",
    winner: bool = False,
    note: str | None = None,
) -> int:
    """An entry with one film (a stub) and these people; its number."""
    cursor = await conn.execute(
        """
        with category as (
            insert into festival_categories (organization_id, award, name)
            select organization_id, 'Award', %(category)s from festival_ceremonies where id = %(ceremony)s
            on conflict (organization_id, award, name) do update set name = excluded.name returning id
        )
        insert into festival_nominations (ceremony_id, category_id, fingerprint, position, is_winner, note, citation, source)
        select %(ceremony)s, id, %(film)s, 1, %(winner)s, %(note)s, %(note)s, '{oscars_ceremony}' from category returning id
        """,
        {"ceremony": ceremony_id, "category": category, "film": film, "winner": winner, "note": note},
    )
    row = await cursor.fetchone()
    assert row is not None
    number = int(row[0])
    await _nominees(conn, number, film, people)
    return number


async def _nominees(conn: AsyncConnection, number: int, film: str, people: Sequence[str]) -> None:
    await conn.execute(
        """
        with film as (insert into movies (title, year) values (%(film)s, 2023) returning id)
        insert into festival_nomination_films (nomination_id, position, movie_id, credited_as)
        select %(entry)s, 1, id, %(film)s from film
        """,
        {"entry": number, "film": film},
    )
    for place, name in enumerate(people, 1):
        await conn.execute(
            """
            with person as (insert into people (name) values (%(name)s) returning id)
            insert into festival_nomination_people (nomination_id, position, person_id, role, credited_as)
            select %(entry)s, %(place)s, id, 'Producer', %(name)s from person
            """,
            {"entry": number, "name": name, "place": place},
        )


async def worked_on(conn: AsyncConnection, import_id: int, ceremony_id: int) -> None:
    """The import has stored the ceremony as it is, and found none of its films."""
    await conn.execute(
        """
        update imports set ceremony_id = %(ceremony)s, started_at = now(), seen = (
            select count(*) from festival_nominations where ceremony_id = %(ceremony)s) where id = %(import)s
        """,
        {"import": import_id, "ceremony": ceremony_id},
    )
    await conn.execute(
        """
        insert into import_nominations (import_id, nomination_id, change)
        select %s, id, 'added' from festival_nominations where ceremony_id = %s
        """,
        [import_id, ceremony_id],
    )
    await conn.execute(
        """
        insert into import_movies (import_id, movie_id, state)
        select %s, f.movie_id, 'answered' from festival_nomination_films f
        join festival_nominations n on n.id = f.nomination_id where n.ceremony_id = %s
        """,
        [import_id, ceremony_id],
    )
