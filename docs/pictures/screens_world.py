"""The control room on the offline world, with something on every screen: for pictures of it, and to look at by hand.

    python docs/pictures/screens_world.py

It prints the address, and ends when Enter is pressed. What is there comes by the program's own commands: the 96th Academy
Awards from a saved page of the Academy's, in a world where some films have a namesake (so that there is something to
decide), a list, an edition whose page does not answer, a budget, users. `room_of_members` is another one, where everybody
logs in and an import has just begun.
"""

import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cinegraph.offline.facts import own_facts
from cinegraph.offline.serve import own_world
from cinegraph.postgres.sharing import SharedServer

NAMESAKES = (
    "Maestro",
    "Society of the Snow",
    "The Teachers' Lounge",
    "Io Capitano",
    "Perfect Days",
    "The After",
    "Invincible",
    "Nimona",
    "Elemental",
    "Robot Dreams",
    "Past Lives",
    "Napoleon",
    "Golda",
    "El Conde",
)
"""Films of the ceremony of which this world has two of one title and year."""
SETTINGS = """\
http_attempts = 2

[budgets.omdb]
day_calls = 40
month_usd = 5
"""
"""A file of settings, with a budget that is used up."""
PASSWORD = "a password of ten"
SLOW = "tmdb:latency=3"
"""A world in which an import can be watched: its main catalogue answers after three seconds."""


def main() -> None:
    """Stand until Enter is pressed."""
    with control_room() as url:
        print(url, flush=True)
        input()


@contextmanager
def control_room() -> Iterator[str]:
    """The address of the control room, for as long as the block lasts."""
    with (
        _place() as place,
        SharedServer(place / "data") as database,
        own_world(catalogue=_namesakes(place)) as world,
    ):
        env = _environment(place, database, world)
        _fill(place, env, world)
        with _served(env) as url:
            yield url


@contextmanager
def room_of_members() -> Iterator[str]:
    """Where it is when everybody logs in (ada may change things); import 1 begins with the block."""
    with _place() as place, SharedServer(place / "data") as database, own_world(SLOW) as world:
        env = _environment(place, database, world) | {"CINEGRAPH_SITE_HOSTS": '["films.example"]'}
        _add_users(env)
        _run(env, "users", "token", "add", "ada", "nightly export")
        with _served(env) as url:
            _run(env, "import", "oscars", "2024", "--detach", "--offline")
            yield url


@contextmanager
def _place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # the server may run as another user
        yield Path(folder)


def _namesakes(place: Path) -> Path:
    """A catalogue of films with the title and the year of another, by nobody in particular."""
    known = {film.title: film for film in own_facts().films.values()}
    lines = []
    for number, film in enumerate((known[title] for title in NAMESAKES if title in known), 1):
        told = {"imdb_id": f"tt9900{number:03}", "tmdb_id": 9_900_000 + number, "title": film.title}
        lines.append(json.dumps(told | {"release_date": film.released, "year": int(film.year)}))
    path = place / "namesakes.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _environment(place: Path, database: str, world: str) -> dict[str, str]:
    config = place / "cinegraph.toml"
    config.write_text(SETTINGS, encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CINEGRAPH_")}
    return kept | {
        "CINEGRAPH_DATABASE_URL": database,
        "CINEGRAPH_OFFLINE_URL": world,
        "CINEGRAPH_CONFIG": config.name,
        "XDG_CONFIG_HOME": str(place),
        "XDG_DATA_HOME": str(place),
    }


def _fill(place: Path, env: dict[str, str], world: str) -> None:
    """What was done before anybody looks."""
    page = place / "oscars-2024.html"
    with urllib.request.urlopen(f"{world}/oscars/oscars/ceremonies/2024") as answer:  # loopback
        page.write_bytes(answer.read())
    _run(env, "import", "oscars", "2024", "--page", page.name, "--offline")
    _run(env, "lists", "import", "1001_movies", "--offline")
    _broken(world, "oscars:500")
    _run(env, "import", "oscars", "2023", "--offline")
    _broken(world, "")
    _run(
        env,
        "review",
        "accept",
        "2",
        "--candidate",
        "1",
        "--by",
        "ada",
        "--note",
        "as the page of the festival says",
        "--offline",
    )
    _add_users(env)


def _add_users(env: dict[str, str]) -> None:
    _run(env, "users", "add", "ada", stdin=f"{PASSWORD}\n".encode())
    _run(env, "users", "add", "eve", "--scope", "read", stdin=f"{PASSWORD}\n".encode())


def _run(env: dict[str, str], *words: str, stdin: bytes = b"") -> None:
    """A command of the program. What it refuses or leaves incomplete is said by the screens."""
    print("cinegraph", *words, file=sys.stderr, flush=True)
    program = [sys.executable, "-m", "cinegraph", *words]
    done = subprocess.run(
        program, check=False, env=env, input=stdin, capture_output=True, cwd=env["XDG_DATA_HOME"]
    )
    if done.returncode:
        print(done.stderr.decode(), file=sys.stderr)


def _broken(world: str, plan: str) -> None:
    """What goes wrong in the world from now on."""
    urllib.request.urlopen(urllib.request.Request(f"{world}/faults", plan.encode())).close()


@contextmanager
def _served(env: dict[str, str]) -> Iterator[str]:
    words = [sys.executable, "-m", "cinegraph", "serve", "--port", "0", "--offline"]
    with subprocess.Popen(
        words, env=env, stdout=subprocess.PIPE, text=True, cwd=env["XDG_DATA_HOME"]
    ) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[-1].rstrip("/")
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
