"""What strangers wrote is printed, and does nothing to the terminal or to the text beside it."""

import json
import re
from pathlib import Path

import psycopg
import pytest

from tests.cli.conftest import Run
from tests.web import hostile

ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
EVIL = "Evil \x1b[31mName\x1b]0;owned\x07 \u202egnorw\x9b2J"


def test_a_name_acts_on_nothing(cinegraph: Run, database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("insert into people (name) values (%s)", [EVIL])
        connection.execute("insert into movies (title) values (%s)", [EVIL])
        connection.execute(
            "insert into reviews (movie_id, reason) values ((select max(id) from movies), %s)", [EVIL]
        )
    printed = [
        cinegraph("people", "search", "evil"),
        cinegraph("people", "collaborators", "1"),
        cinegraph("review", "list"),
        cinegraph("review", "show", "1"),
        cinegraph("review", "skip", "1"),
        cinegraph("people", "show", EVIL),
        cinegraph("people", "part", "1"),
    ]
    for done in printed:
        shown = done.stdout + done.stderr
        assert "Evil" in shown, done.args
        assert not ACTS.search(shown), done.args
    assert json.loads(cinegraph("people", "search", "evil", "--json").stdout)["name"] == EVIL


SHOWING = (
    "nominations list oscars 2024",
    "retry --stubs --detach --offline",
    "jobs list",
    "diff oscars 2024",
    "compare oscars 2024",
    "search script",
    "festivals list",
    "festivals show oscars",
    "lists list",
    "lists show 1001_movies",
    "status",
    "categories check",
)
"""What shows a page, a festival and a list with the worst names."""
JSON = ("festivals list", "lists list", "nominations list oscars 2024", "jobs list")
ALL = (hostile.TURNING, *hostile.WORST[4:8:3])


def test_no_command_prints_what_acts(
    cinegraph: Run, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither to a person nor, where it prints JSON, to a program: there it is an escape."""
    monkeypatch.chdir(tmp_path)
    Path("page.html").write_text(hostile.page(), encoding="utf-8")
    brought = cinegraph("import", "oscars", "2024", "--page", "page.html", "--no-lookup", "--offline")
    assert not ACTS.search(brought.stdout + brought.stderr)
    with psycopg.connect(database_url) as connection:
        connection.execute("update festival_organizations set name = %s", [hostile.TURNING])
        connection.execute("update movie_lists set name = %s", [hostile.TURNING])
    jobs: list[str] = []
    for words in SHOWING:
        done = cinegraph(*words.split())
        assert not ACTS.search(done.stdout + done.stderr), words
    for words in JSON:
        done = cinegraph(*words.split(), "--json")
        assert not ACTS.search(done.stdout), words
        told = list(map(json.loads, done.stdout.splitlines()))
        assert any(text in str(one.values()) for one in told for text in map(repr, ALL)), words
        jobs += [str(one["id"]) for one in told if one.get("state") == "todo"]
    cancelled = cinegraph("jobs", "cancel", *jobs)
    assert "gpj.elif" in cancelled.stdout
    assert not ACTS.search(cancelled.stdout)
