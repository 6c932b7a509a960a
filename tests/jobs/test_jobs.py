"""Jobs: how they end, what a person does to them, and that a killed worker's are not lost."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.jobs import Job
from psycopg import AsyncConnection

from cinegraph.app import Cinegraph, refuse_what_cannot_work
from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.jobs.endings import Endings
from cinegraph.offline.faults import Faults, parse_plan
from cinegraph.pipeline.context import ImportFailed, PutOff, Refused
from cinegraph.pipeline.manage_jobs import cancel_job, retry_job
from cinegraph.pipeline.rescue import rescue
from cinegraph.settings import ConfigurationError
from cinegraph.sources.base import Source, Strategy
from cinegraph.store import jobs
from tests.conftest import Program, count
from tests.pipeline.importing import imported
from tests.rows import dump

Work = Callable[[Cinegraph], Awaitable[None]]


def decided(wrong: BaseException, attempts: int = 0) -> float | None:
    """In how many seconds the job is tried again; None: it failed for good."""
    job = Job(
        id=1, queue="movies", lock=None, queueing_lock=None, task_name="resolve_movie", attempts=attempts
    )
    decision = Endings().get_retry_decision(exception=wrong, job=job)
    if decision is None:
        return None
    assert decision.retry_at is not None
    return (decision.retry_at - datetime.now(UTC)).total_seconds()


ENDINGS: list[tuple[BaseException, int, float | None]] = [
    (PutOff("busy", after=90.0), 0, 90),
    (PutOff("spent", until=datetime.now(UTC) + timedelta(hours=5)), 0, 5 * 3600),
    (PutOff("down"), 0, 15),
    (PutOff("down"), 2, 60),
    (PutOff("down"), 500, 3600),
    (PutOff("come back in 30 000 years", after=1e12), 0, 86_400),
    (ImportFailed("no page"), 0, None),
    (Refused("wrong key"), 0, None),
    (asyncio.CancelledError(), 0, 0),
    (ZeroDivisionError("a bug"), 0, 1),
    (ZeroDivisionError("a bug"), 5, None),
]


@pytest.mark.parametrize(("wrong", "attempts", "seconds"), ENDINGS)
def test_how_a_job_ends(wrong: BaseException, attempts: int, seconds: float | None) -> None:
    found = decided(wrong, attempts)
    assert (found is None) == (seconds is None)
    if found is not None and seconds is not None:
        assert found == pytest.approx(seconds, rel=0.12, abs=1.5)


async def one(conn: AsyncConnection, query: str) -> int:
    found = await count(conn, query)
    await conn.rollback()
    return found


async def test_what_a_job_raised_is_kept(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    outside.plan = parse_plan("tmdb:429=900@0.12")  # the check of the key gets through
    async with program() as built:
        await imported(built, work)
        number = await one(conn, "select min(id) from procrastinate_jobs where status = 'todo'")
        async with built.context.database.transaction() as own:
            job, errors = await jobs.get(own, number), await jobs.errors(own, number)
    assert job is not None
    assert (job.state, job.attempts, job.task) == ("put_off", 1, "resolve_movie")
    assert job.due is not None
    assert job.due > datetime.now(UTC) + timedelta(minutes=10)
    assert [(e.kind, e.attempt) for e in errors] == [("PutOff", 1)]
    assert "TMDb did not answer" in errors[0].error


async def test_one_job_is_retried_alone(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    async with program() as built:
        outside.plan = parse_plan("tmdb:429=900@0.12")  # the check of the key gets through
        await imported(built, work)
        waiting = await one(
            conn, "select count(*) from procrastinate_jobs where status = 'todo' and queue_name = 'movies'"
        )
        number = await one(
            conn, "select min(id) from procrastinate_jobs where status = 'todo' and queue_name = 'movies'"
        )
        outside.plan = []
        await retry_job(built.context, number)
        await work(built)
        assert (
            await one(
                conn,
                "select count(*) from procrastinate_jobs where status = 'todo' and queue_name = 'movies'",
            )
            == waiting - 1
        )
        with pytest.raises(Refused, match="succeeded"):
            await retry_job(built.context, number)
        with pytest.raises(Refused, match="no job 999999"):
            await retry_job(built.context, 999_999)


async def test_a_cancelled_job_leaves_its_film_pending(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    """The import ends incomplete, and says so; retrying the job makes it whole."""
    async with program() as built:
        outside.plan = parse_plan("tmdb:500*3")
        outside.plan[0].share = 1.0
        told = await imported(built, work)
        assert told.pending >= 1
        outside.plan = []
        left = await (
            await conn.execute("select id from procrastinate_jobs where status = 'todo' order by id")
        ).fetchall()
        await conn.rollback()
        for (number,) in left:
            await cancel_job(built.context, number)
        await work(built)
        assert await one(conn, "select count(*) from imports where state = 'incomplete'") == 1
        with pytest.raises(Refused, match="cancelled"):
            await cancel_job(built.context, left[0][0])
        for (number,) in left:
            await retry_job(built.context, number)
        await work(built)
        state = await (
            await conn.execute('select state, "full", stub, pending from import_reconciliation')
        ).fetchone()
    assert state == ("finished", 50, 3, 0)


async def test_an_import_is_cancelled_before_it_begins(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async def nothing(_: Cinegraph) -> None:
        return None

    async with program() as built:
        await imported(built, nothing)
        number = await one(conn, "select id from procrastinate_jobs")
        await cancel_job(built.context, number)
        assert await one(conn, "select count(*) from imports where state = 'cancelled'") == 1
        await retry_job(built.context, number)
        await work(built)
        assert await one(conn, "select count(*) from imports where state = 'finished'") == 1


async def test_a_bug_fails_one_job_and_not_the_import(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    """A job that keeps breaking is given up after some attempts: its film stays pending, the import incomplete."""

    async with program() as built:
        real = built.context.sources[0]
        broken = _Breaking(real, "tt15398776")
        again = Cinegraph(built.settings, replace(built.context, sources=(broken,)), built.jobs)
        await imported(again, work)
        for _ in range(6):
            await conn.execute("update procrastinate_jobs set scheduled_at = null where status = 'todo'")
            await conn.commit()
            await work(again)
        state = await (
            await conn.execute('select state, "full", stub, pending from import_reconciliation')
        ).fetchone()
        await conn.rollback()
        assert state == ("incomplete", 49, 3, 1)
        assert await one(conn, "select count(*) from procrastinate_jobs where status = 'failed'") == 1
        async with built.context.database.transaction() as own:
            assert len(await jobs.failed_for_good(own)) == 1


class _Breaking:
    """A source with a bug in one film."""

    def __init__(self, real: Source, imdb_id: str) -> None:
        self._real, self._broken = real, imdb_id
        self.name, self.price_usd, self.full = real.name, real.price_usd, real.full

    async def by_id(self, ref: MovieRef) -> Candidate | None:
        if ref.imdb_id == self._broken:
            raise ZeroDivisionError("a bug of ours")
        return await self._real.by_id(ref)

    def strategies(self, ref: MovieRef) -> tuple[Strategy, ...]:
        return self._real.strategies(ref)

    async def search(self, ref: MovieRef, strategy: Strategy) -> tuple[Candidate, ...]:
        return await self._real.search(ref, strategy)

    async def complete(self, candidate: Candidate) -> Candidate | None:
        return await self._real.complete(candidate)

    async def check(self) -> None:
        await self._real.check()


async def test_a_dead_workers_jobs_go_to_others(program: Program, work: Work, conn: AsyncConnection) -> None:
    """Its heartbeat is old, or its row is gone: the jobs wait again, and end as if nothing had happened."""
    async with program() as built:
        await imported(built, work)
        whole = await dump(conn)
        await conn.execute(
            "delete from import_movies; delete from import_nominations; delete from import_pages; delete from imports"
        )
        for table in (
            "procrastinate_events",
            "procrastinate_jobs",
            "festival_nominations",
            "collaboration_details",
            "collaborations",
            "movie_credits",
            "movie_genres",
        ):
            await conn.execute(f"delete from {table}".encode())
        for table in ("movie_images", "movies", "people", "pages", "festival_ceremonies"):
            await conn.execute(f"delete from {table}".encode())
        await conn.commit()

        async def dies(_: Cinegraph) -> None:
            await conn.execute(
                "insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour')"
            )
            await conn.execute(
                "update procrastinate_jobs set status = 'doing', worker_id = (select max(id) from procrastinate_workers)"
            )
            await conn.commit()

        await imported(built, dies)
        assert await rescue(built.context, 5.0) == 1
        assert await rescue(built.context, 5.0) == 0
        await work(built)
        assert await dump(conn) == whole


async def test_a_living_workers_jobs_are_left_alone(program: Program, conn: AsyncConnection) -> None:
    async def works(_: Cinegraph) -> None:
        await conn.execute("insert into procrastinate_workers default values")
        await conn.execute(
            "update procrastinate_jobs set status = 'doing', worker_id = (select max(id) from procrastinate_workers)"
        )
        await conn.commit()

    async with program() as built:
        await imported(built, works)
        assert await rescue(built.context, 5.0) == 0


async def test_a_queue_without_a_worker_is_refused(program: Program, conn: AsyncConnection) -> None:
    """Lesson 27: jobs were sent to a queue that nobody worked on, and waited for ever."""
    async with program() as built:
        await refuse_what_cannot_work(built)
        await conn.execute(
            "insert into procrastinate_jobs (queue_name, task_name) values ('movie_enrichment', 'x')"
        )
        await conn.commit()
        with pytest.raises(ConfigurationError, match="movie_enrichment"):
            await refuse_what_cannot_work(built)


async def test_rescues_that_are_over_do_not_pile_up(program: Program, conn: AsyncConnection) -> None:
    """One runs each minute: a year of them would bury the jobs that a person looks for."""
    await conn.execute(
        """
        insert into procrastinate_jobs (queue_name, task_name, status)
        values ('maintenance', 'rescue', 'succeeded'), ('maintenance', 'rescue', 'failed'),
            ('imports', 'import_ceremony', 'succeeded')
        """
    )
    await conn.commit()
    async with program() as built:
        await rescue(built.context, 5.0)
    left = await (
        await conn.execute("select task_name, status::text from procrastinate_jobs order by 1, 2")
    ).fetchall()
    assert left == [("import_ceremony", "succeeded"), ("rescue", "failed")]
