"""Imported once, and every person is linked: what the command line says of it, and what it refuses."""

import psycopg
from psycopg import AsyncConnection

from tests.cli.conftest import Run, one, told
from tests.pipeline.nominees import nominated


def test_every_nominee_of_one_import(cinegraph: Run, database_url: str) -> None:
    done = cinegraph("import", "oscars", "2024", "--offline")
    assert "221 of 221 people linked" in done.stdout, done.stdout + done.stderr
    (report,) = told(cinegraph("import", "oscars", "2024", "--offline", "--json"))
    assert report["led_to"]["people linked"] == {"done": 221, "of": 221, "note": None}  # type: ignore[index] # an object
    assert report["calls"] == {}, "a second import asks nobody"
    found = told(cinegraph("people", "links", "oscars", "2024", "--json"))
    assert (len(found), sum(int(str(row["linked"])) for row in found)) == (22, 221)
    assert {row["unlinked"] for row in found} == {0}
    assert "every nominee is linked" in cinegraph("people", "links", "oscars", "--unlinked").stdout
    chain = told(cinegraph("jobs", "list", "--film", "barbie", "--json"))
    assert chain[0]["task"] == "resolve_movie"
    assert {"resolve_movie", "link_people"} <= {str(job["task"]) for job in chain}
    with psycopg.connect(database_url) as connection:
        assert one(connection, "select count(*) from person_merges where undone_at is null") == 200
    for words, wrong in (
        (("people", "links", "oscars", "1800"), "1800"),
        (("people", "links", "nobody"), "nobody"),
        (("people", "links", "oscars", "1990"), "no nominee of oscars 1990 is stored"),
        (("people", "links", "--after", "1_1"), "--after: only the list of --unlinked goes on"),
        (("people", "part", "Margot Robbie"), None),
        (("jobs", "list", "--film", "No Such Film"), "no film is called 'No Such Film'"),
        (("people", "part", "Nobody At All"), "nobody is called"),
    ):
        answer = cinegraph(*words)
        assert (answer.returncode != 0) == (wrong is not None), (words, answer.stdout)
        assert (wrong or "") in answer.stderr
        assert "Traceback" not in answer.stderr


async def test_who_is_nobody_of_all_ceremonies_is_listed_page_by_page(
    cinegraph: Run, conn: AsyncConnection
) -> None:
    unlinked = ("people", "links", "--unlinked")
    empty = cinegraph(*unlinked)
    assert (empty.returncode, empty.stdout, empty.stderr) == (1, "", "cinegraph: no nominee is stored\n")
    await nominated(conn, [], "Al", "Bo", ("Cy", "nm0000009"))
    await nominated(conn, [], "Zed", year=2002)
    found = told(cinegraph(*unlinked, "--json"))
    assert [(row["nominee"], row["year"], row["way"]) for row in found] == [
        ("Al", 2001, "unlinked"), ("Bo", 2001, "unlinked"), ("Zed", 2002, "unlinked"),
    ]  # fmt: skip
    first = cinegraph(*unlinked, "--limit", "2").stdout
    assert ("Bo" in first, "Zed" in first, f"more: --after {found[1]['after']}\n" in first) == (
        True,
        False,
        True,
    )
    assert told(cinegraph(*unlinked, "--after", str(found[1]["after"]), "--json")) == found[2:]
    assert cinegraph(*unlinked, "--after", str(found[2]["after"])).stdout == "nobody comes behind that\n"
    assert "'x' is no place in this list" in cinegraph(*unlinked, "--after", "x").stderr
