"""The program as a user runs it: a process of its own, with the environment that a test gives it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import psycopg
import pytest

from cinegraph.offline.serve import own_world
from tests.cli import preloaded

Run = Callable[..., subprocess.CompletedProcess[str]]
IMPORT = ("import", "oscars", "2024", "--offline")


@pytest.fixture(scope="session")
def world_url() -> Iterator[str]:
    """A running offline world."""
    with own_world() as url:
        yield url


def command(*words: str) -> list[str]:
    """The program with these words."""
    return [sys.executable, "-m", "cinegraph", *words]


def environment(**settings: str) -> dict[str, str]:
    """Settings without those of the machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CINEGRAPH_")}
    return kept | {f"CINEGRAPH_{name.upper()}": value for name, value in settings.items()}


@pytest.fixture
def cinegraph(database_url: str, world_url: str) -> Run:
    """Run `cinegraph …` on this test's database, with the offline world; settings may be changed.
    Ratings are asked for where a test is about them."""

    def run(*words: str, encoding: str | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
        given = {
            "database_url": database_url,
            "offline_url": world_url,
            "tmdb_rate": "0",
            "omdb_ratings": "false",
        } | settings
        env = environment(**{name: value for name, value in given.items() if value})
        if encoding is None:
            return preloaded.run(words, env, timeout=120)
        env["PYTHONIOENCODING"] = encoding
        return subprocess.run(
            command(*words), env=env, capture_output=True, encoding="utf-8", timeout=120, check=False
        )

    return run


def told(done: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    """The lines of JSON that it printed."""
    assert done.returncode in (0, 1, 3), done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def one(connection: psycopg.Connection, query: str) -> int:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return int(row[0])


def until(connection: psycopg.Connection, query: str, at_least: int) -> None:
    deadline = time.monotonic() + 180
    while one(connection, query) < at_least:
        assert time.monotonic() < deadline
        time.sleep(0.05)
