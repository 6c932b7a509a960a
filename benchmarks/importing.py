"""A whole import: films a second at 0 and 50 ms latency, with 1 and 2 workers, and with the limiter at 40/s.

    python -m benchmarks.importing [--films 400]

The outside world and PostgreSQL run on the same machine and take their share of its cores.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import psycopg

from benchmarks.made_up import write_facts
from cinegraph.postgres.sharing import SharedServer

_PORT = 8799


def main() -> None:
    """Print a row for each way to run the same import."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--films", type=int, default=400)
    films = options.parse_args().films
    with tempfile.TemporaryDirectory() as folder, SharedServer(Path(folder) / "server") as server:
        write_facts(Path(folder) / "facts", films)
        with _world(Path(folder) / "facts") as world:
            print(f"{films} films, {os.cpu_count()} cores")
            print(f"{'':<34}{'seconds':>9}{'films/s':>9}{'calls/film':>12}{'aim':>14}")
            for latency in (0, 50):
                httpx2.post(f"{world}/faults", content=f"tmdb:latency={latency / 1000}" if latency else "")
                for workers in (1, 2):
                    _row(
                        f"{latency} ms, {workers} worker(s), no limit", server, world, films, workers, rate=0
                    )
            httpx2.post(f"{world}/faults", content="")
            _row("0 ms, 1 worker, 40 requests/s", server, world, films, 1, rate=40)


def _row(name: str, server: str, world: str, films: int, workers: int, rate: int) -> None:
    seconds, calls = _import(server, world, workers, rate)
    aim = f"<= {1.1 * calls / rate + 2:.1f} s" if rate else ">= 60 films/s"
    print(f"{name:<34}{seconds:>9.2f}{films / seconds:>9.1f}{calls / films:>12.2f}{aim:>14}", flush=True)


def _import(server: str, world: str, workers: int, rate: int) -> tuple[float, int]:
    """Seconds from the first read page to the last row, and calls to TMDb; on a fresh database."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("drop database if exists measured with (force)")
        connection.execute("create database measured")
    url = server.rsplit("/", 1)[0] + "/measured"
    env = {n: v for n, v in os.environ.items() if not n.startswith("CINEGRAPH_")}
    env |= {"CINEGRAPH_DATABASE_URL": url, "CINEGRAPH_OFFLINE_URL": world, "CINEGRAPH_TMDB_RATE": str(rate)}
    program = [sys.executable, "-m", "cinegraph"]
    subprocess.run(
        [*program, "import", "oscars", "2024", "--offline", "--detach"], env=env, check=True, stdout=-3
    )
    running = [
        subprocess.Popen([*program, "worker", "--offline"], env=env, stderr=subprocess.DEVNULL)
        for _ in range(workers)
    ]
    with psycopg.connect(url, autocommit=True) as connection:
        while (
            row := connection.execute("select finished_at - started_at from imports").fetchone()
        ) and not row[0]:
            time.sleep(0.05)
        calls = connection.execute("select count(*) from api_lookup_metrics where source = 'tmdb'").fetchone()
    for worker in running:
        worker.send_signal(signal.SIGTERM)
        worker.wait()
    assert row is not None
    assert calls is not None
    return row[0].total_seconds(), calls[0]


@contextmanager
def _world(facts: Path) -> Iterator[str]:
    command = [
        sys.executable,
        "-m",
        "cinegraph",
        "offline",
        "serve",
        "--port",
        str(_PORT),
        "--facts",
        str(facts),
    ]
    world = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    url = f"http://127.0.0.1:{_PORT}"
    try:
        while True:
            try:
                known = json.loads(httpx2.get(url).text)
                break
            except httpx2.TransportError:
                assert world.poll() is None, world.stderr and world.stderr.read()
                time.sleep(0.05)
        assert known["films"]
        yield url
    finally:
        world.terminate()
        world.wait()


if __name__ == "__main__":
    main()
