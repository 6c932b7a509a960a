"""Two at once: imports, workers and people who meet at the same rows leave what one after the other would."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import cast

import pytest
from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.offline.faults import Faults
from cinegraph.pipeline.context import Queue
from cinegraph.pipeline.finish_import import finish_import, settle
from cinegraph.pipeline.import_ceremony import import_ceremony
from cinegraph.pipeline.look_for_films import look_for_films
from cinegraph.pipeline.manage_jobs import cancel_job, give_up
from cinegraph.pipeline.resolve_movie import resolve_movie
from cinegraph.store import import_films, movies
from tests.conftest import Program, count
from tests.pipeline.importing import (
    Work,
    counted,
    imported,
    nothing,
    offline_pages,
    waits_or_ends,
    works,
)
from tests.rows import dump


class _Pausing:
    """A queue that stops in the middle of a transaction, at the moment when films get their jobs."""

    def __init__(self, real: Queue) -> None:
        self._real, self.reached, self.go_on = real, asyncio.Event(), asyncio.Event()

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    async def resolve_movies(
        self,
        conn: AsyncConnection,
        import_id: int | None,
        movie_ids: Sequence[int],
        not_before: datetime | None,
        urgent: bool = True,
        afresh: bool = False,
    ) -> dict[int, int]:
        self.reached.set()
        await self.go_on.wait()
        return await self._real.resolve_movies(conn, import_id, movie_ids, not_before, urgent, afresh)


async def test_two_imports_of_one_ceremony_in_the_middle_of_each_other(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    """One has stored everything and not committed when the other comes: the same rows, each film asked for once."""
    async with program() as built:
        pages = await offline_pages(outside)
        first = await imported(built, nothing, pages["academy"], pages["imdb"])
        second = await imported(built, nothing)
        pausing = _Pausing(built.context.queue)
        slow = replace(built.context, queue=cast("Queue", pausing))
        one = asyncio.create_task(import_ceremony(slow, first.import_id))
        await pausing.reached.wait()
        other = asyncio.create_task(import_ceremony(built.context, second.import_id))
        await waits_or_ends(conn, other)
        assert not other.done()
        pausing.go_on.set()
        await asyncio.gather(one, other)
        assert await count(conn, "select count(*) from festival_nominations") == 120
        assert await count(conn, "select count(*) from movies") == 53
        films = "select count(*) from procrastinate_jobs where task_name = 'resolve_movie'"
        assert await count(conn, films) == 53, "a film that is looked for needs no second job"
        await conn.rollback()
        await asyncio.gather(work(built), work(built))
        ended = [await counted(built, number) for number in (first.import_id, second.import_id)]
        assert [(e.state, e.stored, e.full, e.pending) for e in ended] == [("finished", 120, 50, 0)] * 2
        both = await dump(conn)
        await conn.rollback()
        await imported(built, work)
    assert await dump(conn) == both


async def test_imports_and_workers_all_at_once(program: Program, work: Work, outside: Faults) -> None:
    async with program() as built:
        pages = await offline_pages(outside)
        asked = [
            (await imported(built, nothing, *given)).import_id
            for given in ((pages["academy"],), (pages["imdb"],), (pages["academy"], pages["imdb"]), ())
        ]
        await asyncio.gather(*(work(built) for _ in range(3)))
        for _ in range(2):
            await work(built)
        ended = [await counted(built, number) for number in asked]
    assert [(e.state, e.pending) for e in ended] == [("finished", 0)] * 4


async def _half_done(built: Cinegraph, outside: Faults) -> tuple[int, int]:
    """Two imports: one whose films' jobs wait, and one that has read nothing yet."""
    pages = await offline_pages(outside)
    first = await imported(built, works("imports"), pages["imdb"])
    second = await imported(built, nothing, *pages.values())
    return first.import_id, second.import_id


async def _ends(built: Cinegraph, how: str, film: int, job: int, import_id: int) -> None:
    if how == "answered":
        await resolve_movie(built.context, film, import_id)
    elif how == "gave up":
        await give_up(built.context, job, "it is broken")
    else:
        await cancel_job(built.context, job)


@pytest.mark.parametrize("end", ["answered", "gave up", "cancelled"])
async def test_nobody_begins_to_wait_for_a_job_just_while_it_ends(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection, end: str
) -> None:
    """An import finds that a film is looked for already; before it commits, that job comes to its end."""
    async with program() as built:
        first, second = await _half_done(built, outside)
        film = await count(conn, "select id from movies where imdb_id = 'tt28058015'")
        job = await count(conn, f"select job_id from import_movies where movie_id = {film}")
        await conn.rollback()
        async with built.context.database.transaction() as own:
            await own.execute("update imports set state = 'resolving' where id = %s", [second])
            await movies.hold(own, [film])
            await import_films.add(own, second, [film], "pending")
            await look_for_films(own, built.context.queue, second, [film])
            ends = asyncio.create_task(_ends(built, end, film, job, first))
            await waits_or_ends(conn, ends)
        await ends
        left = await (
            await conn.execute("select state, job_id from import_movies where movie_id = %s", [film])
        ).fetchall()
        expected = ("answered", job) if end == "answered" else ("pending", None)
        assert left == [expected, expected]
        closes = f"select count(*) from procrastinate_jobs where task_name = 'finish_import' and args->>'import_id' = '{second}'"
        assert await count(conn, closes) == 1, "who waited for this film alone is counted now"


async def test_a_film_that_was_answered_meanwhile_keeps_its_answer(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    """A rescued job runs twice: the slower run finds nothing, and the film is full already."""
    async with program() as built:
        told = await imported(built, works("imports"))
        film = await count(conn, "select id from movies where imdb_id = 'tt28058015'")
        await conn.execute("select 1 from movies where id = %s for update", [film])
        slow = asyncio.create_task(resolve_movie(built.context, film, told.import_id))
        async with await AsyncConnection.connect(conn.info.dsn, password=conn.info.password) as watch:
            await waits_or_ends(watch, slow)
        await conn.execute("update movies set import_type = 'full' where id = %s", [film])
        await conn.commit()
        await slow
    row = await (
        await conn.execute(
            "select import_type, ask_again_at, needs_enrichment from movies where id = %s", [film]
        )
    ).fetchone()
    assert row is not None
    assert row[:2] == ("full", None)


async def test_the_last_two_films_at_once_end_the_import_once(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    """Each worker sees its own film answered and the other's not: the second waits for the first."""
    async with program() as built:
        told = await imported(built, works("imports"))
        films = await (await conn.execute("select movie_id from import_movies order by 1 limit 2")).fetchall()
        (one,), (other,) = films
        await conn.execute(
            "update import_movies set state = 'answered' where movie_id not in (%s, %s)", [one, other]
        )
        await conn.commit()

        async def last() -> None:
            async with built.context.database.transaction() as own:
                await import_films.answered(own, [other])
                await settle(own, built.context.queue, told.import_id)

        async with built.context.database.transaction() as own:
            await import_films.answered(own, [one])
            await settle(own, built.context.queue, told.import_id)
            second = asyncio.create_task(last())
            await waits_or_ends(conn, second)
        await second
        closes = "select count(*) from procrastinate_jobs where task_name = 'finish_import'"
        assert await count(conn, closes) == 1


@pytest.mark.parametrize("state", ["queued", "failed", "cancelled", "finished"])
async def test_only_an_import_that_waits_is_settled_and_finished(
    program: Program, conn: AsyncConnection, state: str
) -> None:
    async with program() as built:
        told = await imported(built, nothing)
        await conn.execute("update imports set state = %s", [state])
        await conn.commit()
        async with built.context.database.transaction() as own:
            await settle(own, built.context.queue, told.import_id)
        await finish_import(built.context, told.import_id)
        assert (await counted(built, told.import_id)).state == state
    assert await count(conn, "select count(*) from procrastinate_jobs where task_name = 'finish_import'") == 0


async def test_an_import_with_films_at_work_is_not_finished(program: Program) -> None:
    async with program() as built:
        told = await imported(built, works("imports"))
        await finish_import(built.context, told.import_id)
        assert (await counted(built, told.import_id)).state == "resolving"
