"""What a record tells beside people is a row each; twice, the same rows; and what is told no longer goes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
from psycopg import AsyncConnection

from cinegraph.domain.film_details import Collection, Company, ImageBase, Provider, Release
from cinegraph.domain.movies import Candidate, Facts
from cinegraph.store import merges, migrate, movies, whole_films
from cinegraph.store.database import Database
from cinegraph.store.film_details import KeptImageBases
from cinegraph.store.upgrade import upgrade
from tests.conftest import count
from tests.store.test_movies import ASKED, BARBIE, stub

TOLD = replace(
    BARBIE,
    facts=Facts(
        countries=("US", "GB", "US"), languages=("en",), original_language="fr", revenue=1_445_638_421
    ),
    companies=(Company("Mattel", 7, "US"), Company("LuckyChap")),
    releases=(
        Release("US", date(2023, 7, 21), "theatrical", "PG-13"),
        Release("US", date(2023, 7, 9), "premiere", "", "Los Angeles"),
    ),
    images=BARBIE.images * 2,
    videos=BARBIE.videos * 2,
    collection=Collection(5, "Barbie Collection", "/c.jpg"),
    providers=(
        Provider("US", "flatrate", "Max", 1899),
        Provider("US", "buy", "Shop"),
        Provider("US", "buy", "Shop"),
    ),
)
TABLES = ("companies", "countries", "languages", "releases", "collections", "providers", "images", "videos")


async def rows(conn: AsyncConnection) -> dict[str, list[Any]]:
    found = {}
    for name in TABLES:
        query = (
            f"select to_jsonb(t) - 'inserted_at' - 'updated_at' - 'movie_id' from movie_{name} t order by 1"
        )
        found[name] = [row for (row,) in await (await conn.execute(query.encode())).fetchall()]
    return found


async def test_each_thing_is_a_row_and_goes_when_it_is_told_no_longer(conn: AsyncConnection) -> None:
    movie = await stub(conn)
    await movies.save_found(conn, movie, TOLD, ASKED)
    first = await rows(conn)
    assert {name: len(found) for name, found in first.items()} == {
        "companies": 2, "countries": 2, "languages": 2, "releases": 2, "collections": 1, "providers": 2,
        "images": 1, "videos": 1,
    }  # fmt: skip
    assert [(one["language"], one["is_original"]) for one in first["languages"]] == [
        ("en", False),
        ("fr", True),
    ]
    assert {one["source"] for found in first.values() for one in found} == {"tmdb"}
    await movies.save_found(conn, movie, TOLD, ASKED)
    assert await rows(conn) == first
    other = replace(TOLD, companies=(Company("LuckyChap", 9),), collection=None, providers=(), releases=())
    await movies.save_found(conn, movie, other, ASKED)
    now = await rows(conn)
    assert [(one["name"], one["tmdb_id"], one["place"]) for one in now["companies"]] == [("LuckyChap", 9, 0)]
    assert now["collections"] == now["providers"] == now["releases"] == []
    assert now["countries"] == first["countries"]


async def test_a_lesser_record_takes_nothing_away(conn: AsyncConnection) -> None:
    movie = await stub(conn)
    basics = Candidate(
        "omdb", "tt1517268", "Barbie", imdb_id="tt1517268", facts=Facts(countries=("USA",), rated="PG-13")
    )
    await movies.save_found(conn, movie, basics, ASKED)
    assert (await rows(conn))["countries"] == [{"country": "USA", "place": 0, "source": "omdb"}]
    await movies.save_found(conn, movie, TOLD, ASKED)
    full = await rows(conn)
    await movies.save_found(conn, movie, basics, ASKED)
    assert await rows(conn) == full
    told = "select array_agg(source || ' ' || fact order by source) from movie_facts"
    found = await (await conn.execute(told.encode())).fetchone()
    assert found == (["omdb content_rating", "tmdb revenue"],)


async def test_an_older_answer_does_not_replace_a_newer_one(conn: AsyncConnection) -> None:
    """What is remembered from last month is saved with its own date, and only where nothing newer is."""
    movie, then = await stub(conn), datetime.now(UTC) - timedelta(days=30)
    await movies.save_found(conn, movie, replace(TOLD, told_at=then), ASKED)
    assert await count(conn, "select count(*) from movie_facts where told_at = %s", then) == 1
    await movies.save_found(conn, movie, TOLD, ASKED)
    await movies.save_found(conn, movie, replace(TOLD, facts=Facts(revenue=1), told_at=then), ASKED)
    assert await count(conn, "select usd from movie_facts where told_at > %s", then) == 1_445_638_421
    assert await count(conn, "select count(*) from movie_records where told_at > %s", then) == 1


async def test_two_rows_of_one_film_keep_what_other_catalogues_told(conn: AsyncConnection) -> None:
    keep, drop = await stub(conn), await stub(conn, "Barbie", None)
    await movies.save_found(conn, keep, TOLD, ASKED)
    basics = Candidate("omdb", "tt1517268", "Barbie", facts=Facts(awards="1 win", countries=("FR",)))
    await movies.save_found(conn, drop, basics, ASKED)
    before = await rows(conn)
    await merges.join_movies(conn, keep, drop, "cinegraph", "one film")
    film = await whole_films.get(conn, keep)
    assert film is not None
    assert [one["source"] for one in film["records"]] == ["omdb", "tmdb"]
    assert [(one["fact"], one["source"]) for one in film["facts"]] == [
        ("awards", "omdb"),
        ("revenue", "tmdb"),
    ]
    assert [one["country"] for one in film["countries"]] == ["US", "GB"]
    assert len(before["countries"]) == 3


async def test_pictures_have_an_address_where_their_source_is_known(database_url: str) -> None:
    async with Database(database_url) as database:
        base = [
            ImageBase("poster", "https://i/t/p/", ("w92", "original")),
            ImageBase("profile", "https://i/t/p/", ("w45", "original")),
        ]
        for _ in range(2):
            await KeptImageBases(database).keep("tmdb", base)
        async with database.transaction() as conn:
            movie = await stub(conn)
            robbie = replace(TOLD.credits[0], profile_path="/m.jpg")
            await movies.save_found(conn, movie, replace(TOLD, credits=(robbie,)), ASKED)
            film = await whole_films.get(conn, movie)
    assert film is not None
    assert film["cast"][0]["profile"] == "https://i/t/p/original/m.jpg"
    (poster,) = film["images"]
    assert (poster["address"], poster["sizes"]) == ("https://i/t/p/original/p.jpg", ["w92", "original"])


def test_what_older_records_told_becomes_rows(empty_database: str) -> None:
    upgrade(empty_database)
    migrate.downgrade(empty_database, "0016_graph")
    with psycopg.connect(empty_database) as connection:
        connection.execute(
            """
            insert into movies (title, import_type, details, last_enrichment_attempt) values ('A', 'full', '{
                "tmdb": {"vote_average": 7.5, "vote_count": 10, "revenue": 5, "companies": ["X", "Y"],
                    "countries": ["US"], "languages": ["en"], "original_language": "en"},
                "omdb": {"box_office": 3, "rated": "R"}}', now() - interval '9 days')
            """
        )
    upgrade(empty_database)
    with psycopg.connect(empty_database) as connection:
        found = connection.execute(
            """
            select (select array_agg(concat(source, fact, usd, words) order by source, fact) from movie_facts),
                (select array_agg(concat(source, rating_source, value, '/', votes)) from movie_ratings),
                (select array_agg(name order by place) from movie_companies),
                (select array_agg(concat(language, is_original)) from movie_languages),
                (select count(*) from movie_records where told_at < now() - interval '8 days'),
                (select count(*) from movie_countries)
            """
        ).fetchone()
    assert found == (
        ["omdbbox_office3", "omdbcontent_ratingR", "tmdbrevenue5"],
        ["tmdbtmdb7.5/10"],
        ["X", "Y"],
        ["ent"],
        2,
        1,
    )
