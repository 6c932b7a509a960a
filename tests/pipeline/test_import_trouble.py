"""An outside world that fails: nothing is stored half, and nobody who did not answer counts as "not found"."""

from datetime import UTC, datetime

import pytest
from psycopg import AsyncConnection

from cinegraph.offline.faults import Faults, parse_plan
from cinegraph.pipeline.report import report
from cinegraph.sources.base import Unusable
from tests.conftest import Program, count
from tests.pipeline.importing import Work, imported, offline_pages, with_source
from tests.rows import dump

NOTHING_STORED = [
    ("tmdb:wrong-key", "refuses the key"),
    ("oscars:challenge,imdb:challenge", "challenge"),
    ("oscars:gone,imdb:gone", "no such page"),
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


@pytest.mark.parametrize("plan", ["oscars:500,imdb:500", "oscars:429=900,imdb:challenge"])
async def test_a_busy_site_is_asked_later(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection, plan: str
) -> None:
    """No page could be read, and one might be another time: nothing is stored, and the import waits."""
    outside.plan = parse_plan(plan)
    async with program() as built:
        told = await imported(built, work)
        assert (told.state, report(told)["state"], told.seen) == ("queued", "waiting", 0)
        assert "could not be read: status " in (told.error or "")
        assert told.next_due is not None
        assert told.next_due > datetime.now(UTC)
        for table in ("festival_ceremonies", "festival_nominations", "movies", "people", "pages", "world"):
            assert await count(conn, f"select count(*) from {table}") == 0, table
        await conn.rollback()
        outside.plan = []
        again = await imported(built, work)
    assert (again.import_id, again.state, again.stored, again.error) == (
        told.import_id,
        "finished",
        120,
        None,
    )


async def test_a_catalogue_that_cannot_be_asked_fails_before_a_page_is_fetched(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    async def refuses() -> None:
        raise Unusable("nothing at this address speaks as TMDb does")

    async with program() as built:
        told = await imported(with_source(built, check=refuses), work)
    assert (told.state, told.error) == ("failed", "nothing at this address speaks as TMDb does")
    assert outside.counts == {}
    assert await count(conn, "select count(*) from job_errors") == 1


async def test_catalogues_are_asked_while_no_row_is_held(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    """Who hangs for a minute keeps nobody waiting: neither for a new ceremony nor for one that is known."""
    seen: list[int] = []

    async def looks() -> None:
        seen.append(
            await count(
                conn,
                "select count(*) from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database()"
                " where l.mode in ('RowShareLock', 'RowExclusiveLock') and l.pid <> pg_backend_pid() and l.relation in"
                " ('movies'::regclass, 'imports'::regclass, 'festival_ceremonies'::regclass, 'pages'::regclass)",
            )
        )
        await conn.rollback()

    async with program() as built:
        watched = with_source(built, check=looks)
        await imported(watched, work)
        await conn.execute("update movies set import_type = 'stub' where imdb_id = 'tt15398776'")
        await conn.commit()
        told = await imported(watched, work)
    assert seen == [0, 0]
    assert (told.state, told.full, told.calls) == ("finished", 50, {"tmdb": 1}), "the film is remembered"


async def test_a_key_refused_for_a_known_ceremony_changes_nothing(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    async with program() as built:
        page = (await offline_pages(outside))["academy"]
        await imported(built, work, page, lookup=False)
        before = await dump(conn)
        await conn.rollback()
        outside.plan = parse_plan("tmdb:wrong-key")
        told = await imported(built, work, *(await offline_pages(outside)).values())
    assert (told.state, told.seen) == ("failed", 0)
    assert await dump(conn) == before


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
