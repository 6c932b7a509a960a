"""A transaction of six 60-row upserts: through SQLAlchemy's async engine, and on psycopg's own pool.

python -m benchmarks.drivers        (needs greenlet, for SQLAlchemy's async engine)
"""

import asyncio
import json
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import sqlalchemy as sa
from psycopg.types.json import Jsonb
from psycopg_pool import AsyncConnectionPool
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks.table import show
from cinegraph.postgres.sharing import SharedServer

_ROWS = [{"a": n, "b": f"name {n}"} for n in range(60)]
_UPSERT = """
    insert into measured as kept (a, b) select a, b from jsonb_to_recordset({}) as r(a int, b text)
    on conflict (a) do update set b = excluded.b where kept.b is distinct from excluded.b
"""
_TURNS = 300


def main() -> None:
    """Print a row for each way."""
    with tempfile.TemporaryDirectory() as folder, SharedServer(Path(folder) / "server") as url:
        asyncio.run(_compare(url))


async def _compare(url: str) -> None:
    engine = create_async_engine(sa.make_url(url).set(drivername="postgresql+psycopg"), pool_size=2)
    statement = sa.text(_UPSERT.format("cast(:rows as jsonb)"))
    async with AsyncConnectionPool(url, min_size=2, open=False) as pool:
        async with pool.connection() as conn:
            await conn.execute("create table measured (a int primary key, b text)")

        async def by_sqlalchemy() -> None:
            async with engine.begin() as conn:
                for _ in range(6):
                    await conn.execute(statement, {"rows": json.dumps(_ROWS)})

        async def by_psycopg() -> None:
            async with pool.connection() as conn:
                for _ in range(6):
                    await conn.execute(_UPSERT.format("%s"), [Jsonb(_ROWS)])

        ours, theirs = await _timed(by_psycopg), await _timed(by_sqlalchemy)
        show("six 60-row upserts in a transaction", [("psycopg", *ours), ("SQLAlchemy", *theirs)])
        ours_cpu, theirs_cpu = await _cpu(by_psycopg), await _cpu(by_sqlalchemy)
        busy = [("psycopg", ours_cpu, ours_cpu), ("SQLAlchemy", theirs_cpu, theirs_cpu)]
        show("… processor time of our process", busy)
    await engine.dispose()


async def _timed(work: Callable[[], Awaitable[None]]) -> tuple[float, float]:
    await work()
    taken = []
    for _ in range(_TURNS):
        began = time.perf_counter()
        await work()
        taken.append(time.perf_counter() - began)
    return sorted(taken)[len(taken) // 2], min(taken)


async def _cpu(work: Callable[[], Awaitable[None]]) -> float:
    began = time.process_time()
    for _ in range(_TURNS):
        await work()
    return (time.process_time() - began) / _TURNS


if __name__ == "__main__":
    main()
