"""Every fault of the offline world × every source: what the lookup concludes, and what is recorded of it.

A failure is never "not found", and never a film. A new source is one line in SOURCES and its rows in MATRIX; a fault
or a source without its rows fails `test_the_matrix_is_whole`.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple

import httpx2
import pytest
import uvicorn
from pydantic import SecretStr

from cinegraph.domain.movies import MovieRef
from cinegraph.fetch.http import Door
from cinegraph.fetch.zyte import DAY, Zyte
from cinegraph.lookup.chain import Found, NotFound, Outcome, Unanswered, resolve
from cinegraph.offline import zyte
from cinegraph.offline.facts import Facts
from cinegraph.offline.faults import KINDS, Faults, parse_plan
from cinegraph.offline.world import world
from cinegraph.sources import TIERS
from cinegraph.sources.base import Source
from cinegraph.sources.imdb_datasets import ImdbDatasets
from cinegraph.sources.imdb_title import ImdbTitle
from cinegraph.sources.omdb import OMDb
from cinegraph.sources.tmdb import TMDb
from cinegraph.sources.wikidata import Wikidata
from cinegraph.store.database import Database
from cinegraph.store.imdb_dataset import KeptDataset
from tests.sources.asking import Asking

FILM = MovieRef("Oppenheimer", imdb_id="tt15398776")
NOW = datetime(2026, 11, 21, 15, 30, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 22, tzinfo=UTC)
ATTEMPTS = 2
ONCE = {"imdb_title"}
"""Asked once here: Zyte wants 20 seconds between two attempts."""

SOURCES: dict[str, Callable[[Door, str], Source]] = {
    "tmdb": lambda door, url: TMDb(door, f"{url}/tmdb/3", "offline", None),
    "wikidata": lambda door, url: Wikidata(door, f"{url}/wikidata/sparql", "Tests (me@example.org)"),
    "omdb": lambda door, url: OMDb(
        door, f"{url}/omdb/", SecretStr("offline"), Decimal("0.001"), now=lambda: NOW
    ),
    "imdb_title": lambda door, url: ImdbTitle(
        Zyte(door, f"{url}/zyte/v1/extract", zyte.KEY, Decimal("0.01"), {"imdb": f"{url}/imdb"})
    ),
}
SERVICES = {"imdb_title": "zyte"}
"""Who is asked, where that is not the source itself. Zyte's own faults are in `tests/sources/test_imdb_title.py`."""


class Cell(NamedTuple):
    """What comes of it: what the call's record says, how many calls (an attempt that is paid for is the last), when to ask again, whether a person must act,
    whether each call is paid for (of what may have been answered nobody knows that it was not)."""

    error: str
    calls: int = ATTEMPTS
    after: float | None = None
    until: datetime | None = None
    broken: bool = False
    paid: bool = True


MATRIX: dict[tuple[str, str], dict[str, Cell]] = {
    ("429", ""): {
        "tmdb": Cell("over the allowed limit"),
        "wikidata": Cell("too many requests", 1, after=60),
        "omdb": Cell("status 429", 1),
        "imdb_title": Cell("too busy", 1, after=20, paid=False),
    },
    ("429", "=900"): {
        "tmdb": Cell("over the allowed limit", 1, after=900),
        "wikidata": Cell("too many requests", 1, after=900),
        "omdb": Cell("status 429", 1, after=900),
        "imdb_title": Cell("too busy", 1, after=900, paid=False),
    },
    ("500", ""): {
        "tmdb": Cell("Something went wrong"),
        "wikidata": Cell("status 500"),
        "omdb": Cell("status 500", 1),
        "imdb_title": Cell("status 500", 1, paid=False),
    },
    ("timeout", ""): {
        "tmdb": Cell("timed out"),
        "wikidata": Cell("longer than it allows", 1, after=60),
        "omdb": Cell("status 504", 1),
        "imdb_title": Cell("status 504", 1, paid=False),
    },
    ("reset", ""): {
        "tmdb": Cell("RemoteProtocolError"),
        "wikidata": Cell("RemoteProtocolError"),
        "omdb": Cell("RemoteProtocolError", 1),
        "imdb_title": Cell("RemoteProtocolError", 1),
    },
    ("truncated", ""): {
        "tmdb": Cell("stops in the middle"),
        "wikidata": Cell("stops in the middle"),
        "omdb": Cell("not in OMDb's words", 1),
        "imdb_title": Cell("stops in the middle", 1, after=DAY),
    },
    ("challenge", ""): {
        "tmdb": Cell("status 202"),
        "wikidata": Cell("status 202"),
        "omdb": Cell("status 202", 1),
        "imdb_title": Cell("challenge", 1, after=DAY),
    },
    ("quota", ""): {
        "tmdb": Cell("over the allowed limit"),
        "wikidata": Cell("too many requests", 1, after=60),
        "omdb": Cell("quota is spent", 1, until=MIDNIGHT),
        "imdb_title": Cell("spending cap", 1, until=MIDNIGHT, paid=False),
    },
    ("wrong-key", ""): {
        "tmdb": Cell("Invalid API key", 1, broken=True),
        "wikidata": Cell("turns us away", 1, after=3600),
        "omdb": Cell("Invalid API key", 1, broken=True),
        "imdb_title": Cell("refuses the key", 1, broken=True, paid=False),
    },
    ("gone", ""): {
        "tmdb": Cell("could not be found", broken=True),
        "wikidata": Cell("status 404"),
        "imdb_title": Cell("status 404", 1, broken=True, paid=False),
    },
}
"""(fault, its value) → source → what comes of it."""

SAYS_NO = {"omdb"}
"""Sources that by id say "there is no such film" in the words of `gone`: that is an answer, and no failure."""
HERE = {"imdb_datasets"}
"""Sources that no network can break: they have tests of their own below."""
LATE = "latency"
"""An answer that comes late is an answer."""

CELLS = [
    pytest.param(kind + value, source, cell, id=f"{source}:{kind}{value}")
    for (kind, value), row in MATRIX.items()
    for source, cell in row.items()
]


def test_the_matrix_is_whole() -> None:
    assert len(SOURCES) + len(HERE) == len(TIERS), "a source that nobody breaks here"
    assert {kind for kind, _ in MATRIX} | {LATE} == set(KINDS) - set(zyte.KINDS)
    for (kind, value), row in MATRIX.items():
        assert set(row) | (SAYS_NO if kind == "gone" else set()) == set(SOURCES), f"{kind}{value}"


@pytest.fixture(scope="module")
def listening(facts: Facts) -> Iterator[tuple[str, Faults]]:
    """The world on a real socket: connections can break there."""
    app = world(facts)
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
    sock = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
    thread.start()
    yield f"http://127.0.0.1:{sock.getsockname()[1]}", app
    server.should_exit = True
    thread.join()
    sock.close()


async def asked(listening: tuple[str, Faults], name: str, fault: str) -> tuple[Outcome, Asking, Source]:
    """Look for the film at one source that has a fault."""
    url, app = listening
    service = SERVICES.get(name, name)
    app.plan = parse_plan(f"{service}:{fault}")
    async with httpx2.AsyncHTTPTransport() as transport:
        asking = Asking(transport, service, attempts=1 if name in ONCE else ATTEMPTS)
        source = SOURCES[name](asking.door, url)
        return await resolve(FILM, [source]), asking, source


@pytest.mark.parametrize(("fault", "name", "cell"), CELLS)
async def test_no_failure_is_an_answer(
    listening: tuple[str, Faults], fault: str, name: str, cell: Cell
) -> None:
    """Lessons 3 and 30: a 429, a timeout, a 500 and a spent quota were all read as "not found"."""
    outcome, asking, source = await asked(listening, name, fault)
    assert isinstance(outcome, Unanswered)
    assert (outcome.after, outcome.broken) == (cell.after, cell.broken)
    assert (outcome.until == cell.until) if name not in ONCE else (bool(outcome.until) is bool(cell.until))
    assert [call.success for call in asking.calls] == [False] * cell.calls
    for call in asking.calls:
        assert cell.error in (call.error_message or "")
        assert call.metadata["cost_usd"] == (source.price_usd if cell.paid else 0)


@pytest.mark.parametrize("name", SOURCES)
async def test_an_answer_that_comes_late_is_one(listening: tuple[str, Faults], name: str) -> None:
    outcome, asking, _ = await asked(listening, name, f"{LATE}=0.01")
    assert isinstance(outcome, Found)
    assert outcome.candidate.imdb_id == FILM.imdb_id
    assert [call.success for call in asking.calls] == [True]


async def test_only_its_own_word_that_there_is_none_is_not_found(listening: tuple[str, Faults]) -> None:
    outcome, _, _ = await asked(listening, "omdb", "gone")
    assert outcome == NotFound(("omdb",))


async def test_a_dataset_that_is_not_loaded_is_no_answer(database_url: str) -> None:
    asking = Asking(httpx2.MockTransport(lambda _: httpx2.Response(500)))
    async with Database(database_url, size=1) as database:
        outcome = await resolve(FILM, [ImdbDatasets(asking.door, KeptDataset(database))])
    assert isinstance(outcome, Unanswered)
    assert outcome.broken
    assert [(call.success, call.metadata["cost_usd"]) for call in asking.calls] == [(False, Decimal(0))]
    assert asking.requests == []
