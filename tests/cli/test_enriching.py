"""Ratings and records as a user sees them: one import brings them, and says what they cost."""

import pytest

from tests.cli.conftest import IMPORT, Run, told


def test_one_import_ends_with_ratings_and_says_what_they_cost(cinegraph: Run) -> None:
    """No key, no second import, no step by hand."""
    (report,) = told(cinegraph(*IMPORT, "--json", omdb_ratings="", wikidata="false"))
    calls = report["calls"]
    assert isinstance(calls, dict)
    assert (calls["omdb"], report["cost_usd"], report["state"]) == (50, 0.05, "finished")
    (costs,) = told(cinegraph("costs", "--by", "festival", "--json"))
    assert (costs["festival"], costs["paid_calls"], costs["cost_usd"]) == ("oscars_2024", 50, 0.05)
    (film,) = told(cinegraph("movies", "show", "Oppenheimer", "--json"))
    rated = {one["rating_source"]: (one["value"], one["votes"]) for one in film["ratings"]}  # type: ignore[attr-defined]
    assert rated == {"imdb": (5.1, 99776), "metacritic": (82.0, None), "rotten_tomatoes": (41.0, None)}
    assert [one["source"] for one in film["records"]] == ["tmdb", "omdb"]  # type: ignore[attr-defined]
    shown = cinegraph("movies", "show", "tt15398776").stdout
    for line in (
        "IMDb 5.1/10, 99,776 votes · omdb, 20",
        "box office     569,764,712 USD",
        "PG-13",
        "US 2023-07-19",
    ):
        assert line in shown
    again = cinegraph("enrich", "--offline", omdb_ratings="")
    assert (again.returncode, again.stdout) == (0, "0 films asked for: at most 0.00 USD\n")
    (rehearsed,) = told(
        cinegraph("enrich", "--all", "--limit", "3", "--dry-run", "--offline", "--json", omdb_ratings="")
    )
    assert rehearsed == {"asked": 3, "left": 47, "cost_usd": 0.003, "dry_run": True}
    (one,) = told(cinegraph("enrich", "Barbie", "--offline", "--json", omdb_ratings=""))
    assert one == {"asked": 1, "left": 0, "cost_usd": 0.001, "pending": 0}
    (changed,) = told(cinegraph("refresh", "--changes", "--offline", "--json"))
    assert (changed["changed"], changed["ours"], changed["asked"], changed["pending"]) == (2, 2, 2, 0)


def test_sources_say_once_that_ratings_are_not_asked_for(cinegraph: Run) -> None:
    off = cinegraph("sources", omdb_ratings="").stdout
    assert off.count("ratings are not asked for: OMDb is switched off (CINEGRAPH_OMDB)") == 1
    on = cinegraph("sources", omdb_ratings="true", omdb_key="k").stdout
    assert "ratings are asked of omdb, at 0.001 USD a film" in on
    assert "k" not in told(cinegraph("sources", "--json", omdb_key="s3cr3t"))[3]["source"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("movies", "show", "Nothing"), "no film is called 'Nothing'"),
        (("enrich", "Nothing", "--offline"), "no film is called 'Nothing'"),
        (("enrich", "--limit", "0", "--offline"), "at least one film"),
        (("enrich", "X", "--all", "--offline"), "one of them says what is asked for"),
        (("enrich",), "ratings are not asked for: OMDb is switched off"),
        (("refresh", "--changes", "--older-than", "3", "--offline"), "--changes or --older-than"),
    ],
)
def test_wrong_words_are_told_in_one_line(cinegraph: Run, words: tuple[str, ...], line: str) -> None:
    done = cinegraph(*words, tmdb_token="k", omdb_ratings="")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert line in done.stderr
