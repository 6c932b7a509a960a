"""What an import pays, remembers and keeps for critical films; what is rescued; who is alerted."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from psycopg import AsyncConnection

from cinegraph import app
from cinegraph.app import Cinegraph
from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.lookup.chain import Found, NotFound
from cinegraph.offline.faults import Faults, parse_plan
from cinegraph.pipeline.context import PutOff, Refused
from cinegraph.pipeline.look_up import look_up
from cinegraph.pipeline.manage_jobs import retry_job
from cinegraph.pipeline.mark_critical import mark_critical
from cinegraph.pipeline.report_sources import report_sources
from cinegraph.pipeline.rescue import rescue
from cinegraph.pipeline.resolve_movie import resolve_movie
from cinegraph.settings import CATALOGUES, SITES, ConfigurationError
from cinegraph.store import budgets, merges
from tests.conftest import Program, count
from tests.lookup.test_memory import Catalogue
from tests.pipeline.importing import Work, imported

UNKNOWN, KNOWN = "tt28058015", "tt15398776"


class Dear(Catalogue):
    """A catalogue that is kept for critical films."""

    name = "imdb_title"


async def stub(conn: AsyncConnection, imdb_id: str, title: str = "Our Uniform") -> int:
    """A film that is to be looked for."""
    row = await (
        await conn.execute(
            "insert into movies (title, imdb_id) values (%s, %s) returning id", [title, imdb_id]
        )
    ).fetchone()
    await conn.commit()
    assert row is not None
    return int(row[0])


async def asked_for(conn: AsyncConnection, movie: int) -> list[str]:
    row = await (
        await conn.execute("select data_source_hierarchy from movies where id = %s", [movie])
    ).fetchone()
    await conn.commit()
    assert row is not None
    return list(row[0])


async def test_some_catalogues_are_kept_for_critical_films(program: Program, conn: AsyncConnection) -> None:
    """Left out is not asked; a film that becomes critical is asked for again at once."""
    movie = await stub(conn, UNKNOWN)
    dear = Dear(Candidate("imdb_title", UNKNOWN, "Our Uniform", imdb_id=UNKNOWN))
    async with program() as built:
        kept = frozenset({"imdb_title"})
        context = replace(built.context, sources=(*built.context.sources, dear), critical_only=kept)
        await resolve_movie(context, movie, None)
        assert (dear.asked, await asked_for(conn, movie)) == (0, ["tmdb"])
        await mark_critical(context, [UNKNOWN], critical=True)
        await resolve_movie(context, movie, None)
    assert (dear.asked, await asked_for(conn, movie)) == (1, ["tmdb", "imdb_title"])
    assert await count(conn, "select count(*) from movies where critical and import_type = 'minimal'") == 1


async def test_what_is_kept_for_critical_films_is_not_troubled_for_others(
    program: Program, conn: AsyncConnection, work: Work
) -> None:
    """Neither by a lookup by hand, nor to learn whether it accepts our key."""
    dear = Dear(Candidate("imdb_title", UNKNOWN, "Our Uniform", imdb_id=UNKNOWN))
    async with program() as built:
        kept = frozenset({"imdb_title"})
        context = replace(built.context, sources=(*built.context.sources, dear), critical_only=kept)
        await imported(Cinegraph(built.settings, context, built.jobs), work)
        assert dear.asked == 0
        ref = MovieRef(UNKNOWN, imdb_id=UNKNOWN)
        assert isinstance((await look_up(context, ref)).outcome, NotFound)
        await mark_critical(context, [UNKNOWN], critical=True)
        assert isinstance((await look_up(context, ref)).outcome, Found)


async def test_marking_is_all_or_nothing_and_outlives_a_merge(
    program: Program, conn: AsyncConnection
) -> None:
    first, second = await stub(conn, "tt1"), await stub(conn, "tt2")
    async with program() as built:
        with pytest.raises(Refused, match="tt3"):
            await mark_critical(built.context, ["tt1", "tt3"], critical=True)
        assert await count(conn, "select count(*) from movies where critical") == 0
        await mark_critical(built.context, ["tt1"], critical=True)
    await conn.rollback()
    await merges.join_movies(conn, second, first, "cinegraph", "one film")
    assert await count(conn, "select count(*) from movies where critical and imdb_id = 'tt2'") == 1


async def test_a_program_that_keeps_everything_for_critical_films_is_refused(program: Program) -> None:
    async with program(critical_only=["tmdb"]) as built:
        with pytest.raises(ConfigurationError, match="CINEGRAPH_CRITICAL_ONLY"):
            await app.refuse_what_cannot_work(built)


async def test_what_is_remembered_makes_no_call(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    """The films are forgotten, the answers are not: the same rows, and not one question about a film."""
    async with program() as built:
        first = await imported(built, work)
        asked = outside.counts["tmdb"]
        await conn.execute("update movies set import_type = 'stub', ask_again_at = null")
        await conn.commit()
        again = await imported(built, work)
        assert (again.full, again.stub, again.pending) == (first.full, first.stub, 0)
        assert outside.counts["tmdb"] == asked + 1, "the check of the key, and nothing else"
        (told, *_) = await report_sources(built.context)
        assert told["remembered"] == {"answers": 59, "hits": 59}
        await conn.execute("update movies set import_type = 'stub', ask_again_at = null")
        await conn.commit()
        await imported(built, work, refresh=True)
        assert outside.counts["tmdb"] > asked + 53, "--refresh asks anew"


async def test_a_film_whose_time_has_come_is_looked_for_and_not_remembered(
    program: Program, outside: Faults, conn: AsyncConnection
) -> None:
    movie = await stub(conn, UNKNOWN)
    async with program() as built:
        await resolve_movie(built.context, movie, None)
        asked = outside.counts["tmdb"]
        await conn.execute("update movies set ask_again_at = null")
        await conn.commit()
        await resolve_movie(built.context, movie, None)
        assert outside.counts["tmdb"] == asked
        await conn.execute("update movies set ask_again_at = now()")
        await conn.commit()
        await resolve_movie(built.context, movie, None)
        assert outside.counts["tmdb"] == 2 * asked


async def test_a_retry_asks_afresh(program: Program, conn: AsyncConnection, work: Work) -> None:
    async with program() as built:
        await imported(built, work)
        cursor = await conn.execute(
            "update procrastinate_jobs set status = 'failed' where task_name = 'resolve_movie' returning id"
        )
        (job, *_) = [number for (number,) in await cursor.fetchall()]
        await conn.commit()
        await retry_job(built.context, job)
    assert await count(conn, "select count(*) from procrastinate_jobs where args ? 'afresh'") == 1


async def test_a_spent_budget_puts_the_film_off_until_it_renews(
    program: Program, outside: Faults, conn: AsyncConnection
) -> None:
    """No answer is not nothing: the film stays what it was, and the date is known."""
    first, second = [await stub(conn, number, "A") for number in ("tt1517268", "tt15398776")]
    async with program(budgets={"tmdb": {"day_calls": 1}}) as built:
        await resolve_movie(built.context, first, None)
        with pytest.raises(PutOff) as raised:
            await resolve_movie(built.context, second, None)
        assert raised.value.until == budgets.renews("day", built.context.now().date())
        (told, *_) = await report_sources(built.context)
    assert "the budget of tmdb is spent (1 call a day)" in str(raised.value)
    assert outside.counts["tmdb"] == 1
    assert await count(conn, "select count(*) from api_lookup_metrics") == 1
    budget = told["budget"]
    assert isinstance(budget, dict)
    assert (budget["day"]["calls"], budget["day"]["limit_calls"]) == (1, 1)


async def test_rescue_settles_what_a_dead_process_left(program: Program, conn: AsyncConnection) -> None:
    """Its cost belongs to the import that it was made for: the report adds up."""
    facts = {"import_id": 7, "festival": "oscars_2024"}
    await budgets.reserve(conn, uuid4(), "omdb", Decimal("0.05"), budgets.NO_LIMITS, "x", "y", facts)
    await conn.execute(
        "insert into lookup_answers (source, question, expires_at) values ('tmdb', 'q', now())"
    )
    await conn.commit()
    async with program() as built:
        await rescue(built.context, 1.0)
        assert await count(conn, "select count(*) from reservations") == 1, "it may still be on its way"
        await rescue(replace(built.context, call_lost_after=timedelta()), 1.0)
    await conn.rollback()
    cursor = await conn.execute("select source, festival, import_id, cost_usd from lookup_calls")
    assert await cursor.fetchall() == [("omdb", "oscars_2024", 7, Decimal("0.05"))]
    assert await count(conn, "select count(*) from lookup_answers") == 0


async def test_everything_that_is_asked_has_a_name_and_a_pace(program: Program) -> None:
    """A budget can be set for all that is asked: names of sources and sites are known to the settings."""
    async with program() as built:
        names = [source.name for source in built.context.sources]
        assert names == [name for name in CATALOGUES if name in names]
        assert set(built.context.transports) <= set(SITES)
        assert [tier.name for tier in built.context.tiers] == list(CATALOGUES)


async def test_a_source_that_is_down_does_not_stop_what_is_remembered(
    program: Program, outside: Faults, conn: AsyncConnection
) -> None:
    movie = await stub(conn, KNOWN, "Oppenheimer")
    others = [await stub(conn, f"tt{n:07}", str(n)) for n in range(1, 5)]
    async with program(breaker_failures=2, http_attempts=1) as built:
        await resolve_movie(built.context, movie, None)
        await conn.execute("update movies set import_type = 'stub'")
        await conn.commit()
        outside.plan = parse_plan("tmdb:500")
        for other in others:
            with pytest.raises(PutOff):
                await resolve_movie(built.context, other, None)
        await resolve_movie(built.context, movie, None)
        (told, *_) = await report_sources(built.context)
    breaker = told["breaker"]
    assert isinstance(breaker, dict)
    assert (breaker["state"], breaker["failures"]) == ("open", 2)
    assert await count(conn, "select count(*) from movies where import_type = 'full'") == 1
