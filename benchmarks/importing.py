"""A whole import: films a second at 0 and 50 ms latency, with 1 and 2 workers, and with the limiter at 40/s.

    python -m benchmarks.importing [--films 400]

The outside world and PostgreSQL run on the same machine and take their share of its cores.
"""

import argparse
import os
import subprocess
import tempfile
import time
from pathlib import Path

import httpx2
import psycopg

from benchmarks.made_up import write_facts
from benchmarks.surroundings import PROGRAM, empty_database, environment, workers, world
from cinegraph.postgres.sharing import SharedServer


def main() -> None:
    """Print a row for each way to run the same import."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--films", type=int, default=400)
    films = options.parse_args().films
    with tempfile.TemporaryDirectory() as folder, SharedServer(Path(folder) / "server") as server:
        write_facts(Path(folder) / "facts", films)
        with world(Path(folder) / "facts") as url:
            print(f"{films} films, {os.cpu_count()} cores")
            print(f"{'':<34}{'seconds':>9}{'films/s':>9}{'calls/film':>12}{'aim':>14}")
            for latency in (0, 50):
                httpx2.post(f"{url}/faults", content=f"tmdb:latency={latency / 1000}" if latency else "")
                for count in (1, 2):
                    _row(f"{latency} ms, {count} worker(s), no limit", server, url, films, count, rate=0)
            httpx2.post(f"{url}/faults", content="")
            _row("0 ms, 1 worker, 40 requests/s", server, url, films, 1, rate=40)


def _row(name: str, server: str, url: str, films: int, count: int, rate: int) -> None:
    seconds, calls = _import(server, url, count, rate)
    aim = f"<= {1.1 * calls / rate + 2:.1f} s" if rate else ">= 60 films/s"
    print(f"{name:<34}{seconds:>9.2f}{films / seconds:>9.1f}{calls / films:>12.2f}{aim:>14}", flush=True)


def _import(server: str, world: str, count: int, rate: int) -> tuple[float, int]:
    """Seconds from the first read page to the last row, and calls to TMDb; on a fresh database."""
    url = empty_database(server)
    env = environment(url, world, tmdb_rate=str(rate))
    asked = [*PROGRAM, "import", "oscars", "2024", "--offline", "--detach"]
    subprocess.run(asked, env=env, check=True, stdout=subprocess.DEVNULL)
    with workers(env, count), psycopg.connect(url, autocommit=True) as connection:
        while (
            row := connection.execute("select finished_at - started_at from imports").fetchone()
        ) and not row[0]:
            time.sleep(0.05)
        calls = connection.execute("select count(*) from api_lookup_metrics where source = 'tmdb'").fetchone()
    assert row is not None
    assert calls is not None
    return row[0].total_seconds(), calls[0]


if __name__ == "__main__":
    main()
