"""What tests stand on: a real PostgreSQL of our own, a fresh database for each test, the offline world."""

import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import httpx2
import psycopg
import pytest
from psycopg import AsyncConnection, sql

from cinegraph import app
from cinegraph.app import Cinegraph
from cinegraph.jobs.endings import keep_errors
from cinegraph.offline.facts import Facts, own_facts
from cinegraph.offline.faults import Faults
from cinegraph.offline.world import world as offline_world
from cinegraph.postgres.sharing import SharedServer
from cinegraph.settings import Settings
from cinegraph.store.upgrade import upgrade
from tests import folders

SHARED = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
_TEMPLATE = "cinegraph_template"
_FOLDER = "TESTS_SERVER"
_MEMORY, _ENOUGH = Path("/dev/shm"), 2**31


def pytest_configure(config: pytest.Config) -> None:
    """The tests' server has its files in memory where there is enough: each test makes and drops a database, which is hundreds
    of files. Its folder is one for all processes of a run, and goes with it; what a run that was killed has left goes now."""
    if not hasattr(config, "workerinput"):
        enough = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ENOUGH
        within = _MEMORY if enough else Path(tempfile.gettempdir())
        folders.sweep(within)
        folder = folders.made(within)
        os.environ[_FOLDER] = str(folder)
        if os.environ.pop(
            "PYTHONDONTWRITEBYTECODE", None
        ):  # or each process of a test compiles everything anew
            os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(_FOLDER, ""), ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked `shared` are skipped, saying so, where the data is not; in CI they run, and fail."""
    if SHARED.is_dir() or os.environ.get("CI"):
        return
    for item in items:
        if "shared" in item.keywords:
            item.add_marker(pytest.mark.skip(reason=f"the shared data is not at {SHARED}"))


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine reaches a test."""
    for name in [n for n in os.environ if n.startswith("CINEGRAPH_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data-home"))


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server's maintenance database: ours, shared by all test processes."""
    fast = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "128MB"}
    with SharedServer(Path(os.environ[_FOLDER]) / "server", fast) as url:
        yield url


@pytest.fixture
def in_memory() -> Iterator[Path]:
    """A folder for a server of the test's own, which writes to the disk all that it does: where the tests' server is."""
    with tempfile.TemporaryDirectory(dir=os.environ[_FOLDER]) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def template(server: str) -> str:
    """A migrated database to copy; made by the first process that wants it."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(1)")
        known = connection.execute("select 1 from pg_database where datname = %s", [_TEMPLATE]).fetchone()
        if known is None:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(_TEMPLATE)))
            upgrade(_named(server, _TEMPLATE))
    return _TEMPLATE


def _named(url: str, database: str) -> str:
    return url.rsplit("/", 1)[0] + "/" + database


@pytest.fixture
def empty_database(server: str) -> Iterator[str]:
    """The address of a database without anything in it."""
    yield from made_database(server, None)


@pytest.fixture
def database_url(server: str, template: str) -> Iterator[str]:
    """The address of a migrated database of this test's own."""
    yield from made_database(server, template)


def made_database(server: str, template: str | None) -> Iterator[str]:
    """The address of a database that is there for one turn of the loop: a copy of the template, or empty."""
    name = f"test_{uuid.uuid4().hex}"
    chosen = sql.Identifier(template or "template1")
    copy = sql.SQL(" template {} strategy file_copy").format(
        chosen
    )  # a third of the time of copying by the log
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)) + copy)
    yield _named(server, name)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture
async def conn(database_url: str) -> AsyncIterator[AsyncConnection]:
    """A connection to this test's own database; what it does is seen by others only after a commit."""
    async with await AsyncConnection.connect(database_url) as connection:
        yield connection


@pytest.fixture(scope="session")
def facts() -> Facts:
    """What the offline world knows."""
    return own_facts()


@pytest.fixture
def outside(facts: Facts) -> Faults:
    """The offline world, without faults until a test sets `outside.plan`."""
    return offline_world(facts)


Program = Callable[..., AbstractAsyncContextManager[Cinegraph]]


@pytest.fixture
def program(database_url: str, outside: Faults) -> Program:
    """Build the program on this test's database, with the offline world as its outside: `async with program()`."""

    @asynccontextmanager
    async def build(**changed: object) -> AsyncIterator[Cinegraph]:
        unlimited = {
            "tmdb_rate": 0.0,
            "wikidata": False,
            "omdb_ratings": False,
            "http_attempts": 2,
            "heartbeat_seconds": 0.2,
            "worker_dead_seconds": 60.0,
        }
        settings = app.offline_settings(Settings.model_validate(unlimited | changed), "http://outside")
        transport = httpx2.ASGITransport(outside)
        async with app.cinegraph(settings, database_url, "offline", transport) as built:
            yield built

    return build


IMPORTING = ("imports", "movies", "maintenance")
"""What an import needs to end. What its films lead to (people, ratings, pairs) runs where a test is about it: it names
the queue, and the other tests stay quick."""


async def run_jobs(built: Cinegraph, *queues: str) -> None:
    """Run the jobs that are due, of these queues (none named: `IMPORTING`), once, as a worker does."""
    await built.jobs.run_worker_async(
        queues=list(queues or IMPORTING),
        wait=False,
        concurrency=8,
        install_signal_handlers=False,
        listen_notify=False,
        additional_context={
            "context": built.context,
            "worker_dead_seconds": 60.0,
        },  # a busy machine is no dead worker
        worker_middleware=[keep_errors],
    )


@pytest.fixture
def work() -> Callable[[Cinegraph], Awaitable[None]]:
    """Run the program's jobs of an import until none is due any more."""
    return until_idle()


def until_idle(*queues: str) -> Callable[[Cinegraph], Awaitable[None]]:
    """Run the jobs of these queues (none named: `IMPORTING`) until none is due any more."""

    async def run(built: Cinegraph) -> None:
        for _ in range(6):  # a job may put others into the queue: a list, its pages, saving, films, counting
            await run_jobs(built, *queues)

    return run


async def count(conn: AsyncConnection, query: str, *values: object) -> int:
    """The one number that a query answers."""
    row = await (await conn.execute(query.encode(), values or None)).fetchone()
    assert row is not None
    return int(row[0])
