"""Scores follow what films are scored by: of an import, a list, a person's word; and no change is ever missed."""

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal

import pytest
from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.pipeline import key_categories
from cinegraph.pipeline.ask_for_marked import ask_for_scores
from cinegraph.pipeline.backtest_scores import backtest_scores
from cinegraph.pipeline.build_scores import build_scores
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.correct_nomination import withdraw
from cinegraph.pipeline.explain_score import explain_score
from cinegraph.pipeline.review_movie import By
from cinegraph.pipeline.score_movies import score_movies
from cinegraph.store import film_marks, movies, scores
from cinegraph.store.film_marks import SCORES
from tests.conftest import IMPORTING, Program, count, run_jobs, until_idle
from tests.pipeline.importing import Work, imported, waits_or_ends
from tests.pipeline.listing import MADE, export, listed
from tests.store.scoring import Honoured, kept, score_all, score_of, values

JOBS = "select count(*) from procrastinate_jobs where task_name = 'score_movies'"
WAITING = f"{JOBS} and status = 'todo'"


@pytest.fixture
def work() -> Work:
    """What films lead to is what these tests are about."""
    return until_idle(*IMPORTING, "collaborations")


async def settled(conn: AsyncConnection) -> bool:
    """Whether nothing waits, and every row is what scoring all films at once makes."""
    assert await count(conn, "select count(*) from score_marks") == 0
    before = await kept(conn)
    await score_all(conn)
    after = await kept(conn)
    await conn.rollback()
    return bool(before) and after == before


async def test_an_import_ends_scored_and_so_does_what_a_person_changes(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        counted = await imported(built, work)
        assert await settled(conn)
        assert 0 < await count(conn, JOBS) < counted.films
        assert (
            await count(conn, "select count(*) from movie_score_parts where part = 'recognition'")
            == counted.films
        )
        told = await explain_score(built.context, "oppenheimer", None, "default")
        points = told.parts[0].inputs and told.parts[0].inputs["points"]
        await conn.rollback()

        await listed(built, work, MADE, export("15398776", "9999901"))
        assert await settled(conn)
        told = await explain_score(built.context, "tt15398776", None, "default")
        assert [part.value is not None for part in told.parts[:2]] == [True, True]
        assert told.score is not None
        assert not told.waits
        await conn.rollback()

        one = await count(
            conn,
            "select max(n.id) from festival_nominations n join festival_nomination_films f on f.nomination_id = n.id"
            " join movies m on m.id = f.movie_id where m.title = 'Oppenheimer' and is_winner",
        )
        await conn.rollback()
        await withdraw(built.context, one, By("anna", None))
        await work(built)
        assert await settled(conn)
        fewer = (await explain_score(built.context, "tt15398776", None, "default")).parts[0].inputs
        assert fewer is not None
        assert fewer["points"] < points

        await key_categories.choose_key(built.context, "oscars", None, "Best Picture", None, "anna")
        assert await count(conn, WAITING) == 1
        await conn.rollback()
        await work(built)
        assert await settled(conn)


@pytest.fixture
async def made(conn: AsyncConnection, program: Program) -> Honoured:
    """Two films that are scored, and the weights that ship."""
    async with program():
        pass
    made = await Honoured(conn).begin(seed=False)
    for number in (1, 2):
        await made.film(number, 1950, cast=["Ann"], title=["Solaris", "Solaris Two"][number - 1])
        await made.nominated(number, 1951)
        await made.received(number, "imdb", 8.0, 5000)
    await conn.commit()
    return made


async def test_a_job_that_waits_is_enough_and_does_not_begin_too_early(
    program: Program, made: Honoured
) -> None:
    """It is held back while a transaction that counts on it is open: so its marks are seen."""
    async with program() as built:
        queue, database = built.context.queue, built.context.database
        for _ in range(2):
            async with database.transaction() as conn:
                await ask_for_scores(conn, queue)
        assert await count(made.conn, WAITING) == 1
        await made.received(1, "metacritic", 90)
        await ask_for_scores(made.conn, queue)
        await run_jobs(built, "collaborations")
        assert await count(made.conn, WAITING) == 1, "held back"
        await made.conn.commit()
        await run_jobs(built, "collaborations")
        assert (await values(made.conn))[1]["critics"] == Decimal("0.9000")
        assert await settled(made.conn)
        async with database.transaction() as conn:
            await ask_for_scores(conn, queue)
        assert await count(made.conn, JOBS) == 1, "nothing changed, nothing is asked for"


async def test_two_at_once_and_a_change_in_between(program: Program, made: Honoured) -> None:
    """Who comes second waits, and has nothing left to do; a film that changes while others are scored stays marked."""
    async with program() as built:
        async with built.context.database.transaction() as conn:
            await scores.claim(conn)
            second = asyncio.create_task(score_movies(built.context))
            await waits_or_ends(made.conn, second)
            await film_marks.drop(conn, SCORES, await film_marks.seen(conn, SCORES))
        assert await second == 0
        steps: list[tuple[int, int]] = []
        async for step in build_scores(built.context):
            if not steps:
                await made.received(2, "metacritic", 50)
                await made.conn.commit()
            steps.append((step.done, step.of))
        assert steps == [(1, 2), (2, 2)]
        assert (await film_marks.seen(made.conn, SCORES)).movie_ids == [2]
        await made.conn.rollback()
        assert await score_movies(built.context) == 1
        assert await score_movies(built.context) == 0
        assert await settled(made.conn)


async def test_who_is_at_work_on_a_film_keeps_no_other_from_being_scored(
    program: Program, made: Honoured
) -> None:
    """Nor does scoring keep a film from anybody while it waits for another. Film 2's other score follows film 1's people."""
    async with program() as built:
        await score_movies(built.context)
        for number in (1, 2):
            await made.received(number, "metacritic", 90)
        await made.conn.commit()
        async with built.context.database.transaction() as other:
            await movies.hold(other, [2], alone=True)
            scoring = asyncio.create_task(score_movies(built.context))
            await waits_or_ends(made.conn, scoring)
            assert not scoring.done()
            async with built.context.database.transaction() as third:
                await third.execute("set local lock_timeout = '5s'")
                await movies.hold(third, [1], alone=True)
                assert (await values(third))[1]["critics"] == Decimal("0.9000")
        assert await scoring == 2
        assert await settled(made.conn)


async def test_a_film_that_another_is_of_influence_for_is_scored_later_if_it_is_held(
    program: Program, made: Honoured
) -> None:
    async with program() as built:
        await score_movies(built.context)
        await made.film(5, 1960, cast=["Ann"], title="Later")
        await made.nominated(5, 1961)
        await made.conn.commit()
        async with built.context.database.transaction() as other:
            await movies.hold(other, [1], alone=True)
            assert await asyncio.wait_for(score_movies(built.context), 30) == 1
            assert (await film_marks.seen(made.conn, SCORES)).movie_ids == [1]
            assert await count(made.conn, WAITING) == 1
            await made.conn.rollback()
        await run_jobs(built, "collaborations")
        assert await settled(made.conn)


async def test_the_sweep_finds_what_nobody_asked_for(
    program: Program, made: Honoured, sweep: Callable[[Cinegraph], Awaitable[None]]
) -> None:
    async with program() as built:
        await sweep(built)
        assert await settled(made.conn)


@pytest.fixture
def sweep() -> Callable[[Cinegraph], Awaitable[None]]:
    """The job that runs every ten minutes, now; and what follows."""

    async def run(built: Cinegraph) -> None:
        await built.jobs.configure_task("sweep_marks", queue="maintenance").defer_async(timestamp=0)
        await until_idle("maintenance", "collaborations")(built)

    return run


async def test_why_there_is_no_score(program: Program, made: Honoured) -> None:
    await made.conn.execute("delete from movie_ratings where movie_id = 2")
    await made.film(3, None, title="Nothing")
    await made.film(4, 1990, title="Series", kind="tv")
    await made.conn.commit()
    async with program() as built:
        waits = await explain_score(built.context, "solaris", None, "default")
        assert (waits.waits, waits.score) == (True, None)
        await score_movies(built.context)
        told = {
            title: await explain_score(built.context, title, None, profile)
            for title, profile in (
                ("Solaris", "default"),
                ("Solaris two", "default"),
                ("nothing", "critics"),
                ("series", "critics"),
            )
        }
        assert told["Solaris"].score == Decimal("50.38")
        for title, why in (
            ("Solaris two", "only recognition of what 'default' weighs"),
            ("nothing", "no part of what 'critics' weighs"),
            ("series", "television"),
        ):
            assert why in str(told[title].why)
        assert [part.why for part in told["nothing"].parts[4:]] == ["its year is not known"] * 2
        assert told["series"].parts[5].why == "its people are not known"
        with pytest.raises(Refused, match="did you mean 'critics'"):
            await explain_score(built.context, "Solaris", None, "critic")


async def test_a_backtest_knows_neither_list_nor_canon_and_changes_nothing(
    program: Program, made: Honoured
) -> None:
    """Film 1 is on the list and better known to all but the list; what was scored is scored as before."""
    for number in (1, 2):
        await made.listed(number, "sight_sound_critics_2022")
    await made.film(3, 1950, title="Unlisted")
    await made.nominated(3, 1951, "stunts")
    await made.received(3, "imdb", 3.0, 90_000)
    await made.listed(1)
    await made.conn.commit()
    async with program() as built:
        await score_movies(built.context)
        before = await kept(made.conn), await score_of(made.conn)
        await made.conn.rollback()
        told = await backtest_scores(built.context, "own", "default", [1, 2])
        assert (told.scored, told.scored_listed, told.whole.films, told.whole.listed) == (3, 1, 3, 1)
        hits = {(one.order, one.k): round(one.hits, 3) for one in told.whole.found}
        assert hits == {
            ("score", 1): 0.5,
            ("score", 2): 1.0,  # films 1 and 2 are equal without the list and without canon
            ("votes only", 1): 0.0,
            ("votes only", 2): 0.5,
            ("festival only", 1): 0.333,
            ("festival only", 2): 0.667,
            ("random", 1): 0.333,
            ("random", 2): 0.667,
        }
        assert [(block.decade, block.listed) for block in told.decades] == [(1950, 1)]
        assert (await kept(made.conn), await score_of(made.conn)) == before
        await made.conn.rollback()
        assert await score_movies(built.context) == 0
        with pytest.raises(Refused, match="no list 'sight'"):
            await backtest_scores(built.context, "sight", "default", [1])
        with pytest.raises(Refused, match="no film of criterion is here"):
            await backtest_scores(built.context, "criterion", "default", [1])
