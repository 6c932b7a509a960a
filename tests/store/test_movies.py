"""Films: what an answer makes of a row, twice; and two rows that are one film."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from psycopg import AsyncConnection

from cinegraph.domain.movies import Candidate, Facts, Image, Video
from cinegraph.domain.people import Credit
from cinegraph.store import import_films, merges, movies, reviews
from tests.conftest import count
from tests.rows import dump

BARBIE = Candidate(
    source="tmdb",
    source_id="346698",
    title="Barbie",
    year=2023,
    imdb_id="tt1517268",
    tmdb_id=346698,
    wikidata_id="Q1",
    complete=True,
    facts=Facts(runtime=114, release_date=date(2023, 7, 19), alternative_titles=("Barbie: The Movie",)),
    credits=(
        Credit("Margot Robbie", "cast", "c1", tmdb_id=1, character="Barbie", billing=0, known_for="Acting"),
        Credit("Greta Gerwig", "crew", "c2", tmdb_id=2, department="Directing", job="Director"),
        Credit("Greta Gerwig", "crew", "c3", tmdb_id=2, department="Writing", job="Writer"),
    ),
    genres=("Comedy", "Fantasy"),
    keywords=("doll",),
    images=(Image("poster", "/p.jpg", 2000, 3000, "en", 5.5),),
    videos=(Video("YouTube", "k", "Trailer", "Trailer", official=True),),
)
ASKED = ("tmdb",)


async def stub(conn: AsyncConnection, title: str = "Barbie", imdb_id: str | None = "tt1517268") -> int:
    row = await (
        await conn.execute(
            "insert into movies (title, imdb_id) values (%s, %s) returning id", [title, imdb_id]
        )
    ).fetchone()
    assert row is not None
    return int(row[0])


async def test_a_stub_becomes_full_and_stays_so(conn: AsyncConnection) -> None:
    movie = await stub(conn)
    await movies.save_found(conn, movie, BARBIE, ASKED)
    first = await dump(conn)
    (film,) = first["movies"]
    assert film[:4] == ("tt1517268", 346698, "Barbie", None)
    assert film[6]["tmdb"]["release_date"] == "2023-07-19"
    assert film[7:10] == ("full", False, ["tmdb"])
    assert [len(first[k]) for k in ("credits", "people", "genres", "images")] == [3, 2, 2, 1]
    await movies.save_found(conn, movie, BARBIE, ASKED)
    assert await dump(conn) == first


async def test_what_the_record_no_longer_has_goes(conn: AsyncConnection) -> None:
    movie = await stub(conn)
    await movies.save_found(conn, movie, BARBIE, ASKED)
    poorer = replace(
        BARBIE, credits=BARBIE.credits[:1], genres=("Comedy",), keywords=(), images=(), videos=()
    )
    await movies.save_found(conn, movie, poorer, ASKED)
    left = [
        await count(conn, f"select count(*) from movie_{t}")
        for t in ("credits", "genres", "keywords", "images", "videos")
    ]
    assert left == [1, 1, 0, 0, 0]


async def test_television_is_minimal_and_gets_no_film_number(conn: AsyncConnection) -> None:
    movie = await stub(conn, "Fargo", "tt2802850")
    series = Candidate("tmdb", "tv/60622", "Fargo", year=2014, kind="tv", imdb_id="tt2802850")
    await movies.save_found(conn, movie, series, ASKED)
    row = await (
        await conn.execute("select tmdb_id, import_type, kind, needs_enrichment, details from movies")
    ).fetchone()
    assert row == (None, "minimal", "tv", True, {"tmdb": {"source_id": "tv/60622"}})


async def test_a_film_found_twice_is_one_row(conn: AsyncConnection) -> None:
    """A stub without an id turns out to be a film that is here: its row is that one."""
    known, nameless = await stub(conn), await stub(conn, "Barbie", None)
    await movies.save_found(conn, known, BARBIE, ASKED)
    assert await movies.row_of(conn, nameless, BARBIE) == known
    assert await movies.row_of(conn, known, BARBIE) == known


async def test_one_number_under_two_ids_is_seen(conn: AsyncConnection) -> None:
    first, second = await stub(conn), await stub(conn, "Barbie", "tt0000002")
    await movies.save_found(conn, first, BARBIE, ASKED)
    assert await movies.clash(conn, second, replace(BARBIE, imdb_id="tt0000002")) == (first, "Barbie")
    assert await movies.clash(conn, first, BARBIE) is None


async def test_due_is_one_definition(conn: AsyncConnection) -> None:
    """Rule 8. Not full, not before a person, not asked for lately."""
    now = datetime.now(UTC)
    full, fresh, lately, long_ago, doubtful = [
        await stub(conn, t, None) for t in ("full", "fresh", "lately", "long ago", "doubt")
    ]
    await movies.save_found(conn, full, BARBIE, ASKED)
    await movies.mark_not_found(conn, lately, ASKED, now + timedelta(days=7))
    await movies.mark_not_found(conn, long_ago, ASKED, now - timedelta(days=1))
    await reviews.ask_about_movie(conn, doubtful, "why", [])
    assert await import_films.due(conn, [full, fresh, lately, long_ago, doubtful]) == [fresh, long_ago]


async def test_a_question_knows_its_years_and_people(conn: AsyncConnection) -> None:
    movie = await stub(conn)
    asked = await movies.question(conn, movie)
    assert asked is not None
    assert (asked.ref.imdb_id, asked.ref.years, asked.ref.people, asked.due) == ("tt1517268", (), (), True)
    assert await movies.question(conn, 999_999) is None


async def test_a_review_is_asked_once(conn: AsyncConnection) -> None:
    movie = await stub(conn)
    await reviews.ask_about_movie(conn, movie, "first", [])
    await reviews.ask_about_movie(conn, movie, "second", [{"title": "x"}])
    assert await reviews.open_movies(conn, 10) == [(movie, "Barbie", "second")]


async def test_a_film_that_gets_an_id_is_asked_for_anew(conn: AsyncConnection) -> None:
    """Its title found nothing, or too much; its id is another question."""
    lately, doubtful = await stub(conn, "Lately", None), await stub(conn, "Doubtful", None)
    await movies.mark_not_found(conn, lately, ASKED, datetime.now(UTC) + timedelta(days=7))
    await reviews.ask_about_movie(conn, doubtful, "two films of that name", [])
    assert await import_films.due(conn, [lately, doubtful]) == []
    await merges.adopt_movie_ids(conn, [("tt1", lately), ("tt2", doubtful)])
    assert await import_films.due(conn, [lately, doubtful]) == [lately, doubtful]
    assert await reviews.open_count(conn) == 0


async def test_people_who_are_one_are_joined(conn: AsyncConnection) -> None:
    rows = await (
        await conn.execute(
            "insert into people (name, imdb_id) values ('A', 'nm1'), ('A', null), ('B', null) returning id"
        )
    ).fetchall()
    known, nameless, other = [row[0] for row in rows]
    assert await merges.adopt_person_ids(conn, [("nm1", nameless), ("nm2", other)]) == {nameless: known}
    left = await (await conn.execute("select id, imdb_id from people order by id")).fetchall()
    assert left == [(known, "nm1"), (other, "nm2")]
