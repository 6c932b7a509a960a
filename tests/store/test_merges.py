"""Whose row a page's id corrects: only one that a catalogue named, and only where nobody else speaks of it."""

import pytest
from psycopg import AsyncConnection

from cinegraph import data
from cinegraph.store import merges, organizations


async def nominated(conn: AsyncConnection, year: int, movie_id: int, stated: str | None) -> int:
    """A ceremony of that year with one nomination of the film, for which its page states that id."""
    row = await (
        await conn.execute(
            """
            with c as (
                insert into festival_ceremonies (organization_id, year, name, state)
                select id, %(year)s, 'A ceremony', 'held' from festival_organizations where slug = 'oscars'
                returning id, organization_id
            ), g as (
                insert into festival_categories (organization_id, award, name)
                select organization_id, 'Oscar', %(year)s::text from c returning id
            ), n as (
                insert into festival_nominations (ceremony_id, category_id, fingerprint, position, is_winner, source)
                select c.id, g.id, 'x', 1, false, '{}' from c, g returning id
            ), l as (
                insert into festival_nomination_films (nomination_id, position, movie_id, credited_as, imdb_id)
                select id, 1, %(movie)s, 'Barbie', %(stated)s from n
            )
            select id from c
            """,
            {"year": year, "movie": movie_id, "stated": stated},
        )
    ).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize(
    ("stated", "elsewhere", "told", "mistaken"),
    [
        (None, False, ["tt1"], True),
        (None, False, ["tt9"], False),
        (None, False, ["tt1", "tt9"], False),
        (None, False, ["tt1", "tt2"], False),
        (None, True, ["tt1"], False),
        ("tt9", False, ["tt1"], False),
    ],
    ids=["a catalogue's", "the same", "also the same", "two others", "another ceremony's", "a page's"],
)
async def test_only_an_id_of_a_catalogue_is_mistaken(
    conn: AsyncConnection, stated: str | None, elsewhere: bool, told: list[str], mistaken: bool
) -> None:
    await organizations.seed(conn, data.organizations())
    row = await (
        await conn.execute("insert into movies (title, imdb_id) values ('Barbie', 'tt9') returning id")
    ).fetchone()
    assert row is not None
    ceremony = await nominated(conn, 2024, row[0], stated)
    if elsewhere:
        await nominated(conn, 2023, row[0], None)
    found = await merges.mistaken_movies(conn, ceremony, [(imdb_id, row[0]) for imdb_id in told])
    assert found == ([row[0]] if mistaken else [])
