"""`cinegraph lists` and `cinegraph export list` as a user types them."""

import csv
import io
import json
from pathlib import Path

import psycopg
import pytest

from tests.cli.conftest import Run, one, told
from tests.pipeline.listing import export

FOLLOW = (
    "lists",
    "add",
    "oscar_films",
    "--name",
    "Films of the 96th Academy Awards",
    "--source-id",
    "ls096000001",
)


def test_a_list_from_the_offline_world_to_an_export(cinegraph: Run, tmp_path: Path) -> None:
    assert cinegraph(*FOLLOW, "--expected", "53").returncode == 0
    (report,) = told(cinegraph("lists", "import", "oscar_films", "--offline", "--json"))
    assert report["kind"] == "list"
    assert (report["list"], report["organization"], report["year"]) == ("oscar_films", None, None)
    assert (report["state"], report["seen"], report["stored"], report["missing"]) == ("finished", 53, 53, 0)
    done = cinegraph("import", "oscar_films", "--offline")
    assert "oscar_films · import 2 · finished" in done.stdout
    assert "53 said = 53 stored" in done.stdout
    assert "calls        none" in done.stdout
    films = told(cinegraph("export", "list", "oscar_films"))
    assert [film["position"] for film in films] == list(range(1, 54))
    assert {film["state"] for film in films} == {"there"}
    cinegraph("export", "list", "oscar_films", "--format", "csv", "--output", str(tmp_path / "films.csv"))
    rows = list(csv.DictReader(io.StringIO((tmp_path / "films.csv").read_text(encoding="utf-8"))))
    assert [row["imdb_id"] for row in rows] == [film["imdb_id"] for film in films]
    status = json.loads(cinegraph("status", "--json").stdout)
    assert [found["kind"] for found in status["imports"]] == ["list", "list"]
    assert "oscar_films" in cinegraph("status").stdout


def test_what_came_and_left_is_shown(cinegraph: Run, tmp_path: Path) -> None:
    cinegraph("lists", "add", "made", "--name", "Made", "--source-type", "csv")
    file = tmp_path / "export.csv"
    for films in (("901", "902", "903"), ("902", "903", "904")):
        file.write_bytes(export(*films).body)
        done = cinegraph("lists", "import", "made", "--file", str(file), "--no-lookup")
        assert done.returncode == 0, done.stderr
    shown = cinegraph("lists", "show", "made", "--left").stdout
    assert "3 said · 3 here · 1 left" in shown
    assert "1 added · 1 left · 2 moved" in shown
    assert "Film 901" in shown
    (every,) = told(cinegraph("lists", "show", "made", "--json"))
    assert every["last_changes"]["counts"] == {"added": 1, "left": 1, "moved": 2}  # type: ignore[index] # an object
    words = (
        "lists",
        "edit",
        "made",
        "--expected",
        "3",
        "--source-type",
        "imdb",
        "--source-id",
        "ls000000001",
    )
    rehearsed = cinegraph(*words, "--dry-run").stdout
    assert "the 3 films that are on it stay until the next import finds others" in rehearsed
    assert "expected_count: empty → 3: an import that reads another number of films says so" in rehearsed
    (plan,) = told(
        cinegraph("lists", "add", "mine", "--name", "Mine", "--source-type", "csv", "--dry-run", "--json")
    )
    assert (plan["dry_run"], plan["list"], len(plan["changes"])) == (True, "mine", 3)  # type: ignore[arg-type] # a list
    assert "there is no list 'mine'" in cinegraph("lists", "show", "mine").stderr
    assert cinegraph("lists", "edit", "made", "--expected", "3").returncode == 0
    (made,) = [row for row in told(cinegraph("lists", "list", "--json")) if row["list"] == "made"]
    assert (made["state"], made["expected"], made["there"], made["gone"]) == ("whole", 3, 3, 1)


def test_an_award_list_imports_nominations(cinegraph: Run) -> None:
    event = ("--source-type", "imdb_event", "--source-id", "ev0000003")
    cinegraph("lists", "add", "best_of_oscars", "--name", "The Oscars", *event)
    (report,) = told(
        cinegraph("lists", "import", "best_of_oscars", "2024", "--offline", "--no-lookup", "--json")
    )
    assert (report["organization"], report["year"], report["stored"]) == ("oscars", 2024, 120)
    assert "which year?" in cinegraph("lists", "import", "best_of_oscars", "--offline").stderr


def test_lists_are_checked_without_storing(cinegraph: Run, database_url: str) -> None:
    cinegraph(*FOLLOW)
    cinegraph("lists", "add", "hidden", "--name", "Hidden", "--source-id", "ls096000002")
    found = told(cinegraph("lists", "check", "oscar_films", "hidden", "--offline", "--json"))
    assert [(row["key"], row["said"]) for row in found] == [("oscar_films", 53), ("hidden", None)]
    assert "it is private" in str(found[1]["wrong"])
    with psycopg.connect(database_url) as connection:
        assert one(connection, "select count(*) from imports") == 0
        assert one(connection, "select count(*) from pages") == 0


WRONG: list[tuple[tuple[str, ...], int, str]] = [
    (("lists", "import", "--offline"), 1, "which list?"),
    (("lists", "import", "--file", __file__, "--no-lookup"), 1, "name the list that the file is of"),
    (
        ("lists", "import", "criterion", "--file", __file__, "--no-lookup"),
        1,
        "expected the columns Position, Const",
    ),
    (("import", "criterion", "2023", "--offline"), 1, "has no years"),
    (("import", "1001_moviez", "--offline"), 1, "did you mean '1001_movies'?"),
    (
        ("lists", "add", "mine", "--name", "Mine", "--source-id", "tt0000001"),
        1,
        "'tt0000001' is not a list of IMDb's",
    ),
    (("export", "list", "criterion"), 1, "nothing is stored of criterion"),
]


@pytest.mark.parametrize(
    ("words", "code", "says"), WRONG, ids=[" ".join(words[:3]) + says for words, _, says in WRONG]
)
def test_what_is_wrong_is_one_line(
    cinegraph: Run, database_url: str, words: tuple[str, ...], code: int, says: str
) -> None:
    done = cinegraph(*words)
    assert done.returncode == code
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    with psycopg.connect(database_url) as connection:
        assert one(connection, "select count(*) from imports") == 0
