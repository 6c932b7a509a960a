"""Every screen's list and the interface for programs, on a large database, with many readers at once.

    python -m benchmarks.browsing [--films 100000] [--readers 20] [--rounds 10] [--keep FOLDER]

Made up (`made_catalogue`): for each film half a job, a fifth of a nomination, two calls. The site answers in a process of
its own, as `cinegraph serve` runs it; readers are in another. For each address: the median and the 95th percentile of
what a reader waits while all of them ask at once, and of one who asks alone. With `--keep` the database is used again.
"""

import argparse
import asyncio
import multiprocessing
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from multiprocessing.synchronize import Event
from pathlib import Path

import httpx2
import psycopg

from benchmarks.made_catalogue import fill
from cinegraph import app
from cinegraph.postgres.sharing import SharedServer
from cinegraph.settings import Settings
from cinegraph.store.upgrade import upgrade
from cinegraph.web.listening import bound, listening
from cinegraph.web.site import site

_PORT = 8798

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
            asyncio.run(_measure(chosen.films, chosen.readers, chosen.rounds))
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


async def _measure(films: int, readers: int, rounds: int) -> None:
    base = f"http://127.0.0.1:{_PORT}/api/v1"
    limits = httpx2.Limits(max_connections=readers, max_keepalive_connections=readers)
    async with httpx2.AsyncClient(base_url=base, limits=limits, timeout=60) as client:
        await _answers(client)
        print(
            f"\n{films} films, {readers} readers at once\n{'':<34}{'median ms':>10}{'p95 ms':>9}{'alone ms':>10}{'KB':>8}"
        )
        for name, address in _ADDRESSES.items():
            dice = random.Random(name)
            alone = [await _ask(client, address(dice, films)) for _ in range(rounds + 1)][1:]
            waited: list[float] = []
            for _ in range(rounds):
                asked = (_ask(client, address(dice, films)) for _ in range(readers))
                waited += [seconds for seconds, _ in await asyncio.gather(*asked)]
            p95 = statistics.quantiles(waited, n=20)[18]
            median = statistics.median(waited)
            by_one = statistics.median(seconds for seconds, _ in alone)
            size = statistics.mean(size for _, size in alone) / 1000
            print(
                f"{name:<34}{median * 1000:>10.1f}{p95 * 1000:>9.1f}{by_one * 1000:>10.1f}{size:>8.1f}",
                flush=True,
            )


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
