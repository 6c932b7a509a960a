"""Status, jobs and the database by hand."""

import json
import subprocess
from pathlib import Path

import httpx2
import psycopg

from cinegraph.store import schema
from tests.cli.conftest import IMPORT, Run, command, environment, one, told


def test_status_of_nothing_and_of_something(cinegraph: Run) -> None:
    assert "nothing was imported yet" in cinegraph("status").stdout
    cinegraph(*IMPORT)
    assert "oscars 2024" in cinegraph("status").stdout
    (status,) = told(cinegraph("status", "--json"))
    assert (status["world"], status["workers"], status["reviews"], status["failed"]) == ("offline", 0, 0, 0)


def test_jobs_are_listed_shown_and_managed(cinegraph: Run, world_url: str) -> None:
    httpx2.post(f"{world_url}/faults", content="tmdb:500*4,wikidata:500*4")
    (report,) = told(cinegraph(*IMPORT, "--json"))
    assert report["state"] == "waiting"
    jobs = told(cinegraph("jobs", "list", "--state", "put_off", "--json"))
    assert len(jobs) == 50, "fifty at most, unless asked for more"
    assert len(told(cinegraph("jobs", "list", "--state", "put_off", "--limit", "99", "--json"))) == 53
    number = str(jobs[0]["id"])
    assert "resolve_movie" in cinegraph("jobs", "list", "--queue", "movies").stdout
    assert "put_off" in cinegraph("jobs", "show", number).stdout
    (shown,) = told(cinegraph("jobs", "show", number, "--json"))
    assert shown["errors"] == []
    assert cinegraph("jobs", "cancel", number).stdout.startswith(f"job {number} (resolve_movie of ")
    assert cinegraph("jobs", "cancel", number).returncode == 1
    assert cinegraph("jobs", "retry", number).stdout.endswith("waits again\n")
    (after,) = told(cinegraph(*IMPORT, "--json"))
    assert (after["import"], after["state"]) == (1, "finished")


def test_an_import_is_paused_resumed_and_cancelled(cinegraph: Run) -> None:
    cinegraph(*IMPORT, "--no-lookup", "--detach")
    assert cinegraph("imports", "pause", "1").stdout.startswith("import 1 waits until")
    assert cinegraph("imports", "pause", "1").returncode == 1
    assert told(cinegraph("imports", "resume", "1", "--json")) == [{"import": 1, "paused": False}]
    assert "not paused" in cinegraph("imports", "resume", "1").stderr
    assert told(cinegraph("imports", "cancel", "1", "--json")) == [
        {"import": 1, "cancelled": True, "jobs": 1}
    ]
    for word in ("pause", "resume", "cancel"):
        wrong = cinegraph("imports", word, "9")
        assert (wrong.returncode, wrong.stdout, wrong.stderr.count("\n")) == (1, "", 1)


def test_the_database_by_hand(in_memory: Path) -> None:
    """The embedded server: started, asked, stopped; and one line wherever it is not there."""

    def db(*words: str) -> subprocess.CompletedProcess[str]:
        env = environment(data_dir=str(in_memory / "data"))
        return subprocess.run(
            command("db", *words), env=env, capture_output=True, text=True, timeout=120, check=False
        )

    assert "is not running" in db("url").stderr
    assert "was not running" in db("stop").stdout
    assert "PostgreSQL runs on 127.0.0.1:" in db("start").stdout
    newest = schema.revisions()[-1]
    assert f"is {newest} now" in db("upgrade").stdout
    assert f"is {newest} already" in db("upgrade").stdout
    status = json.loads(db("status", "--json").stdout)
    assert (status["running"], status["kept_running"], status["current"]) == (True, True, True)
    with psycopg.connect(db("url").stdout.strip()) as connection:
        assert one(connection, "select count(*) from imports") == 0
    with psycopg.connect(db("url").stdout.strip(), application_name="cinegraph"):
        assert "are at work on" in db("reset", "--yes").stderr
    assert "is empty again" in db("reset", "--yes").stdout
    assert "is stopped" in db("stop").stdout
    assert json.loads(db("status", "--json").stdout)["running"] is False


def test_help_is_there_for_everyone(cinegraph: Run) -> None:
    for words in ((), ("import",), ("jobs",), ("db",), ("offline", "serve"), ("export", "nominations")):
        done = cinegraph(*words, "--help")
        assert done.returncode == 0
        assert "Usage: cinegraph" in done.stdout
