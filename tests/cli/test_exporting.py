"""`cinegraph export`: one nomination a line, whole or not at all."""

import csv
import io
import json
import os
import sqlite3
import stat
import subprocess
import threading
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from cinegraph.cli import run
from cinegraph.cli.whole_file import whole
from cinegraph.pipeline.context import Refused
from tests.cli.conftest import IMPORT, Run, command, environment, told


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
    animated = next(r for r in rows if r["person_name"] == "Hayao Miyazaki | Toshio Suzuki")
    assert animated["person_role"] == " | ", "a place for each person"
    assert list(tmp_path.iterdir()) == [target]


def test_what_cannot_be_exported_leaves_no_file(cinegraph: Run, tmp_path: Path) -> None:
    done = cinegraph("export", "nominations", "oscars", "2019", "--output", str(tmp_path / "x.jsonl"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "cinegraph: nothing is stored of oscars 2019: import it first\n"
    assert list(tmp_path.iterdir()) == []


def test_a_link_a_pipe_and_a_device_stay_what_they_are(cinegraph: Run, tmp_path: Path) -> None:
    """The file behind a link is replaced, not the link; what is no file is written to, never replaced."""
    cinegraph(*IMPORT)
    target, link, pipe = tmp_path / "real.jsonl", tmp_path / "link.jsonl", tmp_path / "pipe"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    os.mkfifo(pipe)
    received: list[str] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    for output in (link, pipe):
        assert cinegraph("export", "nominations", "oscars", "--output", str(output)).returncode == 0
    reader.join(30)
    assert link.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert pipe.is_fifo()
    assert received[0] == target.read_text(encoding="utf-8")
    assert len(received[0].splitlines()) == 120


@pytest.mark.parametrize(
    ("output", "reason"), [(".", "Is a directory"), ("no/such/x.csv", "there is no folder")]
)
def test_an_output_that_cannot_be_written(cinegraph: Run, tmp_path: Path, output: str, reason: str) -> None:
    cinegraph(*IMPORT, "--no-lookup")
    done = cinegraph("export", "nominations", "oscars", "--output", str(tmp_path / output))
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert reason in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_goes_wrong_is_told_of_the_file_that_was_named(tmp_path: Path) -> None:
    with (
        pytest.raises(Refused, match="/dev/full: No space left on device"),
        whole(Path("/dev/full")) as file,
    ):
        file.write(b"x")
    long = tmp_path / ("x" * 250)
    with pytest.raises(Refused, match=f"^{long}: File name too long$"), whole(long):
        pass
    assert list(tmp_path.iterdir()) == []


def test_standard_output_by_its_name(cinegraph: Run, database_url: str) -> None:
    cinegraph(*IMPORT, "--no-lookup")
    done = subprocess.run(
        command("export", "ceremonies", "--output", "/dev/stdout"),
        env=environment(database_url=database_url),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr, len(done.stdout.splitlines())) == (0, "", 1)


@pytest.mark.parametrize("words", [("status",), ("--help",)])
def test_a_reader_that_has_gone(database_url: str, words: tuple[str, ...]) -> None:
    """Whoever prints, a table, a line or the parser's help."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        command(*words),
        env=environment(database_url=database_url),
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_words_that_are_no_text(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["cinegraph", "search", "\udcff"])
    assert run() == 2
    assert capsys.readouterr().err == "cinegraph: '\\udcff' is no text in UTF-8\n"


def test_titles_leave_whole_whatever_the_locale(cinegraph: Run) -> None:
    """A terminal of ASCII cut the rows at the first umlaut."""
    cinegraph(*IMPORT, "--no-lookup")
    done = cinegraph("export", "nominations", "oscars", encoding="ascii")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 120


def test_the_night_for_media_servers_and_archives(cinegraph: Run, tmp_path: Path) -> None:
    """One import; its winners for Radarr, what has no id said, the event's file, everything as one file."""
    cinegraph(*IMPORT)
    done = cinegraph("export", "radarr", "oscars", "2024")
    films = json.loads(done.stdout)
    assert {"id": 346698, "imdb_id": "tt1517268", "title": "Barbie", "release_year": 2023} in films
    assert done.stderr.startswith("cinegraph: 3 of 53 films have no TMDb id and are left out: ")
    assert len(films) == 50
    done = cinegraph(
        "export", "films", "--festival", "oscars", "--winners", "--columns", "title", "--format", "csv"
    )
    assert done.stdout.splitlines()[0] == "title"
    assert "Oppenheimer" in done.stdout.splitlines()
    done = cinegraph("export", "imdb-awards", "oscars")
    assert "'2024':  # https://www.imdb.com/event/ev0000003/2024/1/" in done.stdout.splitlines()
    assert "left out: 10 nominations" not in done.stdout
    path = tmp_path / "films.db"
    assert cinegraph("export", "sqlite", "--output", str(path)).returncode == 0
    with closing(sqlite3.connect(path)) as file:
        assert file.execute(
            "select count(*) from festival_nominations where state = 'active'"
        ).fetchone() == (120,)
    assert list(tmp_path.iterdir()) == [path]


def test_whoever_reads_half_an_export_ends_it(cinegraph: Run, database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("insert into people (name) select repeat('x', 900) from generate_series(1, 5000)")
    reading = subprocess.Popen(
        command("export", "people"), env=environment(database_url=database_url), stdout=subprocess.PIPE
    )
    assert reading.stdout is not None
    assert reading.stdout.read(10) == b'{"id": 1, '
    reading.stdout.close()
    assert reading.wait(60) == 141
