"""An outside world that fails: nothing is stored half, and nobody who did not answer counts as "not found"."""

import pytest
from psycopg import AsyncConnection

from cinegraph.offline.faults import Faults, parse_plan
from tests.conftest import Program, count
from tests.pipeline.importing import Work, imported

NOTHING_STORED = [
    ("tmdb:wrong-key", "refuses the key"),
    ("oscars:challenge,imdb:challenge", "challenge"),
    ("oscars:gone,imdb:gone", "no such page"),
    ("oscars:500,imdb:500", "status 500"),
    ("oscars:truncated,imdb:truncated", "closing </html>"),
]


@pytest.mark.parametrize(("plan", "reason"), NOTHING_STORED, ids=[p for p, _ in NOTHING_STORED])
async def test_what_fails_stores_nothing(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection, plan: str, reason: str
) -> None:
    """Lesson 25: an import that found nothing has failed, and says so."""
    outside.plan = parse_plan(plan)
    async with program() as built:
        told = await imported(built, work)
    assert told.state == "failed"
    assert reason in (told.error or "")
    for table in ("festival_ceremonies", "festival_nominations", "movies", "people", "pages", "world"):
        assert await count(conn, f"select count(*) from {table}") == 0, table


async def test_one_site_that_refuses_is_a_warning(program: Program, work: Work, outside: Faults) -> None:
    outside.plan = parse_plan("imdb:challenge")
    async with program() as built:
        told = await imported(built, work)
    assert (told.state, told.stored) == ("finished", 120)
    assert any("IMDb's event page could not be read" in line for line in told.warnings)


async def test_catalogues_that_are_down_are_asked_later(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    """Store first: everything is there; every film waits, and none is a stub that "was not found"."""
    outside.plan = parse_plan("tmdb:500")
    async with program() as built:
        told = await imported(built, work)
        assert (told.state, told.stored, told.pending, told.stub) == ("resolving", 120, 53, 0)
        assert "TMDb did not answer" in (told.put_off or "")
        assert (
            await count(
                conn, "select count(*) from procrastinate_jobs where status = 'todo' and scheduled_at > now()"
            )
            == 53
        )
        await conn.rollback()
        outside.plan = []
        again = await imported(built, work)
    assert again.import_id == told.import_id, "the same import goes on"
    assert (again.state, again.full, again.stub) == ("finished", 50, 3)


@pytest.mark.parametrize("plan", ["tmdb:500@0.5", "tmdb:truncated@0.5", "tmdb:429=900@0.3"])
async def test_a_shaky_catalogue_never_makes_a_stub(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection, plan: str
) -> None:
    """Rule 4. What got no answer is pending; only the three that TMDb lacks may be stubs."""
    async with program() as built:
        outside.plan = parse_plan(plan)
        told = await imported(built, work)
        if told.state == "failed":
            pytest.fail(f"the import failed: {told.error}")
        lacking = await (
            await conn.execute("select imdb_id from movies where ask_again_at is not null order by 1")
        ).fetchall()
        await conn.rollback()
        assert {i for (i,) in lacking} <= {"tt20862526", "tt28058015", "tt29361805"}
        assert told.full + told.stub + told.pending == 53
        outside.plan = []
        for _ in range(3):
            again = await imported(built, work)
    assert (again.full, again.stub, again.pending) == (50, 3, 0)
