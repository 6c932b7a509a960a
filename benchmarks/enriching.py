"""Ratings of many films through the offline world, and what saving a whole record costs beside its plainer part.

    python -m benchmarks.enriching [--films 1000]

The outside world and the worker are one process here: its share is in the CPU time of a film.
"""

import argparse
import asyncio
import resource
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import httpx2
import psycopg

from benchmarks.surroundings import empty_database
from cinegraph import app
from cinegraph.domain.film_details import Collection, Company, Provider, Release
from cinegraph.domain.movies import Candidate, Facts, Image, Rating, Video
from cinegraph.domain.people import Credit
from cinegraph.offline.facts import Facts as World
from cinegraph.offline.facts import FilmFacts
from cinegraph.offline.world import world
from cinegraph.pipeline.rate_films import rate_films
from cinegraph.postgres.sharing import SharedServer
from cinegraph.settings import Settings
from cinegraph.store import movies
from cinegraph.store.database import Database
from cinegraph.store.upgrade import upgrade

_COUNTRIES = [f"{a}{b}" for a in "ABCDE" for b in "ABCDEFGHIJ"]


def main() -> None:
    """Print both tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--films", type=int, default=1000)
    films = options.parse_args().films
    with tempfile.TemporaryDirectory() as folder, SharedServer(Path(folder) / "server") as server:
        url = empty_database(server)
        upgrade(url)
        asyncio.run(_rate(url, films))
        asyncio.run(_save(url))


async def _rate(url: str, films: int) -> None:
    facts = World(
        {f"tt{9_000_000 + n}": FilmFacts(f"tt{9_000_000 + n}", n + 1, f"Film {n}") for n in range(films)}
    )
    with psycopg.connect(url) as connection:
        connection.execute(
            "insert into movies (title, imdb_id, year, import_type) select 'Film ' || n, 'tt' || (9000000 + n), 2020, 'full'"
            f" from generate_series(0, {films - 1}) n"
        )
    settings = app.offline_settings(Settings(refresh_limit=films), "http://outside")
    async with app.cinegraph(settings, url, "offline", httpx2.ASGITransport(world(facts))) as built:
        print(f"{films} films\n{'':<34}{'seconds':>9}{'calls':>7}{'ms CPU/film':>13}{'films/s':>9}")
        for name in ("ratings of films that have none", "once more: nothing is due"):
            before, began, used = await _calls(built.context.database), time.perf_counter(), _cpu()
            swept = await rate_films(built.context)
            await built.jobs.run_worker_async(
                queues=["enrichment"],
                wait=False,
                concurrency=5,
                install_signal_handlers=False,
                additional_context={"context": built.context, "worker_dead_seconds": 60.0},
            )
            seconds = time.perf_counter() - began
            calls = await _calls(built.context.database) - before
            each = 1000 * (_cpu() - used) / films
            print(
                f"{name:<34}{seconds:>9.2f}{calls:>7}{each:>13.2f}{len(swept.jobs) / seconds:>9.1f}",
                flush=True,
            )


async def _calls(database: Database) -> int:
    async with database.transaction() as conn:
        row = await (await conn.execute("select count(*) from api_lookup_metrics")).fetchone()
    return int(row[0]) if row else 0


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def _save(url: str) -> None:
    print(f"\nsaving a record of 100 credits\n{'':<52}{'median ms':>10}{'min ms':>9}{'min of first':>14}")
    whole = _record()
    plain = replace(
        whole, companies=(), releases=(), collection=None, providers=(), ratings=(), facts=Facts(runtime=100)
    )
    rows = [
        ("credits, genres, keywords, pictures", plain),
        ("and companies, countries, releases (50), ratings …", replace(whole, providers=())),
        ("and 1,000 offers of providers in 50 countries", whole),
    ]
    taken: dict[str, list[float]] = {name: [] for name, _ in rows}
    async with await psycopg.AsyncConnection.connect(url) as conn:
        for _ in range(80):  # in turn: whatever else the machine does strikes all of them
            for name, record in rows:
                taken[name].append(await _saved(conn, record))
    least = {name: min(each[10:]) for name, each in taken.items()}
    for name, each in taken.items():
        median = sorted(each[10:])[len(each[10:]) // 2]
        ratio = least[name] / least[rows[0][0]]
        print(f"{name:<52}{1000 * median:>10.2f}{1000 * least[name]:>9.2f}{ratio:>14.2f}")


async def _saved(conn: psycopg.AsyncConnection, record: Candidate) -> float:
    """Seconds to make a stub full."""
    cursor = await conn.execute("insert into movies (title) values ('A') returning id")
    row = await cursor.fetchone()
    assert row is not None
    mine = replace(record, tmdb_id=row[0] + 10**6, imdb_id=f"tt{row[0] + 10**7}")
    began = time.perf_counter()
    await movies.save_found(conn, row[0], mine, ("tmdb",))
    return time.perf_counter() - began


def _record() -> Candidate:
    """As much as TMDb has of a well-known film."""
    return Candidate(
        "tmdb",
        "1",
        "A",
        year=2020,
        complete=True,
        facts=Facts(runtime=100, budget=1, revenue=2, countries=("US", "GB"), languages=("en", "fr")),
        credits=tuple(Credit(f"Person {n}", "cast", f"c{n}", tmdb_id=n + 1, billing=n) for n in range(100)),
        genres=("Drama", "History"),
        keywords=tuple(f"keyword {n}" for n in range(20)),
        images=tuple(Image("poster", f"/{n}.jpg", 2000, 3000) for n in range(30)),
        videos=tuple(Video("YouTube", f"k{n}", "Trailer", "Trailer", official=True) for n in range(10)),
        ratings=(Rating("tmdb", 8.0, 1000),),
        companies=tuple(Company(f"Company {n}", n) for n in range(5)),
        releases=tuple(Release(country, date(2020, 1, 1), "theatrical", "12") for country in _COUNTRIES),
        collection=Collection(1, "A Collection"),
        providers=tuple(
            Provider(country, kind, f"Provider {n}", n)
            for country in _COUNTRIES
            for kind in ("flatrate", "rent", "buy", "ads")
            for n in range(5)
        ),
    )


if __name__ == "__main__":
    main()
