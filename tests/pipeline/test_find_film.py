"""A film is found by its title, by an index; of several that are called so, a person is told which."""

import pytest
from psycopg import AsyncConnection

from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.find_film import find_film
from tests.pipeline.rating import film


@pytest.fixture
async def films(conn: AsyncConnection) -> dict[str, int]:
    """Titles that are easily taken for one another."""
    return {
        "solaris": await film(conn, "tt0069293", "Solaris", 1972),
        "again": await film(conn, "tt0307479", "Solaris", 2002),
        "amelie": await film(conn, "tt0211915", "Amélie", 2001),
        "1917": await film(conn, "tt8579674", "1917", 2019),
        "parasite": await film(conn, "tt6751668", "기생충", 2019),
        "years": await film(conn, "tt2024544", "12 Years a Slave", 2013),
    }


CASES = [
    ("amelie", None, "amelie"),
    ("AMÉLIE", None, "amelie"),
    ("기생충", None, "parasite"),
    ("1917", None, "1917"),
    ("tt0307479", None, "again"),
    ("Solaris", 1972, "solaris"),
    ("#5", None, "parasite"),
]


async def test_words_find_the_film(conn: AsyncConnection, films: dict[str, int]) -> None:
    found = [(await find_film(conn, words, year)).id for words, year, _ in CASES]
    assert found == [films[name] for _, _, name in CASES]
    assert (await find_film(conn, str(films["amelie"]))).title == "Amélie", "a row's number"
    with pytest.raises(Refused, match="no film 'Solaris' of 1999: there is Solaris"):
        await find_film(conn, "Solaris", 1999)
    for words, told in (
        ("Solaris", "may be any of 2: .*tt0069293"),
        ("#999", "no film is called '#999'"),
        ("Nothing", "no film is called 'Nothing'"),
        ("tt9999999", "there is no film tt9999999"),
        ("slave years", "did you mean 12 Years a Slave"),
        ("", "which film"),
        ("!", "no film is called"),
        ("9" * 30, "no film is called"),
    ):
        with pytest.raises(Refused, match=told):
            await find_film(conn, words)


async def test_titles_are_found_by_the_index(conn: AsyncConnection) -> None:
    await conn.execute("insert into movies (title) select 'Film ' || n from generate_series(1, 500) n")
    await conn.execute("analyze movies")
    await conn.execute("set enable_seqscan = off")  # so few films are read faster without it
    cursor = await conn.execute(
        "explain select id from movies where title_words(title, original_title) @@ '''film'' & ''77'''::tsquery"
    )
    assert "ix_movies_title_words" in "\n".join(row[0] for row in await cursor.fetchall())
