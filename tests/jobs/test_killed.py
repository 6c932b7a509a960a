"""kill -9 at any moment: after a restart the rows are those of an undisturbed run."""

import asyncio
import json
import random
import subprocess
import time
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection

from tests.cli.conftest import Run, cinegraph, command, environment, world_url
from tests.conftest import made_database
from tests.rows import dump

__all__ = ["cinegraph", "world_url"]

_IMPORT = ("import", "oscars", "2024", "--offline", "--json")
_RHYTHM = {
    "tmdb_rate": "60",
    "omdb_ratings": "true",
    "heartbeat_seconds": "0.2",
    "worker_dead_seconds": "1.2",
}
MOMENTS = 6
_undisturbed: dict[str, Any] = {}


def rows(url: str) -> dict[str, list[Any]]:
    """What the database holds."""

    async def read() -> dict[str, list[Any]]:
        async with await AsyncConnection.connect(url) as conn:
            return await dump(conn)

    return asyncio.run(read())


@pytest.fixture
def undisturbed(server: str, template: str, world_url: str) -> dict[str, Any]:
    """The rows of a run that nobody disturbed, and how long it took; made once in each test process."""
    if not _undisturbed:
        for url in made_database(server, template):
            began = time.monotonic()
            env = environment(database_url=url, offline_url=world_url, **_RHYTHM)
            subprocess.run(command(*_IMPORT), env=env, check=True, capture_output=True, timeout=120)
            _undisturbed["seconds"] = time.monotonic() - began
            _undisturbed["rows"] = rows(url)
    return _undisturbed


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_killed_at_a_random_moment(
    moment: int, undisturbed: dict[str, Any], cinegraph: Run, database_url: str, world_url: str
) -> None:
    """The moment is drawn from the whole run, from the first line of Python to the last row."""
    share = (moment + random.Random(moment).random()) / MOMENTS
    env = environment(database_url=database_url, offline_url=world_url, **_RHYTHM)
    with subprocess.Popen(
        command(*_IMPORT), env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as run:
        time.sleep(share * undisturbed["seconds"])
        run.kill()
    done = cinegraph(*_IMPORT, **_RHYTHM)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["state"], report["seen"], report["stored"], report["films"]["pending"]) == (
        "finished",
        120,
        120,
        0,
    )
    assert rows(database_url) == undisturbed["rows"]
    with psycopg.connect(database_url) as connection:
        left = connection.execute(
            "select count(*) from procrastinate_jobs where status <> 'succeeded'"
        ).fetchone()
        imports = connection.execute("select count(*) from imports where state <> 'finished'").fetchone()
    assert (left, imports) == ((0,), (0,))
