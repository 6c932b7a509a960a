"""The rescue of each minute: one waits at most, two at once do not wait for each other."""

import pytest
from procrastinate.exceptions import AlreadyEnqueued
from psycopg import AsyncConnection

from cinegraph.pipeline.rescue import rescue
from cinegraph.store import dead_jobs
from tests.conftest import Program, count
from tests.pipeline.importing import imported, nothing

_DIES = """
    with dead as (insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour') returning id)
    update procrastinate_jobs set status = 'doing', worker_id = (select id from dead) where status = 'todo'
"""


@pytest.mark.parametrize("name", ["rescue", "alert", "refresh_stale"])
async def test_only_one_of_each_waits(program: Program, conn: AsyncConnection, name: str) -> None:
    """A worker of other queues puts one in each minute, and nobody may be there to run it."""
    async with program() as built:
        task = built.jobs.tasks[name]
        await task.defer_async(timestamp=60)
        with pytest.raises(AlreadyEnqueued):
            await task.defer_async(timestamp=120)
    assert await count(conn, "select count(*) from procrastinate_jobs") == 1


async def test_the_rescue_of_a_dead_worker_is_not_in_the_way_of_the_next(
    program: Program, conn: AsyncConnection
) -> None:
    async with program() as built:
        await imported(built, nothing)
        task = built.jobs.tasks["rescue"]
        await task.defer_async(timestamp=60)
        await conn.execute(_DIES)
        await conn.commit()
        await task.defer_async(timestamp=120)
        assert await rescue(built.context, 5.0) == 1
    left = await (
        await conn.execute("select task_name, status::text from procrastinate_jobs order by 1")
    ).fetchall()
    assert left == [("import_ceremony", "todo"), ("rescue", "todo")]


async def test_a_sweep_whose_workers_died_is_made_once(program: Program, conn: AsyncConnection) -> None:
    """The next one would come a day later."""
    async with program() as built:
        for day in (1, 2):
            await built.jobs.tasks["refresh_stale"].defer_async(timestamp=day * 86_400)
            await conn.execute(_DIES)
            await conn.commit()
        assert await rescue(built.context, 5.0) == 1
    left = await (await conn.execute("select id, status::text from procrastinate_jobs")).fetchall()
    assert left == [(2, "todo")]


async def test_two_rescues_at_once_take_what_the_other_leaves(
    program: Program, conn: AsyncConnection
) -> None:
    async with program() as built:
        await imported(built, nothing)
        await conn.execute(_DIES)
        await conn.commit()
        assert await dead_jobs.requeue_dead(conn, 5.0) == 1
        async with built.context.database.transaction() as own:
            await own.execute("set local lock_timeout = '10s'")
            assert await dead_jobs.requeue_dead(own, 5.0) == 0
        await conn.commit()
