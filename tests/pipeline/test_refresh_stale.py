"""Films are asked for again: the oldest attempt first, later each time, never the same ones for ever."""

from datetime import UTC, datetime, timedelta

import pytest
from psycopg import AsyncConnection

from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.refresh_stale import refresh_stale
from cinegraph.pipeline.resolve_movie import resolve_movie
from cinegraph.pipeline.retry import retry
from cinegraph.sources.base import TryLater, Unusable
from tests.conftest import Program
from tests.pipeline.importing import Work, imported
from tests.pipeline.shelf import Shelf, asking, film, stub, value


async def age(conn: AsyncConnection, title: str, days: float) -> None:
    """The film was asked for so many days ago, once."""
    await conn.execute(
        """
        update movies set last_enrichment_attempt = now() - %s, ask_again_at = now() - %s, lookup_attempts = 1
        where title = %s
        """,
        [timedelta(days=days), timedelta(days=days - 7), title],
    )
    await conn.commit()


async def test_the_oldest_attempts_first_and_no_more_than_the_limit(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    """Lesson 24: a sweep that learns nothing goes on with others, and does not ask for the same ones for ever."""
    async with program(refresh_limit=2) as built:
        shelf = Shelf()
        asked = asking(built, shelf)
        for title, days in (("A", 9.0), ("B", 30.0), ("C", 20.0), ("D", 1.0)):
            await stub(conn, title)
            await age(conn, title, days)
        shelf.fails = TryLater("down", 3600)
        swept = await refresh_stale(asked.context)
        assert (list(swept.jobs), swept.left) == ([2, 3], 1)
        assert await value(conn, "select array_agg(distinct priority) from procrastinate_jobs") == [0]
        tried = "select array_agg(id order by id) from movies where last_enrichment_attempt > now() - interval '1 hour'"
        assert await value(conn, tried) == [2, 3], "marked before their jobs run, whatever comes of those"
        assert (await refresh_stale(asked.context)).jobs.keys() == {1}, "the first two are being asked for"
        await work(asked)
        assert sorted(shelf.asked) == ["title A", "title B", "title C"], "each once, at the same time"
        assert not (await refresh_stale(asked.context)).jobs, "their jobs were put off"
        await conn.execute("update procrastinate_jobs set status = 'failed'")
        await conn.commit()
        again = (await refresh_stale(asked.context)).jobs
        assert len(again) == 2, "tried, and nothing was learnt: due still"


async def test_each_attempt_in_vain_doubles_the_wait(program: Program, conn: AsyncConnection) -> None:
    async with program(not_found_longest_days=30) as built:
        shelf = Shelf()
        asked = asking(built, shelf).context
        movie = await stub(conn, "A")
        waits = []
        for _ in range(4):
            await conn.execute("update movies set ask_again_at = null")
            await conn.commit()
            await resolve_movie(asked, movie, None)
            again = await value(conn, "select ask_again_at from movies")
            waits.append((again - datetime.now(UTC)) / timedelta(days=1))
        assert waits == pytest.approx([7, 14, 28, 30], rel=0.11)
        shelf.films.append(film(1, "A", 2000))
        await conn.execute("update movies set ask_again_at = null, year = 2000")
        await conn.commit()
        await resolve_movie(asked, movie, None)
        assert await value(conn, "select import_type, lookup_attempts, ask_again_at from movies") == (
            "full",
            0,
            None,
        )


async def test_a_minimal_film_becomes_full_when_a_full_source_has_it(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        basics = Shelf(
            film(1, "A", 2000, source="basics", complete=False, tmdb_id=None), name="basics", full=False
        )
        full = Shelf()
        asked = asking(built, full, basics)
        movie = await stub(conn, "A", "tt0000001")
        await resolve_movie(asked.context, movie, None)
        assert await value(conn, "select import_type from movies") == "minimal"
        full.films.append(film(1, "A", 2000))
        assert not (await refresh_stale(asked.context)).jobs, "not yet: it waits a week"
        await refresh_stale(asked.context, age=timedelta(0))
        await work(asked)
        assert await value(conn, "select import_type, lookup_attempts from movies") == ("full", 0)


async def test_a_stub_of_thirty_days_goes_before_a_person_once(
    program: Program, conn: AsyncConnection
) -> None:
    async with program() as built:
        await stub(conn, "A")
        await stub(conn, "never asked for")
        await age(conn, "A", 1)
        await conn.execute("update movies set inserted_at = now() - interval '31 days'")
        await conn.commit()
        assert [(await refresh_stale(built.context)).reviews for _ in range(2)] == [1, 0]
        assert await value(
            conn, "select kind, movie_id, reason like 'a stub for 31 days%%' from reviews"
        ) == ("stub", 1, True)
        assert await value(conn, "select state from movie_states where movie_id = 1") == "stub", (
            "and is asked for still"
        )


async def test_a_doubtful_film_stays_a_stub_and_its_candidates_are_shown(
    program: Program, conn: AsyncConnection
) -> None:
    """Confidence under 0.6, or all sources failed: in the review queue, as a stub, until an answer comes."""
    async with program() as built:
        shelf = Shelf(film(1, "A", 1950))
        asked = asking(built, shelf).context
        movie = await stub(conn, "A")
        shelf.fails = Unusable("the key is refused")
        for wrong in ("the key is refused", "the key is still refused"):
            shelf.fails = Unusable(wrong)
            with pytest.raises(Refused, match=wrong):
                await resolve_movie(asked, movie, None)
        assert await value(conn, "select kind, reason from reviews") == (
            "unanswered",
            "the key is still refused",
        )
        shelf.fails = None
        await resolve_movie(asked, movie, None)
        assert await value(conn, "select kind, state, jsonb_array_length(candidates) from reviews") == (
            "doubtful",
            "open",
            1,
        )
        assert await value(conn, "select state from movie_states") == "stub"
        shelf.films.clear()
        await conn.execute("update movies set ask_again_at = null")
        await conn.commit()
        await resolve_movie(asked, movie, None)
        assert await value(conn, "select state, decided_by from reviews") == ("decided", "cinegraph")


async def test_retry_asks_now_and_only_once(program: Program, work: Work, conn: AsyncConnection) -> None:
    async with program() as built:
        shelf = Shelf()
        asked = asking(built, shelf)
        movie = await stub(conn, "A")
        await resolve_movie(asked.context, movie, None)
        shelf.asked.clear()
        first = await retry(asked.context, failed=False, stubs=True, minimal=True, import_id=None)
        again = await retry(asked.context, failed=False, stubs=True, minimal=True, import_id=None)
        assert (first.films, first.jobs, first.failed) == ((movie,), again.jobs, 0)
        await work(asked)
        assert shelf.asked == ["title A"]


async def test_films_that_nobody_was_to_be_asked_about_are_left_alone(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        await imported(built, work, lookup=False)
        assert not (await refresh_stale(built.context)).jobs
