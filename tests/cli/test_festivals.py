"""Festivals as data, and many of them at once, as a user types it."""

import json
import subprocess
from pathlib import Path

import httpx2
import psycopg

from tests.cli.conftest import Run, command, environment, one, told
from tests.pipeline.event_pages import event_page

BLOCK = '[goya]\nname = "Goya Awards"\nabbreviation = "GOYA"\ncountry = "ES"\nfounded_year = 1987\nkind = "ceremony"\n'


def test_festivals_are_added_edited_and_checked(cinegraph: Run, database_url: str, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(BLOCK + "mnth = 2\n", encoding="utf-8")
    wrong = cinegraph("festivals", "add", "--file", str(own))
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr == f"cinegraph: {own}: [goya] has an unknown key 'mnth': did you mean 'month'?\n"
    own.write_text(BLOCK, encoding="utf-8")
    (added,) = told(cinegraph("festivals", "add", "--file", str(own), "--json"))
    assert (added["slug"], added["ceremonies"], added["month"]) == ("goya", 0, None)
    rehearsed = cinegraph("festivals", "edit", "goya", "--month", "2", "--dry-run")
    assert rehearsed.stdout.startswith("month: empty → 2: its newest edition")
    (plan,) = told(cinegraph("festivals", "edit", "goya", "--month", "2", "--dry-run", "--json"))
    assert (plan["dry_run"], plan["organization"]) == (True, "goya")
    edit = (
        "--by",
        "ada",
        "--month",
        "2",
        "--gap-years",
        "1990..1991, 1995",
        "--add-name",
        "Premios Goya",
        "--json",
    )
    (edited,) = told(cinegraph("festivals", "edit", "GOYA", *edit))
    assert (edited["month"], edited["gap_years"]) == (2, [1990, 1991, 1995])
    assert edited["other_names"] == ["Premios Goya"]
    with psycopg.connect(database_url) as connection:
        log = "select count(*) from setting_changes where \"by\" = 'ada' and setting like 'festivals.goya.%'"
        assert one(connection, log) == 3
        assert one(connection, "select count(*) from setting_changes where setting = 'festivals.goya'") == 1
    assert len(told(cinegraph("festivals", "list", "--json"))) == 24
    assert "gap_years            1990, 1991, 1995" in cinegraph("festivals", "show", "goya").stdout
    checked = cinegraph("festivals", "check", "goya")
    assert (checked.returncode, checked.stdout[:15]) == (0, "1 organizations")


def test_a_folder_and_standard_input(
    cinegraph: Run, database_url: str, world_url: str, tmp_path: Path
) -> None:
    """A dry run changes nothing; then the very same words import what the folder holds."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "oscars.html").write_bytes(httpx2.get(f"{world_url}/oscars/oscars/ceremonies/2024").content)
    (folder / "cannes.html").write_bytes(event_page(2019).body)
    (folder / "notes.txt").write_text("shopping list", encoding="utf-8")
    words = ("import", "--page", str(folder), "--no-lookup", "--json")
    rehearsed = cinegraph(*words, "--dry-run")
    (plan,) = told(rehearsed)
    asked = plan["imports"]
    assert isinstance(asked, list)
    assert [(one["organization"], one["year"]) for one in asked] == [("cannes", 2019), ("oscars", 2024)]
    why = "this is no HTML page, and no file of the IMDb-Awards dataset"
    assert rehearsed.stderr == f"cinegraph: left out: {folder}/notes.txt: {why}\n"
    with psycopg.connect(database_url) as connection:
        for table in ("imports", "pages", "festival_ceremonies", "procrastinate_jobs"):
            assert one(connection, f"select count(*) from {table}") == 0
    reports = told(cinegraph(*words))
    assert [(r["organization"], r["state"], r["stored"]) for r in reports] == [
        ("cannes", "finished", 1),
        ("oscars", "finished", 120),
    ]
    piped = subprocess.run(
        command("import", "cannes", "2020", "--page", "-", "--no-lookup", "--json"),
        env=environment(database_url=database_url),
        input=event_page(2020).body,
        capture_output=True,
        timeout=120,
        check=True,
    )
    report = json.loads(piped.stdout)
    assert (report["year"], report["stored"]) == (2020, 1)


def test_refresh_and_retry_can_be_rehearsed(cinegraph: Run, database_url: str) -> None:
    done = cinegraph("import", "oscars", "2024", "--offline", "--json")
    assert done.returncode == 0
    with psycopg.connect(database_url, autocommit=True) as connection:
        jobs = one(connection, "select count(*) from procrastinate_jobs")
        for words in (("refresh", "--older-than", "0"), ("retry", "--stubs")):
            (plan,) = told(cinegraph(*words, "--offline", "--dry-run", "--json"))
            assert (plan["dry_run"], plan["asked"]) == (True, 3)
            assert "lookup" in plan
        assert one(connection, "select count(*) from procrastinate_jobs") == jobs
        assert one(connection, "select count(*) from movies where lookup_attempts > 1") == 0
