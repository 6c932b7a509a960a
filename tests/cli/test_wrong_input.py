"""What is wrong is one clear line, and nothing is stored."""

import os
import re
from pathlib import Path

import httpx2
import psycopg
import pytest

from tests.cli.conftest import IMPORT, Run, one

HERE = str(Path(__file__).parents[2] / "docs")

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
    (
        ("import", "oscars", "2024", "--offline", "--page", HERE),
        {},
        1,
        "files is a page that Cinegraph reads",
    ),
    (("import", "oscars", "2024", "--offline", "--page", __file__), {}, 1, "no HTML page"),
    (("import", "oscars", "2024"), {}, 1, "CINEGRAPH_TMDB_TOKEN"),
    (("import", "foo", "2020"), {}, 1, "there is no organization 'foo'"),
    (("import", "cannes", "1900"), {}, 1, "began in 1939"),
    (
        ("import", "oscars", "2024"),
        {"tmdb": "false", "wikidata": "false"},
        1,
        "no catalogue is switched on (CINEGRAPH_TMDB, CINEGRAPH_WIKIDATA,",
    ),
    (("import", "oscars", "2024"), {"tmdb": "false", "omdb": "true"}, 1, "CINEGRAPH_OMDB_KEY"),
    (("import", "cannes", "2023"), {"tmdb_token": "x"}, 1, "switched off; give saved pages"),
    (("import", "cannes", "2023"), {"tmdb_token": "x", "imdb_transport": "zyte"}, 1, "CINEGRAPH_ZYTE_KEY"),
    (("import", "cannes", "2023", "--no-lookup"), {"imdb_transport": "zyte"}, 1, "CINEGRAPH_ZYTE_KEY"),
    (("import", "oscars", "2024"), {"tmdb_token": "x", "imdb_title": "zyte"}, 1, "CINEGRAPH_ZYTE_KEY"),
    (("worker",), {"tmdb_token": "x", "imdb_title": "files"}, 1, "CINEGRAPH_IMDB_TITLE_FOLDER"),
    (
        ("worker",),
        {"tmdb_token": "x", "imdb_title": "files", "imdb_title_folder": "/no/such"},
        1,
        "there is no such folder",
    ),
    (("worker",), {"imdb_title": "telepathy"}, 1, "CINEGRAPH_IMDB_TITLE"),
    (("worker",), {}, 1, "CINEGRAPH_TMDB_TOKEN"),
    (("worker", "--offline", "--queues", "movie_enrichment"), {}, 1, "there is no queue 'movie_enrichment'"),
    (
        IMPORT,
        {"database_url": "postgresql://u:s3cr3t@127.0.0.1:1/films"},
        1,
        "127.0.0.1:1/films does not answer",
    ),
    (IMPORT, {"database_url": "nonsense"}, 1, "is no address of a database"),
    (IMPORT, {"database_url": "postgresql://bob:s3cr3t%@host/db"}, 1, "is no address of a database"),
    (IMPORT, {"database_url": "bob:s3cr3t@host/db"}, 1, "is no address of a database"),
    (IMPORT, {"queues": "abc"}, 1, "queues"),
    (("export", "nominations", "oscars", "2024/2"), {}, 1, "nothing is stored of oscars 2024/2"),
    (IMPORT, {"offline_url": "http://127.0.0.1:1"}, 1, "does not answer"),
    (IMPORT, {"tmdb_tokn": "x"}, 1, "did you mean CINEGRAPH_TMDB_TOKEN?"),
    ((*IMPORT, "--colour"), {}, 2, "--colour"),
    (("import", "--offline"), {}, 1, "which ceremony?"),
    (("import", "--festivals", "cannes,berlyn", "2023", "--offline"), {}, 1, "did you mean 'berlin'?"),
    (("import", "--festivals", "all", "--last", "0", "--offline"), {}, 1, "--last 0"),
    (("import", "imdb:ev0009999", "2019", "--offline"), {}, 1, "cinegraph festivals add"),
    (("import", "imdb:soon", "2019", "--offline"), {}, 1, "'soon' is no IMDb event"),
    (("import", "cannes", "1938", "--offline"), {}, 1, "began in 1939"),
    (("discover", "oscarz", "--offline"), {}, 1, "did you mean 'oscars'?"),
    (("discover", "cannes"), {}, 1, "nothing is known of the editions of Cannes Film Festival"),
    (("sync", "berlyn", "--offline"), {}, 1, "did you mean 'berlin'?"),
    (("festivals", "show", "ocsars"), {}, 1, "did you mean 'oscars'?"),
    (("festivals", "add", "goya", "--name", "Goya Awards"), {}, 1, "--abbreviation: abbreviation is needed"),
    (("festivals", "edit", "cannes", "--gap-years", "2020..2010"), {}, 1, "runs backwards"),
    (("frobnicate",), {}, 2, "frobnicate"),
    (("export", "nominations", "oscars", "--format", "xml"), {}, 2, "xml"),
    (("export", "films", "--festival", "oscarz"), {}, 1, "did you mean 'oscars'?"),
    (("export", "films", "--decade", "nineties"), {}, 1, "'nineties' is no decade"),
    (("export", "films", "--country", ""), {}, 1, "--country is empty"),
    (("export", "films", "--list", " "), {}, 1, "--list is empty"),
    (("export", "nominations", ""), {}, 1, "--festival is empty"),
    (("export", "films", "--output", ""), {}, 1, "--output names no file"),
    (("export", "imdb-awards", "ev0000001"), {}, 1, "no organization here has IMDb's event ev0000001"),
    (("jobs", "show", "999999"), {}, 1, "there is no job 999999"),
    (("jobs", "retry"), {}, 1, "which job?"),
    (("jobs", "list", "--limit", "0"), {}, 1, "--limit 0"),
    (("jobs", "list", "--limit", "99999999999999999999"), {}, 2, "is too large a number"),
    (("jobs", "list", "--queue", "film"), {}, 1, "there is no queue 'film'"),
    (("jobs", "cancel", "2.6"), {}, 2, "'2.6' is no whole number"),
    (("import", "oscars", "2024", "--offline", "--page"), {}, 1, "--page names no file"),
    (("import", "oscars", "2024/2", "--offline"), {}, 1, "held no ceremony 2024/2"),
    (IMPORT, {"not_found_days": "99999999999999"}, 1, "CINEGRAPH_NOT_FOUND_DAYS"),
    (IMPORT, {"tmdb_rate": "inf"}, 1, "CINEGRAPH_TMDB_RATE"),
    (IMPORT, {"database_url": "postgresql://u:s3cr3t/x@127.0.0.1:1/x"}, 1, "is no address of a database"),
    (("offline", "serve", "--fault", "tmdb:500@2"), {}, 1, "a share is at most 1"),
    (("jobs", "list", "--state", "asleep"), {}, 2, "asleep"),
    (("review", "show", "7"), {}, 1, "there is no review 7"),
    (("review", "accept", "7", "--offline"), {}, 1, "there is no review 7"),
    (("review", "accept", "7"), {}, 1, "CINEGRAPH_TMDB_TOKEN"),
    (("review", "undo", "7"), {}, 1, "there is no review 7"),
    (("review", "list", "--state", "asleep"), {}, 2, "asleep"),
    (("retry", "--offline"), {}, 1, "what is to be tried again?"),
    (("retry", "--import", "7", "--offline"), {}, 1, "there is no import 7"),
    (("refresh", "--limit", "0", "--offline"), {}, 1, "--limit 0"),
    (("refresh", "--older-than", "-1", "--offline"), {}, 1, "--older-than -1"),
    (("lookup", " ", "--offline"), {}, 1, "which film?"),
    (("lookup", "Solaris", "--year", "17", "--offline"), {}, 1, "--year 17"),
    (("lookup", "Solaris"), {}, 1, "CINEGRAPH_TMDB_TOKEN"),
    (("db", "stop"), {}, 1, "not ours to start or stop"),
    (("db", "reset"), {}, 1, "add --yes"),
    (("offline", "serve", "--fault", "tmdb:earthquake"), {}, 1, "no fault 'tmdb:earthquake'"),
    (("offline", "serve", "--fault", "tmdb:402"), {}, 1, "only zyte can show 402"),
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
            assert one(connection, f"select count(*) from {table}") == 0


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
            assert one(connection, f"select count(*) from {table}") == 0


def test_no_key_is_ever_written(cinegraph: Run, database_url: str, world_url: str, tmp_path: Path) -> None:
    """With keys that travel in the address, and everything logged: not in a log, not in a row."""
    page = tmp_path / "page.html"
    page.write_bytes(httpx2.get(f"{world_url}/imdb/event/ev0000003/2024/1/").content)
    real = {
        "tmdb_key": "offline",
        "tmdb_url": f"{world_url}/tmdb/3",
        "wikidata_url": f"{world_url}/wikidata/sparql",
        "omdb": "true",
        "omdb_key": "offline",
        "omdb_url": f"{world_url}/omdb/",
        "log_level": "DEBUG",
    }
    done = cinegraph("import", "oscars", "2024", "--page", str(page), **real)
    assert done.returncode == 0, done.stderr
    assert "lookup.tmdb" in done.stderr, "something was logged"
    assert "lookup.omdb" in done.stderr
    for name in ("api_key", "apikey"):
        assert name not in done.stdout + done.stderr
    with psycopg.connect(database_url) as connection:
        for table in ("api_lookup_metrics", "procrastinate_jobs", "job_errors", "imports", "pages"):
            assert one(connection, f"select count(*) from {table} t where t::text ~ 'api_?key'") == 0


def test_a_page_larger_than_any_is_refused(cinegraph: Run, tmp_path: Path) -> None:
    huge = tmp_path / "huge.html"
    huge.touch()
    os.truncate(huge, 65 * 2**20)
    assert "larger than any page" in cinegraph(*IMPORT, "--page", str(huge)).stderr
