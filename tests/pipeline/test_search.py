"""Search: what is typed finds what is meant, and triggers keep what is searched right, whoever writes."""

import json
from typing import Any

import pytest
from psycopg import AsyncConnection

from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.search import likeness, pieces, search, typos
from tests.conftest import Program

_FILMS: list[tuple[int, str, str | None, list[str]]] = [
    (1, "The Godfather", None, ["El padrino", "Крёстный отец"]),
    (2, "Parasite", "기생충", []),
    (3, "Seven Samurai", "七人の侍", ["Die sieben Samurai"]),
    (4, "Come and See", "Иди и смотри", []),
    (5, "Amélie", "Le Fabuleux Destin d'Amélie Poulain", []),
    (6, "Spider-Man: Into the Spider-Verse", None, []),
    (7, "Se7en", None, ["Seven"]),
    (8, "…", None, []),
    (9, "Ødipussi", None, []),
    (10, "O'Brien & Söhne", None, []),
    (11, "Heat", None, []),
    (12, "Oppenheimer", None, []),
    (13, "100% Wolf", None, []),
]


async def fill(conn: AsyncConnection) -> None:
    """The films, each with its titles in the places where they are kept."""
    for number, title, original, others in _FILMS:
        details = {"tmdb": {"alternative_titles": others}} if others else {}
        await conn.execute(
            "insert into movies (id, title, original_title, details) overriding system value values (%s, %s, %s, %s)",
            [number, title, original, json.dumps(details)],
        )
    await conn.execute(
        "insert into people (name) values ('Bong Joon-ho'), ('Akira Kurosawa'), ('봉준호'), ('Zoë Kravitz')"
    )


async def test_what_is_typed_finds_what_is_meant(program: Program) -> None:
    films = {
        "godfather": 1, "the godfahter": 1, "GODFATHER, THE": 1, "god": 1, "padrino": 1, "крестный": 1, "крёстный отец": 1,
        "Parasite": 2, "parasit": 2, "parazite": 2, "기생충": 2, "기생": 2, "기생추": 2, "samurai": 3, "七人の侍": 3, "の侍": 3,
        "侍": 3, "sieben samuria": 3, "иди и смотри": 4, "смотир": 4, "amelie poulain": 5, "Amélie": 5, "spiderman": 6,
        "spider verse": 6, "into the spidr": 6, "se7en": 7, "…": 8, "odipussi": 9, "obrien and sohne": 10, "haet": 11,
        "heta": 11, "oppenhiemer": 12, "openheimr": 12, "oppenh": 12, "100% wolf": 13,
    }  # fmt: skip
    people = {"bong joon ho": "Bong Joon-ho", "kurosawa": "Akira Kurosawa", "akira kurusawa": "Akira Kurosawa",
              "봉준": "봉준호", "zoe kravits": "Zoë Kravitz"}  # fmt: skip
    nothing = ["zzzzzz", "heat heat heat nothing", "'; drop table movies --", "\\", "a & b | !c:*", "%", "🎬"]
    async with program() as built:
        async with built.context.database.transaction() as conn:
            await fill(conn)

        async def first(asked: str) -> int | None:
            found = (await search(built.context, asked, ["films"])).films
            return found[0].id if found else None

        assert {asked: await first(asked) for asked in films} == films
        assert {asked: (await search(built.context, asked)).people[0].name for asked in people} == people
        assert [asked for asked in nothing if await first(asked) is not None] == []
        assert (await search(built.context, "seven")).films[0].found_by == "Seven"
        for wrong in ("", "  ", "\0", "a" * 201):
            with pytest.raises(Refused):
                await search(built.context, wrong)


async def keys(conn: AsyncConnection) -> dict[int, list[str]]:
    """What each film is searched by, as it is written."""
    cursor = await conn.execute(
        "select movie_id, array_agg(title order by title) from movie_title_keys group by 1"
    )
    return dict(await cursor.fetchall())


async def test_whoever_writes_what_is_searched_stays_right(conn: AsyncConnection) -> None:
    async def write(query: str) -> Any:
        await conn.execute(query.encode())
        return await keys(conn)

    await fill(conn)
    assert (await keys(conn))[1] == ["El padrino", "The Godfather", "Крёстный отец"]
    assert (await write("update movies set title = 'Godfather', original_title = 'The Godfather' where id = 1"))[1] == [
        "El padrino", "Godfather", "The Godfather", "Крёстный отец",
    ]  # fmt: skip
    assert (await write("update movies set details = '{}' where id = 1"))[1] == ["Godfather", "The Godfather"]
    assert (await write("update movies set title = 'GODFATHER' where id = 1"))[1] == [
        "GODFATHER",
        "The Godfather",
    ]
    assert 1 not in await write("delete from movies where id = 1")
    words = await conn.execute(
        "select word from search_vocabulary where kind = 'person' and word like 'kur%'"
    )
    assert await words.fetchall() == [("kurosawa",)]
    await conn.execute("update people set name = 'Akira Kurasawa' where name like 'Akira%'")
    words = await conn.execute("select count(*) from search_vocabulary where word = 'kurasawa'")
    assert await words.fetchone() == (1,)


@pytest.mark.parametrize(
    ("word", "forgiven", "parts"), [("cat", 0, 1), ("heat", 1, 2), ("wizards", 1, 2), ("parasite", 2, 3)]
)
def test_a_word_is_cut_into_one_part_more_than_it_may_have_typos(
    word: str, forgiven: int, parts: int
) -> None:
    assert typos(word) == forgiven
    cut = pieces(word)
    assert len(cut) == parts
    assert all(piece for piece in cut)


def test_what_fits_better_scores_higher() -> None:
    ranked = ["the godfather", "the godfather part ii", "godfather of harlem", "my fair lady"]
    scores = [likeness("the godfather", one) for one in ranked]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 100.0
    assert likeness("parasite", "parasites") < 100.0
