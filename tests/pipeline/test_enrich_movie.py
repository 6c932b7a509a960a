"""Ratings are asked for once, paid for once, saved with who told them and when, and never in another's place."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from psycopg import AsyncConnection

from cinegraph.domain.movies import Candidate, Facts, MovieRef, Rating
from cinegraph.fetch.http import about
from cinegraph.offline.faults import Faults, parse_plan
from cinegraph.pipeline.context import Context, PutOff, Ratings, Refused
from cinegraph.pipeline.enrich_movie import enrich_movie
from cinegraph.pipeline.resolve_movie import resolve_movie
from cinegraph.sources.base import TryLater
from cinegraph.store import film_marks, movies
from cinegraph.store.film_marks import GRAPH
from tests.conftest import Program
from tests.pipeline.rating import OPPENHEIMER, asked, film, jobs, ratings, told
from tests.pipeline.shelf import Shelf, asking, value
from tests.pipeline.shelf import film as record

RATED = [
    ("omdb", "imdb", 5.1, 99_776),
    ("omdb", "metacritic", 82.0, None),
    ("omdb", "rotten_tomatoes", 41.0, None),
]
"""What the offline OMDb says of Oppenheimer."""


def rated_by(context: Context, shelf: Shelf) -> Context:
    """The same, with another catalogue asked for ratings."""
    assert context.ratings is not None
    return replace(context, ratings=Ratings(shelf, context.ratings.policy))


async def test_each_rating_is_a_row_with_who_told_it_and_when(
    program: Program, conn: AsyncConnection
) -> None:
    async with program(omdb_ratings=True) as built:
        movie = await film(conn)
        began = datetime.now(UTC)
        await enrich_movie(built.context, movie, import_id=7)
        assert await ratings(conn) == RATED
        facts = "select array_agg(concat_ws(' ', fact, usd, words, source) order by fact) from movie_facts"
        assert await value(conn, facts) == [
            "awards 17 wins & 48 nominations omdb",
            "box_office 569764712 omdb",
            "content_rating PG-13 omdb",
        ]
        times = "select least(min(r.told_at), min(f.told_at)) from movie_ratings r, movie_facts f"
        assert await value(conn, times) > began
        assert await value(
            conn, "select found, told_at > inserted_at - interval '1 s' from movie_records"
        ) == (
            True,
            True,
        )
        call = "select metadata -> 'import_id', metadata ->> 'purpose', metadata -> 'cost_usd' from api_lookup_metrics"
        assert await value(conn, call) == (7, "ratings", 0.001)
        assert (await film_marks.seen(conn, GRAPH)).movie_ids == [movie], "its rating is the graph's too"
        await enrich_movie(built.context, movie)
        assert await asked(conn) == 1, "they are young enough"
        await enrich_movie(built.context, movie, afresh=datetime.now(UTC))
        assert await asked(conn) == 2, "a person wants to know now"
        assert await ratings(conn) == RATED


async def test_tmdbs_votes_stand_beside_imdbs(program: Program, conn: AsyncConnection) -> None:
    async with program(omdb_ratings=True) as built:
        movie = await film(conn)
        tmdb = record(
            1, "Oppenheimer", 2023, source="tmdb", imdb_id=OPPENHEIMER, ratings=(Rating("tmdb", 6.9, 9000),)
        )
        await movies.save_found(conn, movie, tmdb, ["tmdb"])
        await conn.commit()
        await enrich_movie(built.context, movie)
        await movies.save_found(conn, movie, tmdb, ["tmdb"])
        await conn.commit()
        assert await ratings(conn) == [*RATED, ("tmdb", "tmdb", 6.9, 9000)]


async def test_no_answer_changes_nothing_and_puts_the_job_off(
    program: Program, conn: AsyncConnection, outside: Faults
) -> None:
    async with program(omdb_ratings=True, http_attempts=1) as built:
        movie = await film(conn)
        for plan, ending in (("omdb:500", PutOff), ("omdb:wrong-key", Refused), ("omdb:quota", PutOff)):
            outside.plan = parse_plan(plan)
            with pytest.raises(ending) as raised:
                await enrich_movie(built.context, movie)
        assert isinstance(raised.value, PutOff)
        assert raised.value.until is not None
        assert raised.value.until > datetime.now(UTC), "when the quota renews"
        calls = await asked(conn)
        outside.plan = []
        with pytest.raises(PutOff):
            await enrich_movie(built.context, movie)
        assert await asked(conn) == calls, "a spent quota is not asked against"
        assert (await ratings(conn), await value(conn, "select count(*) from movie_records")) == ([], 0)


async def test_a_spent_budget_asks_nobody(program: Program, conn: AsyncConnection) -> None:
    async with program(omdb_ratings=True, budgets={"omdb": {"day_usd": Decimal("0.0005")}}) as built:
        movie = await film(conn)
        with pytest.raises(PutOff, match="budget"):
            await enrich_movie(built.context, movie)
        assert await asked(conn) == 0


async def test_a_film_that_is_not_there_is_not_asked_for_again_at_once(
    program: Program, conn: AsyncConnection
) -> None:
    async with program(omdb_ratings=True) as built:
        movie = await film(conn, "tt9999999", "Nobody's")
        for _ in range(2):
            await enrich_movie(built.context, movie)
        assert await asked(conn) == 1
        assert await value(conn, "select found, told_at is not null from movie_records") == (False, True)


async def test_what_is_told_of_another_film_is_not_believed(program: Program, conn: AsyncConnection) -> None:
    async with program(omdb_ratings=True) as built:
        movie = await film(conn)
        other = record(
            2, "Oppenheimer", 2023, source="omdb", complete=False, ratings=(Rating("imdb", 1.0, 1),)
        )
        shelf = Shelf(name="omdb")
        shelf.films = [replace(other, imdb_id=OPPENHEIMER)]
        found = shelf.films[0]
        shelf.by_id = lambda _: _later(replace(found, imdb_id="tt0000002"))  # type: ignore[method-assign, assignment]
        await enrich_movie(rated_by(built.context, shelf), movie)
        assert await ratings(conn) == []
        assert await value(conn, "select found from movie_records") is False


async def _later(found: Candidate) -> Candidate:
    return found


async def test_what_a_lookup_has_learnt_is_not_asked_again(program: Program, conn: AsyncConnection) -> None:
    """OMDb as a catalogue tells ratings with the film: the remembered answer is good, and keeps its date."""
    async with program(omdb_ratings=True, omdb=True) as built:
        with about():
            await built.context.sources[-1].by_id(MovieRef("Oppenheimer", imdb_id=OPPENHEIMER))
        await conn.execute("update lookup_answers set inserted_at = now() - interval '3 days'")
        await conn.commit()
        movie = await film(conn, year=datetime.now(UTC).year)
        await enrich_movie(built.context, movie)
        assert await asked(conn) == 1
        age = await value(conn, "select now() - min(told_at) from movie_ratings")
        assert timedelta(days=2.9) < age < timedelta(days=3.1)
        await conn.execute("update lookup_answers set inserted_at = now() - interval '8 days'")
        await told(conn, movie, 8)
        await enrich_movie(built.context, movie)
        assert await asked(conn) == 2, "too old for its ratings, although it is remembered"
        assert await value(conn, "select now() - min(told_at) < interval '1 hour' from movie_ratings")


async def test_a_found_film_is_rated_by_the_import_that_asked(
    program: Program, conn: AsyncConnection
) -> None:
    """A user's import waits for it, a sweep's film has a sweep's priority; basics that are kept meanwhile are rated
    too, and bring their pairs."""
    async with program(omdb_ratings=True) as built:
        full = Shelf(record(1, "A", 2000), record(2, "B", 2000))
        basics = Shelf(
            record(3, "C", 2000, source="basics", complete=False, tmdb_id=None, facts=Facts(runtime=90)),
            name="basics",
            full=False,
        )
        context = asking(built, full, basics).context
        numbers = [await film(conn, f"tt000000{n}", title, None, "stub") for n, title in enumerate("ABC", 1)]
        await resolve_movie(context, numbers[0], 5)
        await resolve_movie(context, numbers[1], None)
        full.fails = TryLater("down")
        with pytest.raises(PutOff):
            await resolve_movie(context, numbers[2], 5)
        assert await jobs(conn, "enrich_movie") == [
            (numbers[0], 10, "todo"),
            (numbers[1], 0, "todo"),
            (numbers[2], 10, "todo"),
        ]
        assert (await film_marks.seen(conn, GRAPH)).movie_ids == numbers
        built_off = replace(context, ratings=None)
        await enrich_movie(built_off, numbers[0])
        assert await asked(conn) == 0
