"""`cinegraph import` as a user types it: its figures, its end, and what comes of stopping it."""

import gzip
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import psycopg

from cinegraph.settings import QUEUES
from tests.cli.conftest import IMPORT, Run, command, environment, one, told, until


def test_import_reports_as_the_contract_says(cinegraph: Run) -> None:
    (report,) = told(cinegraph(*IMPORT, "--json"))
    seconds = report.pop("seconds")
    assert isinstance(seconds, float)
    assert asked_wikidata(report) in range(2, 5)
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
        "calls": {"imdb": 1, "oscars": 1, "tmdb": 63},
        "cost_usd": 0.0,
        "warnings": [],
        "led_to": {
            "people linked": {"done": 221, "of": 221, "note": None},
            "films rated": {"done": 0, "of": 53, "note": None},
            "films in the graph": {"done": 50, "of": 53, "note": None},
            "films scored": {"done": 0, "of": 53, "note": None},
        },
    }


def asked_wikidata(report: dict[str, object]) -> int:
    """How often Wikidata was asked: whether it answers, and for the three films that TMDb lacks, in one to three
    queries, as they come. Taken out of the report."""
    calls = report["calls"]
    assert isinstance(calls, dict)
    return int(calls.pop("wikidata", 0))


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


@contextmanager
def killed_at_the_end(process: subprocess.Popen[str]) -> Iterator[None]:
    """A test that fails in the middle does not wait for what it started."""
    try:
        yield
    finally:
        process.kill()


def test_detached_work_is_done_by_a_worker(cinegraph: Run, database_url: str, world_url: str) -> None:
    (report,) = told(cinegraph(*IMPORT, "--detach", "--json"))
    assert report["state"] == "queued"
    env = environment(database_url=database_url, offline_url=world_url, tmdb_rate="0")
    with (
        subprocess.Popen(
            command("worker", "--offline"), env=env, stderr=subprocess.PIPE, text=True
        ) as worker,
        killed_at_the_end(worker),
    ):
        assert worker.stderr is not None
        assert "working on imports" in worker.stderr.readline()
        with psycopg.connect(database_url, autocommit=True) as connection:
            until(connection, "select count(*) from imports where state = 'finished'", 1)
            assert one(connection, "select count(*) from procrastinate_workers") == len(QUEUES)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
    with psycopg.connect(database_url) as connection:
        assert one(connection, "select count(*) from procrastinate_workers") == 0


def test_ctrl_c_is_safe(cinegraph: Run, database_url: str, world_url: str) -> None:
    """The next run goes on with the same import, and ends as if nothing had happened."""
    env = environment(database_url=database_url, offline_url=world_url, tmdb_rate="20")
    with (
        subprocess.Popen(
            command(*IMPORT), env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as run,
        killed_at_the_end(run),
    ):
        with psycopg.connect(database_url, autocommit=True) as connection:
            until(connection, "select count(*) from movies where import_type = 'full'", 5)
        run.send_signal(signal.SIGINT)
        _, error = run.communicate(timeout=60)
    assert run.returncode == 130
    assert error.splitlines()[-1] == "cinegraph: interrupted; nothing is lost, the same command goes on"
    done = cinegraph(*IMPORT, "--json")
    (report,) = told(done)
    assert "goes on" in done.stderr
    assert (report["import"], report["state"], report["stored"]) == (1, "finished", 120)
    assert report["films"] == {"total": 53, "full": 50, "minimal": 0, "stub": 3, "review": 0, "pending": 0}


def test_given_pages_gzipped_and_plain(cinegraph: Run, world_url: str, tmp_path: Path) -> None:
    official, event = tmp_path / "a.html", tmp_path / "b.html.gz"
    official.write_bytes(httpx2.get(f"{world_url}/oscars/oscars/ceremonies/2024").content)
    event.write_bytes(gzip.compress(httpx2.get(f"{world_url}/imdb/event/ev0000003/2024/1/").content))
    (report,) = told(
        cinegraph(*IMPORT, "--page", str(official), "--page", str(event), "--no-lookup", "--json")
    )
    assert (report["state"], report["stored"], report["calls"]) == ("finished", 120, {})
    assert report["people"] == {"named": 205, "with_id": 205}


def test_the_readmes_command_on_a_bare_machine(in_memory: Path) -> None:
    """Embedded PostgreSQL, its own offline world, no settings but the folder."""
    env = environment(data_dir=str(in_memory / 'a folder\'s "data"'))
    for calls in ({"imdb": 1, "omdb": 50, "oscars": 1, "tmdb": 63}, {}):
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
        assert (asked_wikidata(report) > 0) == bool(calls)
        assert report["calls"] == calls


def test_a_site_that_is_busy_is_one_line(cinegraph: Run, world_url: str) -> None:
    httpx2.post(f"{world_url}/faults", content="oscars:429,imdb:500")
    done = cinegraph(*IMPORT, http_attempts="1")
    httpx2.post(f"{world_url}/faults", content="")
    assert (done.returncode, done.stdout) == (3, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("cinegraph: oscars 2024: ")
    assert "could not be read: status 429" in line
    assert line.endswith("it waits, and is tried again by a worker or the same command")
    (report,) = told(cinegraph(*IMPORT, "--json"))
    assert (report["import"], report["state"], report["stored"]) == (1, "finished", 120)


def test_an_import_that_no_job_works_for_does_not_hang(cinegraph: Run, database_url: str) -> None:
    """Whoever emptied the queue by hand: the command gives it jobs again."""
    cinegraph(*IMPORT, "--detach")
    with psycopg.connect(database_url) as connection:
        connection.execute("truncate procrastinate_jobs cascade")
    (report,) = told(cinegraph(*IMPORT, "--json"))
    assert (report["import"], report["state"]) == (1, "finished")
