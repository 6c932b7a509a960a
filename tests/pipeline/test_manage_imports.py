"""Imports that are paused, resumed, cancelled, tried again: the queue follows the rows."""

import pytest
from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.domain.festivals import Edition
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.manage_imports import cancel_import, pause_import, resume_import, retry_import
from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.pipeline.request_import import request_imports
from cinegraph.pipeline.rescue import rescue
from cinegraph.store import import_films
from tests.conftest import Program, count, run_jobs
from tests.pipeline.importing import Work, imported
from tests.web import filled


async def waiting(built: Cinegraph, conn: AsyncConnection, *films: int) -> int:
    """An import that waits for these films, each with its job."""
    number = await filled.asked_import(conn, state="resolving")
    await import_films.add(conn, number, films, "pending")
    jobs = await import_films.running_jobs(conn, films)
    rest = [film for film in films if film not in jobs]
    jobs |= await built.context.queue.resolve_movies(conn, number, rest, None)
    await import_films.set_jobs(conn, jobs)
    await conn.commit()
    return number


async def held(conn: AsyncConnection) -> list[int]:
    """The films whose jobs do not begin."""
    cursor = await conn.execute(
        """
        select (args ->> 'movie_id')::int from procrastinate_jobs
        where status = 'todo' and scheduled_at > '8000-01-01' order by 1
        """
    )
    return [number for (number,) in await cursor.fetchall()]


async def test_only_what_no_other_import_waits_for_is_held(program: Program, conn: AsyncConnection) -> None:
    async with program() as built:
        first, shared = [await filled.film(conn, title) for title in ("A", "B")]
        one = await waiting(built, conn, first, shared)
        other = await waiting(built, conn, shared)
        await pause_import(built.context, one, "ada")
        assert await held(conn) == [first]
        await pause_import(built.context, other, "ada")
        assert await held(conn) == [first, shared]
        with pytest.raises(Refused, match="is paused"):
            await pause_import(built.context, one, "ada")
        await conn.execute(
            "update procrastinate_jobs set scheduled_at = now() where args ->> 'movie_id' = '1'"
        )
        await conn.commit()
        await rescue(built.context, 60)
        assert await held(conn) == [first, shared], "what was put off by itself is held again"
        await resume_import(built.context, other)
        assert await held(conn) == [first]
        await waiting(built, conn, first)
        await rescue(built.context, 60)
        assert await held(conn) == []
        with pytest.raises(Refused, match="not paused"):
            await resume_import(built.context, other)


async def test_cancelling_ends_what_only_it_waits_for(program: Program, conn: AsyncConnection) -> None:
    async with program() as built:
        first, shared = [await filled.film(conn, title) for title in ("A", "B")]
        one = await waiting(built, conn, first, shared)
        await waiting(built, conn, shared)
        await pause_import(built.context, one, "ada")
        assert (await cancel_import(built.context, one)).jobs == 1
        await run_jobs(built, "maintenance")
        cursor = await conn.execute(
            "select state, paused_at, report -> 'counted' ->> 'pending' from imports where id = %s", [one]
        )
        assert await cursor.fetchone() == ("incomplete", None, "2")
        todo = "select count(*) from procrastinate_jobs where task_name = 'resolve_movie' and status = 'todo'"
        assert await count(conn, todo) == 1
        for verb in (cancel_import, resume_import):
            with pytest.raises(Refused):
                await verb(built.context, one)
        with pytest.raises(Refused, match="no import 99"):
            await cancel_import(built.context, 99)


async def test_an_import_waits_while_it_is_paused_and_goes_on_then(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        async with built.context.database.transaction() as own:
            number, organization = await find_organization(own, "oscars")
        (asked,) = await request_imports(built.context, organization, number, [Edition(2024)])
        await pause_import(built.context, asked.import_id, "ada")
        await run_jobs(built)
        stored = "select count(*) from festival_nominations"
        assert await count(conn, stored) == 0
        await conn.commit()
        await conn.execute("update procrastinate_jobs set scheduled_at = null")  # its job had begun already
        await conn.commit()
        await run_jobs(built, "imports")
        assert await count(conn, stored) > 100
        films = "select count(*) from import_movies where state = 'pending'"
        assert len(await held(conn)) == await count(conn, films) > 0
        await conn.commit()
        again = await imported(built, work)
        assert (again.import_id, again.state, again.pending) == (asked.import_id, "finished", 0)


async def test_what_failed_is_read_again(program: Program, conn: AsyncConnection) -> None:
    async with program() as built:
        async with built.context.database.transaction() as own:
            number, organization = await find_organization(own, "oscars")
        (asked,) = await request_imports(built.context, organization, number, [Edition(2024)], lookup=False)
        with pytest.raises(Refused, match="on its way"):
            await retry_import(built.context, asked.import_id)
        await cancel_import(built.context, asked.import_id)
        state = "select count(*) from imports where state = 'cancelled' and error = 'cancelled by a person'"
        assert await count(conn, state) == 1
        await retry_import(built.context, asked.import_id)
        assert await count(conn, "select count(*) from imports where state = 'queued'") == 1
        assert await count(conn, "select count(*) from procrastinate_jobs where status = 'todo'") == 1
