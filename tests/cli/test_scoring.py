"""Scores on the command line: shown, explained, listed, built, and what is refused in one line."""

from pathlib import Path

import pytest
from psycopg import AsyncConnection

from tests.cli.conftest import Run, told
from tests.store.scoring import Honoured


@pytest.fixture
async def made(conn: AsyncConnection, cinegraph: Run) -> Honoured:
    """Three films with awards, lists and ratings, two of one title, and one of which nothing is known."""
    assert "0 have a score" in cinegraph("scores", "build").stdout
    made = await Honoured(conn).begin(seed=False)
    for number, (title, year) in enumerate((("Solaris", 1972), ("Solaris", 2002), ("Stalker", 1979)), 1):
        await made.film(number, year, crew=[("Andrei", "Director")], title=title, imdb_id=f"tt000000{number}")
        await made.nominated(number, year + 1, won=number == 1)
    await made.listed(1, "sight_sound_critics_2022")
    await made.listed(3, "sight_sound_critics_2022")
    await made.received(1, "imdb", 8.0, 90_000)
    await made.received(1, "rotten_tomatoes", 92)
    await made.received(2, "imdb", 6.2, 80_000)
    await made.film(4, 1975, title="Unknown")
    await conn.commit()
    return made


async def test_every_film_is_reached(cinegraph: Run, conn: AsyncConnection) -> None:
    """More films than are read at once, and than a list could have before, many of one score; and page by page."""
    assert "0 have a score" in cinegraph("scores", "build").stdout
    await conn.execute("insert into movies (title) select 'F' || n from generate_series(1, 2100) n")
    await conn.execute(
        "insert into movie_scores (movie_id, profile, score, parts) select id, 'default', 100 - id / 100, 1 from movies"
    )
    await conn.execute(
        "insert into movie_score_parts (movie_id, part, value, inputs) select id, 'canon', 0.5, '{}' from movies"
    )
    await conn.commit()
    listed = told(cinegraph("scores", "top", "--limit", "3000", "--json"))
    assert [film["movie_id"] for film in listed] == list(range(1, 2101))
    assert [listed[n]["place"] for n in (0, 98, 99, 2000, 2099)] == [1, 1, 100, 2000, 2100]
    first = cinegraph("scores", "top", "--limit", "150").stdout
    word = str(listed[149]["after"])
    assert f"more: --after {word}\n" in first
    onward = told(cinegraph("scores", "top", "--after", word, "--limit", "10", "--json"))
    assert onward == listed[150:160]
    last = cinegraph("scores", "top", "--after", str(listed[2097]["after"])).stdout
    assert ("F2099" in last, "F2098" in last, "more:" in last) == (True, False, False)
    behind = cinegraph("scores", "top", "--after", str(listed[-1]["after"])).stdout
    assert behind == "no film behind that has a score\n"


async def test_built_shown_explained_and_listed(cinegraph: Run, made: Honoured) -> None:
    done = cinegraph("scores", "build", "--json")
    (size,) = told(done)
    assert (size["films"], size["scored"], size["measured"]) == (4, 3, 3)
    assert "scoring: 100 %" in done.stderr
    shown = cinegraph("score", "solaris", "--year", "1972", "--explain").stdout
    assert "Solaris (1972) · default · 58.88 · 6 of 6 parts known" in shown
    for words in (
        "1 nomination, 1 win: OLD 1 nomination, 1 win; 1",
        "1 list: sight_sound_critics_2022; weight 1",
        "Rotten Tomatoes 92",
        "IMDb 8 (90000 votes)",
        "named until 2022, 50 years after 1972, in 1 later decade",
        "2 later films of 1 person, 1.6 points; foremost Solaris (2002), Stalker (1979)",
    ):
        assert words in shown, words
    assert "no list that was imported" in cinegraph("score", "tt0000002", "--explain").stdout
    (one,) = told(cinegraph("score", "#1", "--profile", "audience", "--json"))
    assert [part["part"] for part in one["parts"] if part["why"] is None] == [  # type: ignore[attr-defined]
        "recognition",
        "canon",
        "critics",
        "audience",
        "endurance",
        "influence",
    ]
    assert all(len(str(part["share"])) <= 6 for part in one["parts"] if part["share"])  # type: ignore[attr-defined]
    listed = told(cinegraph("scores", "top", "--json"))
    assert [(film["place"], film["movie_id"]) for film in listed] == [(1, 1), (2, 2), (3, 3)]
    (lowest,) = told(cinegraph("scores", "top", "--decade", "2000s", "--json"))
    assert lowest["movie_id"] == 2
    assert "Stalker" in cinegraph("scores", "top", "--limit", "3").stdout
    assert "no film has a score in the 1910s" in cinegraph("scores", "top", "--decade", "1910s").stdout
    judged = cinegraph("scores", "backtest", "sight_sound_critics_2022", "--at", "1", "2", "--json")
    (figures,) = told(judged)
    assert figures["whole"]["listed"] == 2  # type: ignore[index]
    judged = cinegraph("scores", "backtest", "sight_sound_critics_2022")
    assert "no place to look at leaves any of" in judged.stdout
    for order in ("score", "votes only", "festival only", "random"):
        assert order in judged.stdout


async def test_profiles_of_ones_own(cinegraph: Run, made: Honoured, tmp_path: Path) -> None:
    """They hold from the next start on, and the parts stay; a file that cannot be used stops everything."""
    assert cinegraph("scores", "build").returncode == 0
    file = tmp_path / "mine.toml"
    file.write_text("[mine]\nabout = 'my view'\ncanon = 1\nrecognition = 1\n")
    assert "my view" in cinegraph("scores", "profiles", "list", score_profiles=str(file)).stdout
    (shown,) = told(cinegraph("scores", "profiles", "show", "mine", "--json", score_profiles=str(file)))
    assert shown["weights"] == {"recognition": 0.5, "canon": 0.5}
    (checked,) = told(cinegraph("scores", "profiles", "check", str(file), "--json"))
    assert checked == shown
    listed = told(cinegraph("scores", "top", "--profile", "mine", "--json", score_profiles=str(file)))
    assert [film["movie_id"] for film in listed] == [1, 3]
    file.write_text("[mine]\ncannon = 1\nrecognition = 1\n")
    for words in (("scores", "top"), ("scores", "profiles", "check"), ("score", "Stalker")):
        done = cinegraph(*words, score_profiles=str(file))
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == f"cinegraph: {file}: [mine]: there is no part 'cannon': did you mean 'canon'?\n"


async def test_what_is_refused(cinegraph: Run, made: Honoured) -> None:
    """One line, and an exit code."""
    for words, code, said in (
        (
            ("score", "Solaris"),
            1,
            "'Solaris' may be any of 2: Solaris (1972, movie, tt0000001, stub, 1 nomination, #1); Solaris (2002",
        ),
        (("score", "Nostalghia"), 1, "no film is called 'Nostalghia'"),
        (("score", "Solaris", "--year", "next"), 2, "no whole number"),
        (("score", "Stalker", "--profile", "critic"), 1, "did you mean 'critics'"),
        (("scores", "top", "--profile", "x"), 1, "there are default, critics, festival, audience"),
        (("scores", "top", "--limit", "0"), 1, "--limit 0: at least one can be listed"),
        (
            ("scores", "top", "--after", "x_1"),
            1,
            "--after: 'x_1' is no place in this list: begin with the first",
        ),
        (("scores", "top", "--decade", "1995"), 1, "that is no decade: write 1990s"),
        (("scores", "top", "--decade", "0000s"), 1, "that is no decade"),
        (("scores", "backtest", "criterions"), 1, "did you mean 'criterion'"),
        (("scores", "backtest", "criterion"), 1, "no film of criterion is here"),
        (("scores", "backtest", "own", "--at", "0"), 1, "--at 0"),
        (("scores", "profiles", "check"), 1, "which file?"),
        (("scores", "profiles", "check", "/nowhere.toml"), 1, "/nowhere.toml: No such file"),
        (("scores", "profiles", "show", "festivals"), 1, "did you mean 'festival'"),
    ):
        done = cinegraph(*words)
        assert (done.returncode, done.stdout) == (code, ""), words
        assert said in done.stderr, (words, done.stderr)
        assert done.stderr.count("\n") == 1
