"""Imported once, and every person is linked: what the command line says of it, and what it refuses."""

import psycopg

from tests.cli.conftest import Run, one, told


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
        (("people", "part", "Margot Robbie"), None),
        (("jobs", "list", "--film", "No Such Film"), "no film is called 'No Such Film'"),
        (("people", "part", "Nobody At All"), "nobody is called"),
    ):
        answer = cinegraph(*words)
        assert (answer.returncode != 0) == (wrong is not None), (words, answer.stdout)
        assert (wrong or "") in answer.stderr
        assert "Traceback" not in answer.stderr
