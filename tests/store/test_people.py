"""People who are credited: one row each, by TMDb's number, by IMDb's id, and when the two turn out to be one."""

from dataclasses import replace

from psycopg import AsyncConnection

from cinegraph.domain.movies import Candidate
from cinegraph.domain.people import Credit
from cinegraph.store import merges, movies, people
from tests.conftest import count
from tests.rows import dump
from tests.store.test_movies import BARBIE, stub

MINIMAL = Candidate(
    source="imdb_datasets",
    source_id="tt1517268",
    title="Barbie",
    year=2023,
    imdb_id="tt1517268",
    credits=(
        Credit("Greta Gerwig", "crew", "nm2/director", imdb_id="nm2", department="Directing", job="Director"),
        Credit("Margot Robbie", "cast", "nm1/cast/1", imdb_id="nm1", character="Barbie", billing=0),
        Credit("Somebody", "cast", "x", billing=1),
    ),
    genres=("Comedy",),
)
ASKED = ("tmdb", "imdb_datasets")


async def rows(conn: AsyncConnection) -> list[tuple[int | None, str | None, str]]:
    cursor = await conn.execute("select tmdb_id, imdb_id, name from people order by tmdb_id, imdb_id, name")
    return await cursor.fetchall()


async def test_a_minimal_film_has_its_people_and_twice_the_same(conn: AsyncConnection) -> None:
    movie = await stub(conn)
    await movies.save_found(conn, movie, MINIMAL, ASKED)
    first = await dump(conn)
    assert await rows(conn) == [(None, "nm1", "Margot Robbie"), (None, "nm2", "Greta Gerwig")]
    assert [(c[1], c[4], c[5], c[6]) for c in first["credits"]] == [
        ("Margot Robbie", "", "Barbie", 0),
        ("Greta Gerwig", "Director", "", None),
    ]
    assert (first["movies"][0][7:9], first["genres"]) == (("minimal", True), [("tt1517268", "Comedy")])
    await movies.save_found(conn, movie, MINIMAL, ASKED)
    assert await dump(conn) == first


async def test_people_of_a_page_are_found_again(conn: AsyncConnection) -> None:
    await conn.execute("insert into people (imdb_id, name) values ('nm2', 'Greta Celeste Gerwig')")
    await movies.save_found(conn, await stub(conn), MINIMAL, ASKED)
    assert (None, "nm2", "Greta Celeste Gerwig") in await rows(conn)
    assert await count(conn, "select count(*) from people") == 2


async def test_the_full_record_takes_the_place_of_the_minimal_ones_credits(conn: AsyncConnection) -> None:
    movie = await stub(conn)
    await movies.save_found(conn, movie, MINIMAL, ASKED)
    await movies.save_found(conn, movie, BARBIE, ("tmdb",))
    assert {c[7] for c in (await dump(conn))["credits"]} == {"c1", "c2", "c3"}


async def test_a_full_film_stays_full_when_a_minimal_record_names_it_again(conn: AsyncConnection) -> None:
    known, nameless = await stub(conn), await stub(conn, "Barbie!", None)
    await movies.save_found(conn, known, BARBIE, ("tmdb",))
    before = (await dump(conn))["credits"]
    lesser = replace(MINIMAL, title="Barbara")
    assert await movies.row_of(conn, nameless, lesser) == known
    await merges.join_movies(conn, known, nameless, "cinegraph", "one film")
    await movies.save_found(conn, known, lesser, ASKED)
    after = await dump(conn)
    assert (after["credits"], after["movies"][0][2], after["movies"][0][7]) == (before, "Barbie", "full")


async def test_what_a_minimal_record_does_not_speak_of_stays(conn: AsyncConnection) -> None:
    movie = await stub(conn)
    await movies.save_found(conn, movie, MINIMAL, ASKED)
    await movies.save_found(conn, movie, replace(MINIMAL, source="wikidata", credits=(), genres=()), ASKED)
    left = await dump(conn)
    assert (len(left["credits"]), len(left["genres"])) == (2, 1)


def told(tmdb_id: int, imdb_id: str) -> Credit:
    return Credit("Greta Gerwig", "crew", "k", tmdb_id=tmdb_id, imdb_id=imdb_id, job="Director")


async def test_someone_known_by_both_ids_is_one_row(conn: AsyncConnection) -> None:
    """Each id had a row of its own, one of them with a credit: they are joined, and nothing is lost."""
    movie = await stub(conn)
    await movies.save_found(conn, movie, MINIMAL, ASKED)
    await people.save(conn, [Credit("Greta Gerwig", "crew", "c", tmdb_id=2)])
    for _ in range(2):
        await people.save(conn, [told(2, "nm2")])
        assert await rows(conn) == [(2, "nm2", "Greta Gerwig"), (None, "nm1", "Margot Robbie")]
    assert len((await dump(conn))["credits"]) == 2


async def test_an_id_that_is_new_is_added_to_the_row_with_the_number(conn: AsyncConnection) -> None:
    await people.save(conn, [told(2, "nm2")])
    assert await rows(conn) == [(2, "nm2", "Greta Gerwig")]


async def test_ids_that_contradict_each_other_stay_apart(conn: AsyncConnection) -> None:
    await people.save(conn, [told(2, "nm2")])
    await people.save(conn, [told(3, "nm2"), told(2, "nm9")])
    assert await rows(conn) == [(2, "nm2", "Greta Gerwig"), (3, None, "Greta Gerwig")]
