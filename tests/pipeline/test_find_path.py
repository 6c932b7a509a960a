"""Whom a person means, and the ways between two: unclear names are one line, films of each step are told."""

from collections.abc import AsyncIterator

import pytest
from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.find_path import find_path
from cinegraph.pipeline.find_person import find_person
from cinegraph.store import collaborators, graph
from cinegraph.store.paths import Filters
from tests.conftest import Program
from tests.store.filming import Made


@pytest.fixture
async def built(program: Program, conn: AsyncConnection) -> AsyncIterator[Cinegraph]:
    """Two Steve McQueens, a namesake without films, and names in several scripts."""
    made = Made(conn)
    await made.film(1, 1963, cast=["Steve McQueen", "James Garner"], crew=[("John Sturges", "Director")])
    await made.film(2, 1960, cast=["Steve McQueen", "James Garner"])
    await made.film(3, 1984, cast=["James Garner", "Penélope Cruz"])
    await made.film(4, 1985, cast=["Penélope Cruz", "Михаил Козаков"])
    await conn.execute("update people set imdb_id = 'nm0000537' where name = 'Steve McQueen'")
    await conn.execute(
        "insert into people (name, imdb_id) values ('Steve McQueen', 'nm2588606'), ('Steve McQueen Jr.', null)"
    )
    await graph.build(conn, [1, 2, 3, 4])
    await conn.commit()
    async with program() as started:
        yield started


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Penelope CRUZ", "Penélope Cruz"),
        ("cruz penélope", "Penélope Cruz"),
        ("Cruz", "Penélope Cruz"),
        ("михаил козаков", "Михаил Козаков"),
        ("nm2588606", "Steve McQueen"),
        ("steve mcqueen jr", "Steve McQueen Jr."),
        ("Steve McQueen", "Steve McQueen"),
    ],
)
async def test_whom_words_mean(built: Cinegraph, words: str, name: str) -> None:
    async with built.context.database.transaction() as conn:
        found = await find_person(conn, words)
        assert found.name == name
        assert await find_person(conn, str(found.id)) == found
    assert found.imdb_id != "nm0000537" or found.collaborators, "of two of one name, the one with films"


@pytest.mark.parametrize(
    "words", ["", "Nobody", "nm9999999", "999", "9" * 30, "'; drop table people", "...", "\\"]
)
async def test_nobody(built: Cinegraph, words: str) -> None:
    async with built.context.database.transaction() as conn:
        with pytest.raises(Refused, match=r"nobody|no person"):
            await find_person(conn, words)


async def test_two_of_one_name_are_told_apart(built: Cinegraph, conn: AsyncConnection) -> None:
    """Both have films by now: one line names both, with what tells them apart."""
    number = await (await conn.execute("select id from people where imdb_id = 'nm2588606'")).fetchone()
    assert number is not None
    await Made(conn).film(5, 2011, cast=["Michael Fassbender"])
    await conn.execute(
        "insert into movie_credits (movie_id, person_id, kind, job, source_key) values (5, %s, 'crew', 'Director', 'd')",
        number,
    )
    await graph.build(conn, [5])
    await conn.commit()
    with pytest.raises(
        Refused, match=r"any of 2: .*nm0000537, 2 films 1960–1963.*nm2588606, 1 film 2011"
    ) as told:
        await find_path(built.context, "Steve McQueen", "Cruz", Filters())
    assert "\n" not in str(told.value)


async def test_search_by_the_beginnings_of_words(built: Cinegraph) -> None:
    async with built.context.database.transaction() as conn:
        found = await collaborators.named(conn, "mcq st", whole=False)
        assert [one.name for one in found] == ["Steve McQueen", "Steve McQueen", "Steve McQueen Jr."]
        assert [one.films for one in found] == [2, 0, 0]
        assert await collaborators.named(conn, "cque", whole=False) == []


async def test_the_way_with_its_films(built: Cinegraph) -> None:
    found = await find_path(built.context, "nm0000537", "Penelope Cruz", Filters())
    ((first, second),) = found.ways
    assert (first.one.name, first.other.name, second.other.name) == (
        "Steve McQueen",
        "James Garner",
        "Penélope Cruz",
    )
    assert [film.year for film in first.films] == [1960, 1963]
    assert not found.more
    assert (await find_path(built.context, "Sturges", "Cruz", Filters(until=1970))).ways == ()


async def test_what_cannot_be_looked_for(built: Cinegraph) -> None:
    with pytest.raises(Refused, match="one person"):
        await find_path(built.context, "Cruz", "Penélope Cruz", Filters())
    with pytest.raises(Refused, match="--depth 13"):
        await find_path(built.context, "Cruz", "Garner", Filters(), deepest=13)
