"""Forty ceremonies at once, two workers, one of them killed: the rows are those of an undisturbed run."""

import asyncio
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import httpx2
import psycopg
import pytest
from psycopg import AsyncConnection

from cinegraph import app
from cinegraph.app import Cinegraph
from cinegraph.offline.facts import CeremonyFacts, Facts, FilmFacts
from cinegraph.offline.serve import _server
from cinegraph.offline.world import world
from cinegraph.pipeline.choose_ceremonies import Words, choose
from cinegraph.pipeline.request_import import request_all
from cinegraph.settings import Settings
from tests.cli.conftest import command, environment, until
from tests.conftest import made_database, run_jobs
from tests.rows import dump

YEARS = range(1970, 2010)
PEOPLE = {f"Person {letter}": f"nm90000{n:02}" for n, letter in enumerate("ABCDEFGH", 10)}
UNLIMITED = {
    "tmdb_rate": "0",
    "wikidata": "false",
    "omdb_ratings": "false",
    "heartbeat_seconds": "0.2",
    "worker_dead_seconds": "1.2",
}


def history() -> Facts:
    """Forty ceremonies with two films of their own each, and one that the year before had too, by few people."""
    films = {key: film for year in YEARS for key, film in _films(year).items()}
    return Facts(films, {year: _ceremony(year) for year in YEARS})


def _films(year: int) -> dict[str, FilmFacts]:
    names = list(PEOPLE)
    return {
        f"tt{year}{n}00": FilmFacts(
            imdb_id=f"tt{year}{n}00",
            tmdb_id=year * 10 + n,
            title=f"Film {n} of {year}",
            released=f"{year - 1}-06-01",
            directors=(names[(year + n) % len(names)],),
            cast=((names[(year + n + 1) % len(names)], "Someone"),),
        )
        for n in (1, 2)
    }


def _ceremony(year: int) -> CeremonyFacts:
    header = {
        "slug": "oscars",
        "year": year,
        "instance": 1,
        "number": year - 1928,
        "name": f"The {year - 1928}th Academy Awards",
        "held_on": date(year, 3, 10),
        "place": "Hall",
        "city": "City",
        "eligibility": str(year - 1),
        "imdb_event_id": "ev0000003",
        "imdb_edition_id": f"ee000{year}",
        "imdb_name": "Academy Awards, USA",
        "imdb_award": "Oscar",
    }
    names = list(PEOPLE)
    films = [f"tt{year}100", f"tt{year}200", f"tt{max(year - 1, YEARS[0])}200"][: 3 if year > YEARS[0] else 2]
    categories = [
        {
            "academy": f"Best {what}",
            "imdb": f"Best {what}",
            "honours": "films",
            "nominations": [
                {
                    "film": film,
                    "credit": (name := names[(year + n + offset) % len(names)]),
                    "people": [name],
                    "winner": n == 0,
                }
                for n, film in enumerate(films)
            ],
        }
        for offset, what in enumerate(("Picture", "Film Editing"))
    ]
    return CeremonyFacts(header, tuple(categories), PEOPLE, {}, {})


@contextmanager
def served(facts: Facts) -> Iterator[str]:
    """The world of these facts on a port of its own."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = _server(facts, "")
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


async def ask_for_all(built: Cinegraph) -> None:
    words = Words(("oscars",), tuple(YEARS))
    asked = await request_all(
        built.context, (await choose(built.context, words)).wanted, lookup=True, refresh=False
    )
    assert len(asked) == len({one.import_id for one in asked}) == len(YEARS)


async def with_program(url: str, facts: Facts, undisturbed: bool) -> None:
    """Ask for the forty in this process, and do the work too if nobody is to disturb it."""
    settings = app.offline_settings(
        Settings.model_validate(UNLIMITED | {"wikidata": False}), "http://outside"
    )
    transport = httpx2.ASGITransport(world(facts))
    async with app.cinegraph(settings, url, "offline", transport) as built:
        await ask_for_all(built)
        for _ in range(3 if undisturbed else 0):
            await run_jobs(built, *settings.queues)


def rows(url: str) -> dict[str, list[str]]:
    async def read() -> dict[str, list[Any]]:
        async with await AsyncConnection.connect(url) as conn:
            return await dump(conn)

    return {name: sorted(map(repr, found)) for name, found in asyncio.run(read()).items()}


@pytest.fixture
def undisturbed(server: str, template: str) -> dict[str, list[str]]:
    """The rows that one process leaves, with nobody beside it."""
    found: dict[str, list[str]] = {}
    for url in made_database(server, template):
        asyncio.run(with_program(url, history(), undisturbed=True))
        found = rows(url)
    return found


def test_one_of_two_workers_is_killed(undisturbed: dict[str, list[str]], database_url: str) -> None:
    assert len(undisturbed["movies"]) == 2 * len(YEARS)
    assert len(undisturbed["nominations"]) == 6 * len(YEARS) - 2
    asyncio.run(with_program(database_url, history(), undisturbed=False))
    with served(history()) as url, psycopg.connect(database_url, autocommit=True) as connection:
        env = environment(database_url=database_url, offline_url=url, **UNLIMITED)
        workers = [
            subprocess.Popen(
                command("worker", "--offline"), env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            for _ in range(2)
        ]
        try:
            until(connection, "select count(*) from procrastinate_workers", 6)
            until(connection, "select count(*) from imports where state <> 'queued'", 3)
            workers[0].kill()
            until(connection, "select count(*) from imports where state = 'finished'", len(YEARS))
            until(
                connection,
                "select 1 - least(count(*), 1) from procrastinate_jobs where status <> 'succeeded'",
                1,
            )
        finally:
            for worker in workers:
                worker.send_signal(signal.SIGTERM)
                worker.wait(30)
    assert rows(database_url) == undisturbed
