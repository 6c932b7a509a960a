"""The program as a user runs it: a process of its own, with the environment that a test gives it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from cinegraph.offline.serve import own_world

Run = Callable[..., subprocess.CompletedProcess[str]]


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
    """Run `cinegraph …` on this test's database, with the offline world; settings may be changed."""

    def run(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        given = {"database_url": database_url, "offline_url": world_url, "tmdb_rate": "0"} | settings
        env = environment(**{name: value for name, value in given.items() if value})
        return subprocess.run(
            command(*words), env=env, capture_output=True, text=True, timeout=120, check=False
        )

    return run
