"""`cinegraph datasets`: load, status, drop, as a person runs them; killed in the middle; and asked in an import."""

import gzip
import signal
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psycopg
import pytest

from tests.cli.conftest import IMPORT, Run, command, environment, one, told, until
from tests.made_datasets import film, made, write


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """An address that serves a dataset."""
    folder = write(tmp_path / "served", made())
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_load_status_drop(cinegraph: Run, tmp_path: Path) -> None:
    folder = write(tmp_path / "d", made())
    done = cinegraph("datasets", "load", "imdb", str(folder))
    assert done.returncode == 0, done.stderr
    assert "imdb: loaded\nimdb: 37 rows, loaded 20" in done.stdout
    assert "6 kept of 7 records (left out: tvEpisode 1)" in done.stdout
    assert "non-commercial" in done.stdout
    again = cinegraph("datasets", "load", "imdb", str(folder))
    assert "these very files are loaded already" in again.stdout
    (status,) = told(cinegraph("datasets", "status", "--json"))
    assert (status["loaded"], status["rows"], status["origin"], status["staged"]) == (
        True,
        37,
        str(folder),
        [],
    )
    assert cinegraph("datasets", "drop", "imdb").stdout == "imdb: dropped\n"
    assert cinegraph("datasets", "drop", "imdb").stdout == "imdb: there was nothing to drop\n"
    assert cinegraph("datasets", "status").stdout.startswith("imdb: not loaded")


def test_load_from_an_address(cinegraph: Run, database_url: str, address: str, tmp_path: Path) -> None:
    mine = {"data_dir": str(tmp_path / "data"), "imdb_rate": "0"}
    done = cinegraph("datasets", "load", "imdb", address, "--json", **mine)
    assert (done.returncode, done.stderr) == (0, "")
    (status,) = told(done)
    assert (status["origin"], status["rows"]) == (address, 37)
    by_setting = cinegraph("datasets", "load", "imdb", imdb_datasets_url=address, **mine)
    assert "these very files are loaded already" in by_setting.stdout
    with psycopg.connect(database_url) as connection:
        assert (
            one(
                connection, "select count(*) from api_lookup_metrics where operation = 'download' and success"
            )
            == 12
        )
    assert list((tmp_path / "data" / "datasets" / "imdb").iterdir()) == []
    missing = cinegraph("datasets", "load", "imdb", f"{address}/elsewhere", **mine)
    assert (missing.returncode, len(missing.stderr.splitlines())) == (1, 1)
    assert "/elsewhere/title.basics.tsv.gz answers with status 404" in missing.stderr


_WAITS_FOR_CREW = """
    select count(*) from pg_locks where not granted and relation = 'imdb_crew'::regclass
        and database = (select oid from pg_database where datname = current_database())
"""
"""Other tests wait for locks in other databases of the same server."""


def test_a_load_that_is_killed_goes_on(cinegraph: Run, database_url: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "d", made())
    words = command("datasets", "load", "imdb", str(folder))
    with psycopg.connect(database_url) as holding, psycopg.connect(database_url, autocommit=True) as watching:
        holding.execute("lock table imdb_crew in access exclusive mode")
        loading = subprocess.Popen(words, env=environment(database_url=database_url), stderr=subprocess.PIPE)
        until(watching, _WAITS_FOR_CREW, 1)
        loading.send_signal(signal.SIGKILL)
        loading.communicate()
        assert one(watching, "select count(*) from imdb_staging.files") == 3
        assert one(watching, "select count(*) from imdb_titles") == 0
    (status,) = told(cinegraph("datasets", "status", "--json"))
    assert status["staged"] == ["title.basics", "title.ratings", "title.akas"]
    done = cinegraph("datasets", "load", "imdb", str(folder))
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stderr.splitlines() if "staged" in line] == [
        f"cinegraph: staged title.{name}.tsv.gz" for name in ("basics", "ratings", "akas")
    ]
    assert "imdb: 37 rows" in done.stdout


@pytest.mark.parametrize(
    ("words", "settings", "code", "reason"),
    [
        (("datasets", "load", "imdb", "/no/such"), {}, 1, "/no/such: there is no such folder"),
        (("datasets", "load", "imdb", __file__), {}, 1, "there is no such folder"),
        (("datasets", "load", "imdb", "/"), {}, 1, "lacks title.basics.tsv.gz"),
        (("datasets", "load", "tmdb"), {}, 2, "tmdb"),
        (IMPORT, {"imdb_datasets": "true"}, 1, "none is loaded: run `cinegraph datasets load imdb DIR`"),
    ],
    ids=["nowhere", "a file", "empty", "another", "not loaded"],
)
def test_what_is_wrong_is_one_clear_line(
    cinegraph: Run, words: tuple[str, ...], settings: dict[str, str], code: int, reason: str
) -> None:
    done = cinegraph(*words, **settings)
    assert (done.returncode, done.stdout) == (code, "")
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert reason in done.stderr


def test_a_file_that_is_cut_off_leaves_the_former_dataset(cinegraph: Run, tmp_path: Path) -> None:
    folder = write(tmp_path / "d", made())
    cinegraph("datasets", "load", "imdb", str(folder))
    path = folder / "title.akas.tsv.gz"
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()) * 500)[:-30])
    done = cinegraph("datasets", "load", "imdb", str(folder))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"cinegraph: {path}, line ")
    (status,) = told(cinegraph("datasets", "status", "--json"))
    assert status["rows"] == 37


def test_a_film_that_tmdb_lacks_becomes_minimal(cinegraph: Run, database_url: str, tmp_path: Path) -> None:
    """The whole way: of the three films that the offline TMDb lacks, one is in the dataset."""
    cinegraph(*IMPORT)
    with psycopg.connect(database_url) as connection:
        row = connection.execute(
            "select imdb_id, title, year from movies where import_type = 'stub' and imdb_id is not null order by 1"
        ).fetchone()
        assert row is not None
        connection.execute("update movies set ask_again_at = null")
    imdb_id, title, _ = row
    files = made()
    files["title.basics"].append(film(imdb_id, title, "2023"))
    files["title.crew"].append((imdb_id, "nm0094435", "\\N"))
    cinegraph("datasets", "load", "imdb", str(write(tmp_path / "d", files)))
    done = cinegraph(*IMPORT, imdb_datasets="true")
    assert done.returncode == 0, done.stderr
    with psycopg.connect(database_url) as connection:
        found = connection.execute(
            """
            select m.import_type, m.data_source_hierarchy, p.name, c.job from movies m
            join movie_credits c on c.movie_id = m.id join people p on p.id = c.person_id where m.imdb_id = %s
            """,
            [imdb_id],
        ).fetchall()
    assert found == [("minimal", ["tmdb", "wikidata", "imdb_datasets"], "Bong Joon Ho", "Director")]
