"""What a lesser record brings: ratings, credits of people with ids, names of those without; twice, the same rows."""

from dataclasses import replace

from psycopg import AsyncConnection

from cinegraph.domain.movies import Candidate, Facts, Rating
from cinegraph.domain.people import Credit
from cinegraph.store import merges, movies
from tests.conftest import count
from tests.rows import dump
from tests.store.test_movies import ASKED, BARBIE, stub

TOLD = Candidate(
    source="omdb",
    source_id="tt1517268",
    title="Barbie",
    year=2023,
    imdb_id="tt1517268",
    letterboxd_id="barbie",
    facts=Facts(runtime=114, box_office=636238421, rated="PG-13", awards="Won 1 Oscar."),
    credits=(
        Credit("Greta Gerwig", "crew", "director-0", department="Directing", job="Director"),
        Credit("Margot Robbie", "cast", "cast-0", department="Acting", billing=0),
        Credit("Ryan Gosling", "cast", "cast-1", department="Acting", billing=1),
    ),
    genres=("Comedy",),
    ratings=(Rating("imdb", 6.8, 600_000), Rating("metacritic", 80.0)),
)


async def test_a_lesser_record_makes_a_minimal_film(conn: AsyncConnection) -> None:
    movie = await stub(conn)
    await movies.save_found(conn, movie, TOLD, ASKED)
    first = await dump(conn)
    (film,) = first["movies"]
    assert film[6]["omdb"] == {
        "runtime": 114,
        "box_office": 636238421,
        "rated": "PG-13",
        "awards": "Won 1 Oscar.",
        "directors": ["Greta Gerwig"],
        "cast": ["Margot Robbie", "Ryan Gosling"],
    }
    assert first["genres"] == [("tt1517268", "Comedy")]
    assert film[7:9] == ("minimal", True)
    assert first["ratings"] == [
        ("tt1517268", "omdb", "imdb", 6.8, 600_000),
        ("tt1517268", "omdb", "metacritic", 80.0, None),
    ]
    assert (first["people"], first["credits"]) == ([], []), "a name alone does not say who it is"
    await movies.save_found(conn, movie, TOLD, ASKED)
    assert await dump(conn) == first
    assert await count(conn, "select count(*) from movies where letterboxd_id = 'barbie'") == 1


async def test_ratings_become_those_that_are_told(conn: AsyncConnection) -> None:
    movie = await stub(conn)
    await movies.save_found(conn, movie, TOLD, ASKED)
    other = replace(TOLD, source="imdb_datasets", ratings=(Rating("imdb", 6.9, 610_000),))
    await movies.save_found(conn, movie, other, ASKED)
    await movies.save_found(conn, movie, replace(TOLD, ratings=(Rating("imdb", 6.7, 620_000),)), ASKED)
    await movies.save_found(conn, movie, replace(TOLD, ratings=()), ASKED)
    assert [row[1:] for row in (await dump(conn))["ratings"]] == [
        ("imdb_datasets", "imdb", 6.9, 610_000),
        ("omdb", "imdb", 6.7, 620_000),
    ]


async def test_ratings_of_a_full_record_are_kept_too(conn: AsyncConnection) -> None:
    movie = await stub(conn)
    await movies.save_found(conn, movie, replace(BARBIE, ratings=(Rating("imdb", 6.8, 1),)), ASKED)
    assert [row[1:] for row in (await dump(conn))["ratings"]] == [("tmdb", "imdb", 6.8, 1)]


async def test_people_with_an_imdb_id_are_credited(conn: AsyncConnection) -> None:
    """A minimal record's director is the person whom the ceremony named, and not another row."""
    movie = await stub(conn)
    await conn.execute("insert into people (name, imdb_id) values ('Greta Gerwig', 'nm1950086')")
    director = Credit(
        "Greta Gerwig", "crew", "Q1-director", imdb_id="nm1950086", department="Directing", job="Director"
    )
    told = replace(TOLD, source="wikidata", credits=(director, replace(director, name="B", imdb_id=None)))
    for _ in range(2):
        await movies.save_found(conn, movie, told, ASKED)
        rows = await dump(conn)
        assert rows["people"] == [("nm1950086", None, "Greta Gerwig", None)]
        assert [row[1:5] for row in rows["credits"]] == [("Greta Gerwig", "crew", "Directing", "Director")]
        assert rows["movies"][0][6]["wikidata"]["directors"] == ["B"]


async def test_a_full_film_is_not_made_less(conn: AsyncConnection) -> None:
    """A stub without an id turns out to be a film that is full; the record that tells so is a lesser one."""
    full, nameless = await stub(conn), await stub(conn, "Barbie", None)
    await movies.save_found(conn, full, BARBIE, ASKED)
    lesser = replace(TOLD, title="barbie")
    assert await movies.row_of(conn, nameless, lesser) == full
    await merges.join_movies(conn, full, nameless, "cinegraph", "one film")
    await movies.save_found(conn, full, lesser, ASKED)
    rows = await dump(conn)
    (film,) = rows["movies"]
    assert (film[2], film[7:9]) == ("Barbie", ("full", False))
    assert set(film[6]) == {"tmdb", "omdb"}
    assert len(rows["credits"]) == 3
    assert len(rows["ratings"]) == 2


async def test_two_rows_of_one_film_join_their_ratings(conn: AsyncConnection) -> None:
    keep, drop = await stub(conn), await stub(conn, "Barbie", None)
    await movies.save_found(conn, keep, replace(TOLD, ratings=TOLD.ratings[:1]), ASKED)
    await conn.execute(
        """
        insert into movie_ratings (movie_id, source, rating_source, value)
        values (%(drop)s, 'omdb', 'imdb', 1), (%(drop)s, 'omdb', 'metacritic', 80)
        """,
        {"drop": drop},
    )
    await merges.join_movies(conn, keep, drop, "cinegraph", "one film")
    assert [row[2:4] for row in (await dump(conn))["ratings"]] == [("imdb", 6.8), ("metacritic", 80.0)]
    assert await count(conn, "select count(*) from movies") == 1
