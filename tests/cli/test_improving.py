"""Reviews, lookups, sweeps and retries as a user types them."""

import json
from collections.abc import Iterator

import httpx2
import psycopg
import pytest

from tests.cli.conftest import IMPORT, Run, one, told

_CANDIDATE = {
    "source": "tmdb",
    "source_id": "346698",
    "title": "Barbie",
    "year": 2023,
    "imdb_id": "tt1517268",
    "tmdb_id": 346698,
    "directors": ["Greta Gerwig"],
    "score": 0.55,
    "evidence": [{"name": "same_title_told", "says": "One of the titles.", "score": 0.55}],
}
_OTHER = _CANDIDATE | {"source_id": "9", "title": "Barbie & Ken", "imdb_id": "tt0000009", "tmdb_id": 9}


@pytest.fixture
def doubt(cinegraph: Run, database_url: str, world_url: str) -> Iterator[Run]:
    """A database with one stub, Barbie, of which two candidates are before a person."""
    assert cinegraph("lookup", "tt1517268", "--offline").returncode == 0, "it speaks of the offline world now"
    with psycopg.connect(database_url) as connection:
        connection.execute("insert into movies (title) values ('Barbie')")
        connection.execute(
            "insert into reviews (movie_id, reason, candidates) values (1, 'no candidate is sure enough', %s)",
            [json.dumps([_OTHER, _CANDIDATE])],
        )
    yield cinegraph
    httpx2.post(f"{world_url}/faults", content="")


def test_many_questions_are_accepted_at_once(doubt: Run, database_url: str) -> None:
    """Nothing is done in a preview; what is close waits for --close; each can be undone alone."""
    with psycopg.connect(database_url) as connection:
        connection.execute("update reviews set candidates = jsonb_set(candidates, '{1,score}', '0.98')")
    shown = doubt("review", "accept-many", "--dry-run")
    for word in (
        "Barbie (2023, tt1517268, tmdb 346698)",
        "0.98",
        "0.43",
        "1 question of 1 would be answered",
    ):
        assert word in shown.stdout, word
    assert told(doubt("review", "accept-many", "--dry-run", "--json", "--kind", "nominee")) == []
    (one,) = told(doubt("review", "accept-many", "--dry-run", "--json"))
    assert (one["review"], one["candidate"], one["accepted"]) == (1, 2, True)
    with psycopg.connect(database_url) as connection:
        connection.execute("update reviews set candidates = jsonb_set(candidates, '{0,score}', '0.97')")
    words = ("review", "accept-many", "--by", "anna", "--offline")
    assert doubt(*words).stdout == "0 questions answered; 1 left: another candidate is close (--close)\n"
    (done,) = told(doubt(*words, "--close", "--json"))
    assert (done["accepted"], done["left"]) == ([1], [])
    assert done["films"] == {"full": 1, "minimal": 0, "stub": 0, "review": 0, "pending": 0, "joined": 0}
    assert doubt("review", "undo", "1").stdout == "review 1 (Barbie) is open\n"
    assert (
        "no organization 'nowhere'"
        in doubt("review", "accept-many", "--festival", "nowhere", "--dry-run").stderr
    )
    assert "from 0 to 1" in doubt("review", "accept-many", "--least", "3", "--dry-run").stderr


def test_a_question_is_shown_decided_and_undone(doubt: Run) -> None:
    assert "Barbie" in doubt("review", "list").stdout
    shown = doubt("review", "show", "1").stdout
    for word in ("candidate 2", "Greta Gerwig", "same_title_told", "+0.55", "tmdb 346698, tt1517268"):
        assert word in shown
    assert "2 candidates: say which" in doubt("review", "accept", "1", "--offline").stderr
    (done,) = told(doubt("review", "accept", "1", "--candidate", "2", "--by", "anna", "--offline", "--json"))
    assert (done["state"], done["decided_by"], done["films"]) == (
        "accepted",
        "anna",
        {"full": 1, "minimal": 0, "stub": 0, "review": 0, "pending": 0, "joined": 0},
    )
    assert "already" in doubt("review", "reject", "1").stderr
    assert "no such questions" in doubt("review", "list").stdout
    (whole,) = told(doubt("review", "show", "1", "--json"))
    assert [d["kind"] for d in whole["decisions"]] == ["is"]  # type: ignore[attr-defined] # a list
    assert doubt("review", "undo", "1").stdout == "review 1 (Barbie) is open\n"
    (again,) = told(doubt("review", "list", "--json"))
    assert again["movie"] == {"id": 1, "title": "Barbie", "imdb_id": None, "import_type": "stub"}
    assert doubt("review", "skip", "1", "--note", "later").stdout == "review 1 (Barbie) is skipped\n"
    assert doubt("review", "reject", "1").stdout == "review 1 (Barbie) is rejected\n"


def test_an_accepted_film_waits_while_nobody_answers(doubt: Run, world_url: str) -> None:
    httpx2.post(f"{world_url}/faults", content="tmdb:429=900")
    done = doubt("review", "accept", "1", "--candidate", "2", "--offline", "--json")
    assert done.returncode == 3
    httpx2.post(f"{world_url}/faults", content="")
    again = doubt("retry", "--stubs", "--offline", "--json")
    assert json.loads(again.stdout)["films"]["full"] == 1


def test_one_film_is_looked_up_and_nothing_stored(cinegraph: Run, database_url: str) -> None:
    assert "found: Barbie (2023), tmdb 346698, tt1517268; full, confidence 1.00" in (
        cinegraph("lookup", "tt1517268", "--offline").stdout
    )
    explained = cinegraph(
        "lookup", "Poor Things", "--year", "2023", "--director", "Yorgos Lanthimos", "--explain", "--offline"
    )
    assert "the whole record of 792307" in explained.stdout
    (nothing,) = told(cinegraph("lookup", "No Such Film", "--offline", "--json"))
    assert (nothing["outcome"], nothing["asked"]) == ("not_found", ["tmdb", "wikidata"])
    with psycopg.connect(database_url) as connection:
        assert one(connection, "select count(*) from movies") == 0
        assert one(connection, "select count(*) from api_lookup_metrics") >= 4


def test_an_import_is_tried_again_and_swept(cinegraph: Run, database_url: str) -> None:
    cinegraph(*IMPORT)
    films, report = told(cinegraph("retry", "--import", "1", "--offline", "--json"))
    assert (films["asked"], films["failed_jobs"]) == (3, 0)
    assert (report["state"], report["films"]) == (
        "finished",
        {"total": 53, "full": 50, "minimal": 0, "stub": 3, "review": 0, "pending": 0},
    )
    (swept,) = told(cinegraph("refresh", "--offline", "--json"))
    assert (swept["asked"], swept["left"]) == (0, 0)
    (swept,) = told(cinegraph("refresh", "--older-than", "0", "--limit", "2", "--offline", "--json"))
    assert (swept["asked"], swept["left"]) == (2, 1)
    assert "0 failed jobs tried again" in cinegraph("retry", "--failed", "--offline").stdout
    assert "must not mix" in cinegraph("refresh", tmdb_token="x").stderr
    with psycopg.connect(database_url) as connection:
        assert (
            one(connection, "select count(*) from procrastinate_jobs where status in ('todo', 'doing')") == 0
        )
