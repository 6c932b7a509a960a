"""What strangers wrote is printed, and does nothing to the terminal or to the text beside it."""

import json

import psycopg

from tests.cli.conftest import Run

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
        assert [sign for sign in "\x1b\x07\x9b\u202e" if sign in shown] == [], done.args
    assert json.loads(cinegraph("people", "search", "evil", "--json").stdout)["name"] == EVIL
