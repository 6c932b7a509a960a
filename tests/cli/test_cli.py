"""What a user types, and what they get: figures, rows, and one clear line for what is wrong."""

import csv
import gzip
import io
import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import httpx2
import psycopg
import pytest

from tests.cli.conftest import Run, command, environment

IMPORT = ("import", "oscars", "2024", "--offline")


def told(done: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    """The lines of JSON that it printed."""
    assert done.returncode in (0, 1, 3), done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_import_reports_as_the_contract_says(cinegraph: Run) -> None:
    (report,) = told(cinegraph(*IMPORT, "--json"))
    seconds = report.pop("seconds")
    assert isinstance(seconds, float)
    assert report == {
        "import": 1,
        "organization": "oscars",
        "year": 2024,
        "instance": 1,
        "state": "finished",
        "seen": 120,
        "stored": 120,
        "winners": 23,
        "films": {"total": 53, "full": 50, "minimal": 0, "stub": 3, "review": 0, "pending": 0},
        "people": {"named": 205, "with_id": 205},
        "calls": {"imdb": 1, "oscars": 1, "tmdb": 57},
        "cost_usd": 0.0,
        "warnings": [],
    }


def test_import_shows_its_sum_to_a_person(cinegraph: Run) -> None:
    done = cinegraph(*IMPORT)
    assert done.returncode == 0
    assert "120 seen = 120 stored · 23 winners" in done.stdout
    assert "53 = 50 full + 0 minimal + 3 stub + 0 in review + 0 pending" in done.stdout
    assert "Our Uniform (tt28058015): no catalogue has it" in done.stdout
    assert "120 nominations stored, 53 films" in done.stderr


def test_a_second_import_asks_nobody(cinegraph: Run) -> None:
    cinegraph(*IMPORT)
    (report,) = told(cinegraph(*IMPORT, "--json"))
    assert (report["state"], report["calls"]) == ("finished", {})


def test_several_years_are_several_imports(cinegraph: Run) -> None:
    """The offline world has only one of them; the others fail, each with its reason."""
    done = cinegraph("import", "oscars", "2022..2024", "--offline", "--json")
    reports = told(done)
    assert [(r["year"], r["state"]) for r in reports] == [
        (2022, "failed"),
        (2023, "failed"),
        (2024, "finished"),
    ]
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 2


def test_export_as_json_lines(cinegraph: Run) -> None:
    cinegraph(*IMPORT)
    rows = told(cinegraph("export", "nominations", "oscars", "2024"))
    assert len(rows) == 120
    song = next(r for r in rows if r["detail"] == "I'm Just Ken")
    assert list(song)[:7] == [
        "organization",
        "year",
        "ceremony_number",
        "award",
        "category",
        "is_winner",
        "films",
    ]
    assert song["films"] == [
        {"title": "Barbie", "imdb_id": "tt1517268", "tmdb_id": 346698, "year": 2023, "import_type": "full"}
    ]
    assert song["people"] == [
        {"name": "Mark Ronson", "imdb_id": "nm1053148", "role": "Music and Lyric"},
        {"name": "Andrew Wyatt", "imdb_id": "nm1961278", "role": "Music and Lyric"},
    ]
    assert (song["award"], song["ceremony_number"], song["note"], song["state"]) == (
        "Oscar",
        96,
        None,
        "active",
    )


def test_export_as_csv_to_a_file(cinegraph: Run, tmp_path: Path) -> None:
    cinegraph(*IMPORT)
    target = tmp_path / "oscars.csv"
    assert (
        cinegraph("export", "nominations", "oscars", "--format", "csv", "--output", str(target)).returncode
        == 0
    )
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))
    picture = next(r for r in rows if r["category"] == "Best Picture" and r["is_winner"] == "true")
    assert len(rows) == 120
    assert picture["film_imdb_id"] == "tt15398776"
    assert picture["person_name"] == "Emma Thomas | Charles Roven | Christopher Nolan"
    assert picture["person_role"] == "Producer | Producer | Producer"
    assert list(tmp_path.iterdir()) == [target]


def test_what_cannot_be_exported_leaves_no_file(cinegraph: Run, tmp_path: Path) -> None:
    done = cinegraph("export", "nominations", "oscars", "2019", "--output", str(tmp_path / "x.jsonl"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "cinegraph: nothing is stored of oscars 2019: import it first\n"
    assert list(tmp_path.iterdir()) == []


def test_status_of_nothing_and_of_something(cinegraph: Run) -> None:
    assert "nothing was imported yet" in cinegraph("status").stdout
    cinegraph(*IMPORT)
    assert "oscars 2024" in cinegraph("status").stdout
    (status,) = told(cinegraph("status", "--json"))
    assert (status["world"], status["workers"], status["reviews"], status["failed"]) == ("offline", 0, 0, 0)


def test_detached_work_is_done_by_a_worker(cinegraph: Run, database_url: str, world_url: str) -> None:
    (report,) = told(cinegraph(*IMPORT, "--detach", "--json"))
    assert report["state"] == "queued"
    env = environment(database_url=database_url, offline_url=world_url, tmdb_rate="0")
    with subprocess.Popen(
        command("worker", "--offline"), env=env, stderr=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stderr is not None
        assert "working on imports" in worker.stderr.readline()
        with psycopg.connect(database_url, autocommit=True) as connection:
            _until(connection, "select count(*) from imports where state = 'finished'", 1)
            assert _one(connection, "select count(*) from procrastinate_workers") == 3
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
    with psycopg.connect(database_url) as connection:
        assert _one(connection, "select count(*) from procrastinate_workers") == 0


def test_ctrl_c_is_safe(cinegraph: Run, database_url: str, world_url: str) -> None:
    """The next run goes on with the same import, and ends as if nothing had happened."""
    env = environment(database_url=database_url, offline_url=world_url, tmdb_rate="20")
    with subprocess.Popen(
        command(*IMPORT), env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        with psycopg.connect(database_url, autocommit=True) as connection:
            _until(connection, "select count(*) from movies where import_type = 'full'", 5)
        run.send_signal(signal.SIGINT)
        _, error = run.communicate(timeout=60)
    assert run.returncode == 130
    assert error.splitlines()[-1] == "cinegraph: interrupted; nothing is lost, the same command goes on"
    done = cinegraph(*IMPORT, "--json")
    (report,) = told(done)
    assert "goes on" in done.stderr
    assert (report["import"], report["state"], report["stored"]) == (1, "finished", 120)
    assert report["films"] == {"total": 53, "full": 50, "minimal": 0, "stub": 3, "review": 0, "pending": 0}


def _one(connection: psycopg.Connection, query: str) -> int:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return int(row[0])


def _until(connection: psycopg.Connection, query: str, at_least: int) -> None:
    deadline = time.monotonic() + 60
    while _one(connection, query) < at_least:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_jobs_are_listed_shown_and_managed(cinegraph: Run, world_url: str) -> None:
    httpx2.post(f"{world_url}/faults", content="tmdb:500*4")
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


WRONG: list[tuple[tuple[str, ...], dict[str, str], int, str]] = [
    (("import", "oscars", "1933", "--offline"), {}, 1, "held no ceremony in 1933"),
    (("import", "oscars", "2999", "--offline"), {}, 1, "2999 is in the future"),
    (("import", "oscars", "1066", "--offline"), {}, 1, "began in 1929"),
    (("import", "oscarz", "2024", "--offline"), {}, 1, "did you mean 'oscars'?"),
    (("import", "oscars", "--offline"), {}, 1, "which year?"),
    (("import", "oscars", "soon", "--offline"), {}, 1, "'soon' is no year"),
    (("import", "oscars", "2024..2020", "--offline"), {}, 1, "runs backwards"),
    (("import", "oscars", "2024", "--all", "--offline"), {}, 1, "leave out '2024'"),
    (("import", "oscars", "2024", "--offline", "--page", "/no/such/page.html"), {}, 1, "No such file"),
    (("import", "oscars", "2024", "--offline", "--page", "/"), {}, 1, "is a folder"),
    (("import", "oscars", "2024", "--offline", "--page", __file__), {}, 1, "no HTML page"),
    (("import", "oscars", "2024"), {}, 1, "CINEGRAPH_TMDB_TOKEN"),
    (("import", "oscars", "2024"), {"tmdb": "false"}, 1, "no catalogue is switched on"),
    (("import", "cannes", "2023"), {"tmdb_token": "x"}, 1, "switched off; give saved pages"),
    (("worker",), {}, 1, "CINEGRAPH_TMDB_TOKEN"),
    (("worker", "--offline", "--queues", "movie_enrichment"), {}, 1, "there is no queue 'movie_enrichment'"),
    (
        IMPORT,
        {"database_url": "postgresql://u:s3cr3t@127.0.0.1:1/films"},
        1,
        "127.0.0.1:1/films does not answer",
    ),
    (IMPORT, {"database_url": "nonsense"}, 1, "does not answer"),
    (IMPORT, {"offline_url": "http://127.0.0.1:1"}, 1, "does not answer"),
    (IMPORT, {"tmdb_tokn": "x"}, 1, "did you mean CINEGRAPH_TMDB_TOKEN?"),
    ((*IMPORT, "--colour"), {}, 2, "--colour"),
    (("import",), {}, 2, "requires an argument"),
    (("frobnicate",), {}, 2, "frobnicate"),
    (("export", "nominations", "oscars", "--format", "xml"), {}, 2, "xml"),
    (("jobs", "show", "999999"), {}, 1, "there is no job 999999"),
    (("jobs", "retry"), {}, 1, "which job?"),
    (("jobs", "list", "--limit", "0"), {}, 1, "--limit 0"),
    (("jobs", "list", "--state", "asleep"), {}, 2, "asleep"),
    (("db", "stop"), {}, 1, "not ours to start or stop"),
    (("db", "reset"), {}, 1, "add --yes"),
    (("offline", "serve", "--fault", "tmdb:earthquake"), {}, 1, "no fault 'tmdb:earthquake'"),
    (("offline", "serve", "--catalogue", "/no/such"), {}, 1, "cannot be read"),
]


@pytest.mark.parametrize(
    ("words", "settings", "code", "reason"), WRONG, ids=[" ".join(w[0])[:60] for w in WRONG]
)
def test_what_is_wrong_is_one_clear_line(
    cinegraph: Run,
    database_url: str,
    words: tuple[str, ...],
    settings: dict[str, str],
    code: int,
    reason: str,
) -> None:
    done = cinegraph(*words, **settings)
    assert (done.returncode, done.stdout) == (code, "")
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith("cinegraph: ")
    assert reason in done.stderr
    assert "s3cr3t" not in done.stderr
    with psycopg.connect(database_url) as connection:
        for table in ("imports", "pages", "movies", "festival_ceremonies"):
            assert _one(connection, f"select count(*) from {table}") == 0


def test_a_wrong_key_is_one_line_and_stores_nothing(
    cinegraph: Run, database_url: str, world_url: str
) -> None:
    httpx2.post(f"{world_url}/faults", content="tmdb:wrong-key")
    done = cinegraph(*IMPORT)
    httpx2.post(f"{world_url}/faults", content="")
    assert done.returncode == 1
    assert re.fullmatch(
        r"cinegraph: oscars 2024: TMDb refuses the key: .*CINEGRAPH_TMDB_TOKEN\n", done.stderr
    )
    with psycopg.connect(database_url) as connection:
        for table in ("pages", "movies", "people", "festival_ceremonies", "festival_nominations", "world"):
            assert _one(connection, f"select count(*) from {table}") == 0


def test_a_page_larger_than_any_is_refused(cinegraph: Run, tmp_path: Path) -> None:
    huge = tmp_path / "huge.html"
    huge.touch()
    os.truncate(huge, 65 * 2**20)
    assert "larger than any page" in cinegraph(*IMPORT, "--page", str(huge)).stderr


def test_given_pages_gzipped_and_plain(cinegraph: Run, world_url: str, tmp_path: Path) -> None:
    official, event = tmp_path / "a.html", tmp_path / "b.html.gz"
    official.write_bytes(httpx2.get(f"{world_url}/oscars/oscars/ceremonies/2024").content)
    event.write_bytes(gzip.compress(httpx2.get(f"{world_url}/imdb/event/ev0000003/2024/1/").content))
    (report,) = told(
        cinegraph(*IMPORT, "--page", str(official), "--page", str(event), "--no-lookup", "--json")
    )
    assert (report["state"], report["stored"], report["calls"]) == ("finished", 120, {})
    assert report["people"] == {"named": 205, "with_id": 205}


def test_the_database_by_hand(tmp_path: Path) -> None:
    """The embedded server: started, asked, stopped; and one line wherever it is not there."""

    def db(*words: str) -> subprocess.CompletedProcess[str]:
        env = environment(data_dir=str(tmp_path / "data"))
        return subprocess.run(
            command("db", *words), env=env, capture_output=True, text=True, timeout=120, check=False
        )

    assert "is not running" in db("url").stderr
    assert "was not running" in db("stop").stdout
    assert "PostgreSQL runs on 127.0.0.1:" in db("start").stdout
    assert "is 0005_lookups now" in db("upgrade").stdout
    assert "is 0005_lookups already" in db("upgrade").stdout
    status = json.loads(db("status", "--json").stdout)
    assert (status["running"], status["kept_running"], status["current"]) == (True, True, True)
    with psycopg.connect(db("url").stdout.strip()) as connection:
        assert _one(connection, "select count(*) from imports") == 0
    assert "is empty again" in db("reset", "--yes").stdout
    assert "is stopped" in db("stop").stdout
    assert json.loads(db("status", "--json").stdout)["running"] is False


def test_the_readmes_command_on_a_bare_machine(tmp_path: Path) -> None:
    """Embedded PostgreSQL, its own offline world, no settings but the folder."""
    env = environment(data_dir=str(tmp_path / 'a folder\'s "data"'))
    for calls in ({"imdb": 1, "oscars": 1, "tmdb": 57}, {}):
        done = subprocess.run(
            command(*IMPORT, "--json"), env=env, capture_output=True, text=True, timeout=120, check=False
        )
        (report,) = told(done)
        assert (report["state"], report["seen"], report["stored"], report["winners"]) == (
            "finished",
            120,
            120,
            23,
        )
        assert report["calls"] == calls


def test_help_is_there_for_everyone(cinegraph: Run) -> None:
    for words in ((), ("import",), ("jobs",), ("db",), ("offline", "serve"), ("export", "nominations")):
        done = cinegraph(*words, "--help")
        assert done.returncode == 0
        assert "Usage: cinegraph" in done.stdout
