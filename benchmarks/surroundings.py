"""What an import is measured in: a made-up outside world, an empty database, and the program as a user runs it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import psycopg

PROGRAM = [sys.executable, "-m", "cinegraph"]
_PORT = 8799


@contextmanager
def world(facts: Path, niceness: int = 0) -> Iterator[str]:
    """The address of an offline world with these facts, while the block lasts. It stands for what is elsewhere: with a
    `niceness` it takes what the others leave of this machine."""
    serving = subprocess.Popen(
        [
            "nice",
            "-n",
            str(niceness),
            *PROGRAM,
            "offline",
            "serve",
            "--port",
            str(_PORT),
            "--facts",
            str(facts),
        ],
        stderr=subprocess.PIPE,
        text=True,
    )
    url = f"http://127.0.0.1:{_PORT}"
    try:
        while True:
            try:
                known = json.loads(httpx2.get(url).text)
                break
            except httpx2.TransportError:
                assert serving.poll() is None, serving.stderr and serving.stderr.read()
                time.sleep(0.05)
        assert known["films"]
        yield url
    finally:
        serving.terminate()
        serving.wait()


def empty_database(server: str) -> str:
    """The address of a database without a table, in the place of the one before."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("drop database if exists measured with (force)")
        connection.execute("create database measured")
    return server.rsplit("/", 1)[0] + "/measured"


def environment(database: str, world: str, **settings: str) -> dict[str, str]:
    """The environment of a program that has only these settings; ratings are asked for where they are measured. Without a
    `database` it has the embedded one."""
    ours = {n: v for n, v in os.environ.items() if not n.startswith("CINEGRAPH_")}
    told = {"database_url": database, "offline_url": world, "omdb_ratings": "false", **settings}
    return ours | {f"CINEGRAPH_{name.upper()}": value for name, value in told.items() if value}


@contextmanager
def workers(env: dict[str, str], count: int) -> Iterator[None]:
    """So many workers, each a process, while the block lasts."""
    running = [
        subprocess.Popen([*PROGRAM, "worker", "--offline"], env=env, stderr=subprocess.DEVNULL)
        for _ in range(count)
    ]
    try:
        yield
    finally:
        for worker in running:
            worker.send_signal(signal.SIGTERM)
        for worker in running:
            worker.wait()
