"""The graph of who worked with whom: built at once, film by film, fifty at a time, and searched from both ends; and how that grows.

    python -m benchmarks.graph [--people 10000 100000 1000000] [--ways 200]

Made up for each number of people: 0.3 films and 4 credits for each of them; casts of up to twenty; half of all credits
go to a tenth of the people, as in life. Memory is that of PostgreSQL's processes at their highest (private and shared),
looked at ten times a second.
"""

import argparse
import asyncio
import contextlib
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
from psycopg import AsyncConnection

from cinegraph.postgres.sharing import SharedServer
from cinegraph.store import graph, graph_rebuild, paths
from cinegraph.store.paths import Filters
from cinegraph.store.upgrade import upgrade

_FILTERS = {
    "any film": Filters(),
    "features, 5 billed first, 1980..": Filters(features=True, top_billed=5, since=1980),
}
_CREW = ("Producer", "Screenplay", "Editor", "Director of Photography", "Original Music Composer", "Gaffer")
_GENRES = 19
_AT_ONCE = 50


def main() -> None:
    """Print a block for each size."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, nargs="+", default=[10_000, 100_000])
    options.add_argument("--ways", type=int, default=200)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, SharedServer(Path(folder) / "server") as server:
        for size in chosen.people:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute("drop database if exists measured")
                connection.execute("create database measured")
            url = server.rsplit("/", 1)[0] + "/measured"
            upgrade(url)
            _fill(url, size)
            asyncio.run(_measure(url, size, chosen.ways))


def _fill(url: str, people: int) -> None:
    """People, films with genres and ratings, credits; the same on every call."""
    dice, films = random.Random(people), people * 3 // 10
    with psycopg.connect(url) as connection:
        connection.execute("set session_replication_role = replica")  # no search keys, no marks for scoring
        connection.execute(
            "insert into people (name) select 'Person ' || n from generate_series(1, %s) n", [people]
        )
        connection.execute(
            "insert into genres (name) select 'Genre ' || n from generate_series(1, %s) n", [_GENRES]
        )
        connection.execute(
            """
            insert into movies (title, year, kind)
            select 'Film ' || n, 1930 + n %% 95, case when n %% 10 = 0 then 'short' else 'movie' end
            from generate_series(1, %s) n
            """,
            [films],
        )
        connection.execute(
            "insert into movie_genres select n, 1 + (n * 7 + g * 5) %% 19 from generate_series(1, %s) n,"
            " generate_series(0, n %% 3) g",
            [films],
        )
        connection.execute(
            "insert into movie_ratings (movie_id, source, rating_source, value, votes)"
            " select n, 'omdb', 'imdb', 1 + n %% 90 / 10.0, n from generate_series(1, %s) n",
            [films],
        )
        into = "copy movie_credits (movie_id, person_id, kind, job, billing, source_key) from stdin"
        with connection.cursor() as cursor, cursor.copy(into.encode()) as copy:
            for row in _credits(dice, people, films):
                copy.write_row(row)
        connection.commit()
        connection.autocommit = True
        connection.execute("vacuum analyze")


def _credits(
    dice: random.Random, people: int, films: int
) -> Iterator[tuple[int, int, str, str, int | None, str]]:
    """On average 13.3 for each film: the cast, a director or two, some crew."""
    few = max(1, people // 10)
    for film in range(1, films + 1):
        cast = min(20, 3 + int(dice.expovariate(1 / 7.6)))
        for place in range(cast):
            yield film, _someone(dice, people, few), "cast", "", place, f"a{place}"
        for place in range(1 + (dice.random() < 0.1)):
            yield film, _someone(dice, people, few), "crew", "Director", None, f"d{place}"
        for place in range(dice.randint(1, 5)):
            yield film, _someone(dice, people, few), "crew", dice.choice(_CREW), None, f"c{place}"


def _someone(dice: random.Random, people: int, few: int) -> int:
    return 1 + dice.randrange(few if dice.random() < 0.5 else people)


async def _measure(url: str, people: int, ways: int) -> None:
    async with await AsyncConnection.connect(url, autocommit=True) as conn:
        server = psutil.Process(conn.info.backend_pid)
        before, worked = _memory(server), _processor(server)
        with _highest(server) as memory:
            began = time.perf_counter()
            async with conn.transaction():
                await graph_rebuild.rebuild(conn)
            built, worked = time.perf_counter() - began, _processor(server) - worked
            await graph_rebuild.tidy(conn)
            tidied = time.perf_counter() - began - built
        size = await graph.size(conn)
        credits, details, disk = await _counted(conn)
        print(
            f"\n{people} people, {credits} credits: {size.pairs} pairs, {details} details, {disk} MB on disk"
        )
        print(
            f"  built at once       {built:>8.1f} s, {tidied:.1f} s to vacuum; {credits / built:.0f} credits/s"
        )
        print(f"  processor time      {worked:>8.1f} s of the connection's process")
        print(f"  memory              {memory[0]:>8.0f} MB ({before:.0f} before)")
        await _film_by_film(conn, people * 3 // 10)
        for name, which in _FILTERS.items():
            await _ways(conn, people, ways, name, which)


async def _counted(conn: AsyncConnection) -> tuple[int, int, int]:
    cursor = await conn.execute(
        """
        select (select count(*) from movie_credits), (select count(*) from collaboration_details),
            (pg_total_relation_size('collaborations') + pg_total_relation_size('collaboration_details')) / 1000000
        """
    )
    row = await cursor.fetchone()
    assert row is not None
    return int(row[0]), int(row[1]), int(row[2])


async def _film_by_film(conn: AsyncConnection, films: int) -> None:
    """Films built again as they are, and from nothing: taken out before."""
    dice = random.Random(1)
    chosen = [dice.randint(1, films) for _ in range(200)]
    unchanged, anew = [], []
    for film in chosen:
        began = time.perf_counter()
        async with conn.transaction():
            await graph.build(conn, [film])
        unchanged.append(time.perf_counter() - began)
        async with conn.transaction():
            await graph.forget(conn, [film])
        began = time.perf_counter()
        async with conn.transaction():
            await graph.build(conn, [film])
        anew.append(time.perf_counter() - began)
    print(f"  one film, anew      {_told(anew)}")
    print(f"  one film, unchanged {_told(unchanged)}")
    print(f"  {_AT_ONCE} films, anew      {_told(await _some_at_once(conn, dice, films))}")


async def _some_at_once(conn: AsyncConnection, dice: random.Random, films: int) -> list[float]:
    """As many films in one statement as the job builds, from nothing."""
    taken = []
    for _ in range(20):
        chosen = [dice.randint(1, films) for _ in range(_AT_ONCE)]
        async with conn.transaction():
            await graph.forget(conn, chosen)
        began = time.perf_counter()
        async with conn.transaction():
            await graph.build(conn, chosen)
        taken.append(time.perf_counter() - began)
    return taken


async def _ways(conn: AsyncConnection, people: int, number: int, name: str, which: Filters) -> None:
    dice = random.Random(2)
    taken, lengths = [], []
    for turn in range(number + 5):
        one, other = dice.randint(1, people), dice.randint(1, people)
        began = time.perf_counter()
        async with conn.transaction():
            try:
                links = await paths.links(conn, one, other, which, 6, 10, 30)
            except paths.TooLong:
                print(f"  {one} to {other}: more than 30 s")
                raise
        if turn >= 5:  # the first warm the connection up
            taken.append(time.perf_counter() - began)
            lengths.append(max((link.place + 1 for link in links), default=0))
    told = ", ".join(
        f"{lengths.count(n)} of {n}" if n else f"{lengths.count(0)} none" for n in sorted(set(lengths))
    )
    print(f"  ways, {name}: {_told(taken)}; steps: {told}")


def _told(seconds: list[float]) -> str:
    cuts = statistics.quantiles(seconds, n=20)
    return f"median {statistics.median(seconds) * 1000:.1f} ms, p95 {cuts[18] * 1000:.1f} ms, worst {max(seconds) * 1000:.0f} ms"


def _processor(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _memory(connection: psutil.Process) -> float:
    """What all of the server's processes hold, in MB: shared pages are counted once."""
    total, postmaster = 0.0, connection.parent()
    assert postmaster is not None
    for process in (postmaster, *postmaster.children(recursive=True)):
        with contextlib.suppress(psutil.Error):
            total += process.memory_full_info().pss / 1e6
    return total


@contextlib.contextmanager
def _highest(connection: psutil.Process) -> Iterator[list[float]]:
    found, over = [0.0], threading.Event()

    def look() -> None:
        while not over.wait(0.1):
            found[0] = max(found[0], _memory(connection))

    watching = threading.Thread(target=look)
    watching.start()
    try:
        yield found
    finally:
        over.set()
        watching.join()


if __name__ == "__main__":
    main()
