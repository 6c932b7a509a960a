"""`cinegraph sources`, `costs`, `report`, `movies mark`: as a user sees them."""

from decimal import Decimal

import psycopg
import pytest

from cinegraph.cli.show import json_line, usd
from cinegraph.store.reports import REPORTS
from tests.cli.conftest import IMPORT, Run, told


def test_sources_costs_and_reports_of_an_import(cinegraph: Run, database_url: str) -> None:
    cinegraph(*IMPORT, wikidata="false")
    with psycopg.connect(database_url) as connection:
        connection.execute(
            """
            insert into api_lookup_metrics (id, source, operation, success, metadata)
            select gen_random_uuid(), 'omdb', 'x', true, '{"cost_usd": 0.001, "festival": "oscars_2024"}'
            from generate_series(1, 3)
            """
        )
        connection.execute("insert into alerts (source, kind, value, line) values ('omdb', 'spend', 3, 2.5)")
    sources = told(
        cinegraph("sources", "--json", budgets='{"tmdb": {"day_calls": 100}}', tmdb_token="s3cr3t")
    )
    tmdb = sources[0]
    assert (tmdb["source"], tmdb["tier"], tmdb["on"]) == ("tmdb", 1, True)
    assert tmdb["remembered"] == {"answers": 59, "hits": 0}
    assert tmdb["last_day"] == tmdb["last_day"] | {"calls": 63, "success_rate": 1.0}  # type: ignore[operator]
    assert tmdb["budget"]["day"]["limit_calls"] == 100  # type: ignore[index]
    shown = cinegraph("sources", budgets='{"tmdb": {"day_calls": 100}}', tmdb_token="s3cr3t").stdout
    assert "0 of 100 calls this day (renews " in shown
    assert "s3cr3t" not in shown + str(sources)
    costs = told(cinegraph("costs", "--by", "festival", "--json"))
    assert costs == [{"festival": "oscars_2024", "calls": 68, "paid_calls": 3, "cost_usd": 0.003}]
    assert "0.003" in cinegraph("costs").stdout
    for name in REPORTS:
        assert cinegraph("report", name).returncode == 0
    (health,) = told(cinegraph("report", "health", "--json"))
    assert (health["films"], health["full"], health["stub"], health["pending"]) == (53, 50, 3, 0)
    assert told(cinegraph("report", "fallback_effectiveness", "--json"))[0]["films"] == 50
    (failure,) = told(cinegraph("report", "failures", "--json"))
    assert (failure["kind"], failure["reason"], failure["films"]) == ("lookup", "not found", 3)
    assert "omdb has cost 3 USD today (line: 2.5 USD)" in cinegraph("status").stdout
    assert len(told(cinegraph("status", "--json"))[0]["alerts"]) == 1  # type: ignore[arg-type]


def test_films_are_marked_by_their_ids(cinegraph: Run, database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("insert into movies (title, imdb_id) values ('A', 'tt1')")
    assert cinegraph("movies", "mark", "tt1", "--critical").stdout == "tt1 is critical\n"
    assert told(cinegraph("movies", "mark", "tt1", "--not-critical", "--json")) == [
        {"imdb_id": "tt1", "critical": False}
    ]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("movies", "mark", "tt1", "tt2", "--critical"), "there is no film with the id tt1"),
        (("movies", "mark", "--critical"), "which film?"),
        (("movies", "mark", "tt1"), "say --critical or --not-critical"),
        (("report", "wealth"), "the reports are success, fallback"),
    ],
)
def test_wrong_words_are_told_in_one_line(cinegraph: Run, words: tuple[str, ...], line: str) -> None:
    done = cinegraph(*words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert line in done.stderr


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("0", "0.00"), ("20", "20.00"), ("0.001", "0.001"), ("1.50", "1.50"), ("1E+2", "100.00")],
)
def test_money_is_shown_to_the_last_digit(amount: str, shown: str) -> None:
    assert usd(Decimal(amount)) == shown
    assert Decimal(json_line({"x": Decimal(amount)})[5:-1]) == Decimal(amount)
