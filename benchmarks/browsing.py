"""Every screen and the interface for programs, on a large database, with many readers at once, while an import runs.

    python -m benchmarks.browsing [--films 100000] [--readers 20] [--seconds 120] [--keep FOLDER]

Made up (`made_catalogue`): for each film half a job, a fifth of a nomination, two calls. `cinegraph serve` with one worker
answers, as a user runs it; readers are another process. First who asks alone: what they wait, and the processor's time
that an answer takes of the site and of PostgreSQL, which a busy machine does not change. Then the import of 45 ceremonies of 300 films is
asked for, which the worker does at the usual pace of at most 40 requests a second; the offline world takes what the others leave. The readers go round all addresses, each in an order of its own: once with a
second's reading after each answer, as people do, once without any pause, as fast as they are answered. With `--keep` the database is
used again.
"""

import argparse
import asyncio
import contextlib
import random
import signal
import statistics
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import psutil
import psycopg

from benchmarks.browsed import ADDRESSES
from benchmarks.made_catalogue import fill
from benchmarks.made_up import write_editions
from benchmarks.surroundings import PROGRAM, environment, world
from cinegraph.postgres.sharing import SharedServer
from cinegraph.store.upgrade import upgrade

_PORT = 8798
_BASE = f"http://127.0.0.1:{_PORT}"
_ROUNDS = 5
_EDITIONS, _NOMINATED = range(1980, 2025), 300
_AIM = 0.15

Waited = defaultdict[str, list[float]]
"""Address → the seconds of each answer."""


@dataclass(frozen=True, slots=True)
class Alone:
    """Seconds of an answer, of the processor of the site and of the server for it, and its size."""

    seconds: float
    site: float
    server: float
    kilobytes: float


def main() -> None:
    """Print a line for each address."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--films", type=int, default=100_000)
    options.add_argument("--readers", type=int, default=20)
    options.add_argument("--seconds", type=int, default=120)
    options.add_argument("--keep", type=Path)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write_editions(Path(folder) / "facts", _EDITIONS, _NOMINATED)
        with (
            SharedServer(place := (chosen.keep or Path(folder)) / "server") as server,
            world(Path(folder) / "facts", niceness=19) as outside,
        ):
            url = _copied(server, _database(server, chosen.films))
            env = environment("", outside, omdb_ratings="true", data_dir=str(place))
            with _serving(env) as site:
                alone = asyncio.run(_alone(url, site, chosen.films))
                with _importing(url, env) as films_done:
                    reading = asyncio.run(_together(chosen.films, chosen.readers, chosen.seconds, 1.0))
                    at_once = asyncio.run(_together(chosen.films, chosen.readers, chosen.seconds, 0.0))
                    imported = films_done()
    _tell(alone, reading, at_once)
    asked = [sum(map(len, waited.values())) / chosen.seconds for waited in (reading, at_once)]
    print(
        f"{chosen.films} films; {chosen.readers} readers: {asked[0]:.0f} answers a second with pauses, {asked[1]:.0f} without;"
        f" {imported} films were imported meanwhile, and the import still ran"
    )


def _copied(server: str, name: str) -> str:
    """The address of the program's own database, a copy of that one: what is imported is not there the next time."""
    maintenance = server.rsplit("/", 1)[0] + "/postgres"
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute("drop database if exists cinegraph with (force)")
        connection.execute(f"create database cinegraph template {name} strategy file_copy".encode())
    return server


def _database(server: str, films: int) -> str:
    """The name of a database with so many films; it is made if it is not there."""
    name = f"made_{films}"
    with psycopg.connect(server, autocommit=True) as connection:
        known = connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
        if known is None:
            connection.execute(f"create database {name}".encode())
    url = server.rsplit("/", 1)[0] + "/" + name
    upgrade(url)
    if known is None:
        began = time.perf_counter()
        fill(url, films)
        print(f"{films} films made in {time.perf_counter() - began:.0f} s", flush=True)
    return name


@contextlib.contextmanager
def _serving(env: dict[str, str]) -> Iterator[psutil.Process]:
    """The control room with one worker, while the block lasts."""
    serving = subprocess.Popen(
        [*PROGRAM, "serve", "--offline", "--port", str(_PORT)],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            with contextlib.suppress(httpx2.TransportError):
                if httpx2.get(f"{_BASE}/readyz").status_code == 200:
                    break
            assert serving.poll() is None, "the control room has ended"
            time.sleep(0.1)
        yield psutil.Process(serving.pid)
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.wait()


@contextlib.contextmanager
def _importing(url: str, env: dict[str, str]) -> Iterator[Callable[[], int]]:
    """The import of many editions, which goes on for longer than the block. How many films are done is told on asking, as
    long as it runs."""
    with psycopg.connect(url, autocommit=True) as connection:
        before = connection.execute("select coalesce(max(id), 0) from imports").fetchone()
        years = f"{_EDITIONS.start}..{_EDITIONS.stop - 1}"
        asked = [*PROGRAM, "import", "oscars", years, "--offline", "--detach"]
        subprocess.run(asked, env=env, check=True, stdout=subprocess.DEVNULL)

        def done() -> int:
            row = connection.execute(
                """
                select (select count(*) from imports where id > %(before)s and finished_at is null),
                    (select count(*) from import_movies where import_id > %(before)s and state = 'answered')
                """,
                {"before": before and before[0]},
            ).fetchone()
            assert row is not None
            assert row[0], "the import has ended: it should go on for longer"
            return int(row[1])

        while not done():
            time.sleep(0.1)
        yield done


async def _alone(url: str, site: psutil.Process, films: int) -> dict[str, Alone]:
    """What each address takes when nobody else asks."""
    with psycopg.connect(url) as connection:
        server = psutil.Process(connection.info.backend_pid).parent()
    assert server is not None
    found = {}
    async with httpx2.AsyncClient(base_url=_BASE, timeout=60) as client:
        for name, address in ADDRESSES.items():
            dice = random.Random(name)
            await _ask(client, address(dice, films))
            before = _processor(server, site)
            asked = [await _ask(client, address(dice, films)) for _ in range(_ROUNDS)]
            used = [(b - a) / _ROUNDS for a, b in zip(before, _processor(server, site), strict=True)]
            seconds = statistics.median(seconds for seconds, _ in asked)
            found[name] = Alone(seconds, used[0], used[1], statistics.mean(size for _, size in asked) / 1000)
    return found


def _processor(server: psutil.Process, site: psutil.Process) -> tuple[float, float]:
    """Seconds of the processor that the site, and all of the server's processes, have had."""
    database = 0.0
    for process in server.children(recursive=True):
        with contextlib.suppress(psutil.Error):
            database += sum(process.cpu_times()[:2])
    return sum(site.cpu_times()[:2]), database


async def _together(films: int, readers: int, seconds: float, pause: float) -> Waited:
    """What readers waited for each address. Each reads an answer for about `pause` seconds before asking the next."""
    waited: Waited = defaultdict(list)
    end = time.perf_counter() + seconds
    limits = httpx2.Limits(max_connections=readers, max_keepalive_connections=readers)

    async def read(client: httpx2.AsyncClient, dice: random.Random) -> None:
        await asyncio.sleep(dice.uniform(0, pause))
        while True:
            for name, address in dice.sample(list(ADDRESSES.items()), len(ADDRESSES)):
                if time.perf_counter() > end:
                    return
                waited[name].append((await _ask(client, address(dice, films)))[0])
                await asyncio.sleep(dice.uniform(0.5, 1.5) * pause)

    async with httpx2.AsyncClient(base_url=_BASE, limits=limits, timeout=60) as client:
        await asyncio.gather(*(read(client, random.Random(reader)) for reader in range(readers)))
    return waited


async def _ask(client: httpx2.AsyncClient, address: str) -> tuple[float, int]:
    began = time.perf_counter()
    got = await client.get(address)
    assert got.status_code == 200, (address, got.status_code, got.text[:300])
    return time.perf_counter() - began, len(got.content)


def _tell(alone: dict[str, Alone], reading: Waited, at_once: Waited) -> None:
    """The table, and how many addresses keep the aim."""
    print(f"{'':<58}{'alone':>27}{'with pauses':>19}{'without':>19}")
    print(
        f"{'':<58}{'ms':>8}{'site':>6}{'server':>7}{'KB':>6}{'median':>10}{'p95':>9}{'median':>10}{'p95':>9}"
    )
    for name, one in alone.items():
        shown = [_spread(waited[name]) for waited in (reading, at_once)]
        print(
            f"{name:<58}{one.seconds * 1000:>8.1f}{one.site * 1000:>6.1f}{one.server * 1000:>7.1f}{one.kilobytes:>6.0f}"
            + "".join(f"{median * 1000:>10.0f}{p95 * 1000:>9.0f}" for median, p95 in shown)
        )
    for said, waited in (("with pauses", reading), ("without", at_once)):
        late = [name for name, times in waited.items() if _spread(times)[1] > _AIM]
        every = _spread([one for times in waited.values() for one in times])
        print(
            f"{said}: all addresses together median {every[0] * 1000:.0f} ms, p95 {every[1] * 1000:.0f} ms;"
            f" {len(waited) - len(late)} of {len(waited)} have a p95 of at most {_AIM * 1000:.0f} ms"
        )


def _spread(times: list[float]) -> tuple[float, float]:
    if len(times) < 2:
        return (times[0], times[0]) if times else (0.0, 0.0)
    return statistics.median(times), statistics.quantiles(times, n=20, method="inclusive")[18]


if __name__ == "__main__":
    main()
