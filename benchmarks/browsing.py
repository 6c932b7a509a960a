"""Every screen's list and the interface for programs, on a large database, with many readers at once.

    python -m benchmarks.browsing [--films 100000] [--readers 20] [--rounds 10] [--keep FOLDER]

Made up (`made_catalogue`): for each film half a job, a fifth of a nomination, two calls. The site answers in a process of
its own, as `cinegraph serve` runs it; readers are in another. For each address: the median and the 95th percentile of
what a reader waits while all of them ask at once; what one waits who asks alone; and the processor's time that an answer
takes of the site and of the database, which a busy machine does not change. With `--keep` the database is used again.
"""

import argparse
import asyncio
import contextlib
import multiprocessing
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from multiprocessing.synchronize import Event
from pathlib import Path

import httpx2
import psutil
import psycopg

from benchmarks.made_catalogue import fill
from cinegraph import app
from cinegraph.postgres.sharing import SharedServer
from cinegraph.settings import Settings
from cinegraph.store.upgrade import upgrade
from cinegraph.web.listening import bound, listening
from cinegraph.web.site import site

_PORT = 8798
_HEADINGS = f"{'median ms':>10}{'p95 ms':>10}{'alone ms':>10}{'site ms':>10}{'server ms':>10}{'KB':>8}"

Address = Callable[[random.Random, int], str]

_ADDRESSES: dict[str, Address] = {
    "/films": lambda _, __: "/films",
    "/films?sort=-year": lambda _, __: "/films?sort=-year",
    "/films?type=stub&since=": lambda dice, _: f"/films?type=stub&since={dice.randint(1930, 2025)}",
    "/films?organization&winner": lambda dice, _: (
        f"/films?organization=made-{dice.randint(1, 20)}&winner=true"
    ),
    "/films/N": lambda dice, films: f"/films/{dice.randint(1, films)}",
    "/films/N/credits": lambda dice, films: f"/films/{dice.randint(1, films)}/credits",
    "/nominations": lambda _, __: "/nominations",
    "/nominations?organization&year": lambda dice, _: (
        f"/nominations?organization=made-{dice.randint(1, 20)}&year={dice.randint(1930, 2025)}"
    ),
    "/nominations?winner&since": lambda dice, _: f"/nominations?winner=true&since={dice.randint(1930, 2025)}",
    "/ceremonies": lambda _, __: "/ceremonies",
    "/ceremonies?organization": lambda dice, _: f"/ceremonies?organization=made-{dice.randint(1, 20)}",
    "/people": lambda _, __: "/people",
    "/people/N": lambda dice, films: f"/people/{dice.randint(1, films)}",
    "/people/N/credits": lambda dice, films: f"/people/{dice.randint(1, films)}/credits",
    "/lists": lambda _, __: "/lists",
    "/lists/KEY/items": lambda _, __: "/lists/made/items",
    "/imports": lambda _, __: "/imports",
    "/imports/N": lambda dice, _: f"/imports/{dice.randint(1, 1900)}",
    "/reviews?state=open": lambda _, __: "/reviews?state=open",
    "/jobs": lambda _, __: "/jobs",
    "/jobs?state=failed": lambda _, __: "/jobs?state=failed",
    "/jobs?queue=imports&state=todo": lambda _, __: "/jobs?queue=imports&state=todo",
    "/jobs?import=N": lambda dice, _: f"/jobs?import={dice.randint(1, 1900)}",
    "/status": lambda _, __: "/status",
    "/costs": lambda _, __: "/costs",
    "/reports/success": lambda _, __: "/reports/success",
    "/search?q=a name": lambda dice, _: f"/search?q=night%20{dice.choice(('ban', 'cir', 'dol', 'fan'))}",
    "/search?q=misspelt": lambda dice, _: f"/search?q=cuhu{dice.choice('abcdefgh')}h%20vessis",
}


def main() -> None:
    """Print a line for each address."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--films", type=int, default=100_000)
    options.add_argument("--readers", type=int, default=20)
    options.add_argument("--rounds", type=int, default=10)
    options.add_argument("--keep", type=Path)
    chosen = options.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        SharedServer((chosen.keep or Path(folder)) / "server") as server,
    ):
        url = _database(server, chosen.films)
        stop = multiprocessing.get_context("spawn").Event()
        serving = multiprocessing.get_context("spawn").Process(target=_serve, args=(url, stop))
        serving.start()
        try:
            asyncio.run(_measure(url, serving.pid or 0, chosen.films, chosen.readers, chosen.rounds))
        finally:
            stop.set()
            serving.join()


def _database(server: str, films: int) -> str:
    """A database with so many films; made if it is not there."""
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
        print(f"{films} films made in {time.perf_counter() - began:.0f} s")
    return url


def _serve(url: str, stop: Event) -> None:
    async def serve() -> None:
        async with (
            app.cinegraph(Settings(), url) as program,
            listening(site(program), bound("127.0.0.1", _PORT)),
        ):
            await asyncio.to_thread(stop.wait)

    asyncio.run(serve())


def _processor(server: psutil.Process, site: psutil.Process) -> tuple[float, float]:
    """Seconds of the processor that the site, and all of the server's processes, have had."""
    database = 0.0
    for process in server.children(recursive=True):
        with contextlib.suppress(psutil.Error):
            database += sum(process.cpu_times()[:2])
    return sum(site.cpu_times()[:2]), database


async def _measure(url: str, pid: int, films: int, readers: int, rounds: int) -> None:
    site = psutil.Process(pid)
    with psycopg.connect(url) as connection:
        server = psutil.Process(connection.info.backend_pid).parent()
    assert server is not None
    base = f"http://127.0.0.1:{_PORT}/api/v1"
    limits = httpx2.Limits(max_connections=readers, max_keepalive_connections=readers)
    async with httpx2.AsyncClient(base_url=base, limits=limits, timeout=60) as client:
        await _answers(client)
        print(f"\n{films} films, {readers} readers at once\n{'':<34}{_HEADINGS}")
        for name, address in _ADDRESSES.items():
            dice = random.Random(name)
            alone = [await _ask(client, address(dice, films)) for _ in range(rounds + 1)][1:]
            before = _processor(server, site)
            waited: list[float] = []
            for _ in range(rounds):
                asked = (_ask(client, address(dice, films)) for _ in range(readers))
                waited += [seconds for seconds, _ in await asyncio.gather(*asked)]
            used = [(b - a) / len(waited) for a, b in zip(before, _processor(server, site), strict=True)]
            p95 = statistics.quantiles(waited, n=20)[18]
            by_one = statistics.median(seconds for seconds, _ in alone)
            told = "".join(f"{s * 1000:>10.1f}" for s in (statistics.median(waited), p95, by_one, *used))
            print(f"{name:<34}{told}{statistics.mean(size for _, size in alone) / 1000:>8.1f}", flush=True)


async def _answers(client: httpx2.AsyncClient) -> None:
    while True:
        try:
            await client.get("/openapi.json")
        except httpx2.TransportError:
            await asyncio.sleep(0.1)
        else:
            return


async def _ask(client: httpx2.AsyncClient, address: str) -> tuple[float, int]:
    began = time.perf_counter()
    got = await client.get(address)
    assert got.status_code == 200, (address, got.status_code, got.text[:300])
    return time.perf_counter() - began, len(got.content)


if __name__ == "__main__":
    main()
