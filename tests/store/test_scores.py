"""Scores as kept rows: the parts, and that film by film, all at once and plain Python agree, whatever happened."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from psycopg import AsyncConnection

from cinegraph.data.score_profiles import shipped_profiles
from cinegraph.data.score_weights import score_weights
from cinegraph.domain.scores import PARTS, Profile
from cinegraph.store import film_marks, merges, movie_merges, score_settings, scores
from cinegraph.store.film_marks import SCORES
from tests.store.recomputing import computed
from tests.store.scoring import Honoured, kept, score_all, score_of, something, values

PEOPLE = [f"P{number}" for number in range(6)]


@pytest.fixture
async def made(conn: AsyncConnection) -> Honoured:
    """A database that the program was started on once."""
    return await Honoured(conn).begin()


async def score_marked(conn: AsyncConnection) -> list[int]:
    """What the job does; the answer is the films that were marked."""
    marks = await film_marks.seen(conn, SCORES)
    await scores.score(conn, marks.movie_ids)
    await film_marks.drop(conn, SCORES, marks)
    return marks.movie_ids


@pytest.mark.parametrize("seed", range(3))
async def test_any_history_leaves_what_plain_python_computes(made: Honoured, seed: int) -> None:
    """Films, awards, lists, ratings, years and prestige change, and only what the database marked is scored again: the
    rows are those of all films at once, and those that are computed without SQL."""
    dice, seen = random.Random(seed), set[str]()
    for step in range(60):
        await something(made, dice, 12, PEOPLE)
        if step % 3 == 2:
            await score_marked(made.conn)
        if step % 9 == 8:
            before = await kept(made.conn)
            await score_all(made.conn)
            assert await kept(made.conn) == before, f"step {step}"
            parts = await values(made.conn)
            assert (parts, await score_of(made.conn)) == await computed(made.conn), f"step {step}"
            seen |= {part for of_film in parts.values() for part in of_film}
    assert seen == set(PARTS)


async def test_run_twice_nothing_is_touched(made: Honoured) -> None:
    await made.film(1, 1950, cast=["Ann"])
    await made.film(2, 1960, cast=["Ann"])
    await made.nominated(2, 1961, won=True)
    await score_marked(made.conn)
    await made.conn.commit()
    await scores.score(made.conn, [1, 2, 99])
    await score_all(made.conn)
    for table in ("movie_score_parts", "movie_scores", "score_works"):
        cursor = await made.conn.execute(f"select count(*) from {table} where updated_at = now()".encode())
        assert await cursor.fetchone() == (0,)
    assert await score_marked(made.conn) == []


async def test_what_is_shown_of_each_part(made: Honoured) -> None:
    """Inputs say what a part was made of; of later films each counts once, however many people made both."""
    await made.film(
        1, 1950, cast=["Ann", "Bob"], details='{"tmdb": {"vote_average": 7.0, "vote_count": 1000}}'
    )
    await made.film(2, 1960, cast=["Bob"], crew=[("Ann", "Director"), ("Cy", "Gaffer")])
    await made.nominated(1, 1951, "picture", won=True)
    await made.nominated(1, 1951, "director")
    await made.nominated(1, 1951, "picture", "MOCK", won=True)
    await made.nominated(2, 1961, None, "NEW")
    await made.listed(1, "sight_sound_critics_2022", times=2)
    await made.received(1, "imdb", 8.0, 9000)
    await made.received(1, "metacritic", 90)
    await score_marked(made.conn)
    cursor = await made.conn.execute(
        "select part, value, inputs from movie_score_parts where movie_id = 1 order by part"
    )
    told = {part: (value, inputs) for part, value, inputs in await cursor.fetchall()}
    assert told == {
        "audience": (
            Decimal("0.7773"),
            {"imdb": {"rating": 8, "votes": 9000}, "tmdb": {"rating": 7.0, "votes": 1000}},
        ),
        "canon": (Decimal("0.5654"), {"weight": 1.0, "lists": {"sight_sound_critics_2022": 1.0}}),
        "critics": (Decimal("0.9000"), {"metacritic": 90}),
        "endurance": (Decimal("0.6514"), {"year": 1950, "latest": 2022, "decades": [7]}),
        "influence": (Decimal("0.0231"), {"points": 0.14, "films": 1, "people": 2, "foremost": [2]}),
        "recognition": (
            Decimal("0.6649"),
            {
                "points": 1.64,
                "nominations": 2,
                "wins": 1,
                "by": {"OLD": {"nominations": 2, "wins": 1, "points": 1.64}},
            },
        ),
    }
    assert set(await score_of(made.conn)) == {(1, profile.name) for profile in shipped_profiles()}


async def test_films_that_are_one_and_apart_again(made: Honoured) -> None:
    """A merge and its undoing mark what they move; the rows are those of all at once."""
    for number in (1, 2, 3):
        await made.film(number, 1950 + number, cast=["Ann", f"Only {number}"])
        await made.nominated(number, 1960)
    await score_marked(made.conn)
    before = await kept(made.conn)
    await merges.join_movies(made.conn, 1, 3, "cinegraph", "one film")
    assert set(await score_marked(made.conn)) == {1, 3}
    joined = await kept(made.conn)
    await score_all(made.conn)
    assert await kept(made.conn) == joined != before
    merge = await movie_merges.that_dropped(made.conn, 3)
    assert merge is not None
    await movie_merges.undo(made.conn, merge, "anna")
    await score_marked(made.conn)
    assert await kept(made.conn) == before


async def test_people_who_are_one_bring_their_later_films(made: Honoured) -> None:
    await made.film(1, 1950, cast=["Ann"])
    await made.film(2, 1960, cast=["Anne"])
    await made.nominated(2, 1961)
    await score_marked(made.conn)
    assert "influence" not in (await values(made.conn)).get(1, {})
    await merges.merge_people(made.conn, await made.person("Ann"), await made.person("Anne"))
    await score_marked(made.conn)
    assert (await values(made.conn))[1]["influence"] > 0


async def test_a_changed_profile_keeps_the_parts(made: Honoured) -> None:
    """Only its own scores are made anew; one that is gone takes its scores with it; the same files: nothing."""
    await made.film(1, 1950, cast=["Ann"])
    await made.nominated(1, 1951)
    await made.received(1, "imdb", 8.0, 9000)
    await score_marked(made.conn)
    await made.conn.commit()
    own = Profile("own", {"audience": Decimal("0.5"), "recognition": Decimal("0.5")})
    profiles = [
        replace(own, name="critics"),
        own,
        *(p for p in shipped_profiles() if p.name in ("default", "audience")),
    ]
    assert await score_settings.seed_profiles(made.conn, profiles) == ["critics", "festival", "own"]
    assert await score_settings.seed_profiles(made.conn, profiles) == []
    assert not await score_settings.seed_weights(made.conn, score_weights())
    told = await score_of(made.conn)
    assert told[1, "own"] == told[1, "critics"] == Decimal("59.92")
    assert {profile for _, profile in told} == {"default", "own", "critics", "audience"}
    cursor = await made.conn.execute(
        "select (select count(*) from movie_score_parts where updated_at = now()),"
        " (select array_agg(profile order by profile) from movie_scores where updated_at = now())"
    )
    assert await cursor.fetchone() == (0, ["critics", "own"])
    assert await score_settings.seed_weights(made.conn, replace(score_weights(), unkeyed=Decimal("0.3")))
    assert await score_marked(made.conn) == [1]


CHANGES = {
    "update movie_list_items set last_seen = now(), position = 7": [],
    "update movie_list_items set left_at = now()": [1],
    """update movies set title = 'Another', details = '{"tmdb": {"tagline": "x"}}'""": [],
    """update movies set details = '{"tmdb": {"vote_average": 7}}' where id = 2""": [2],
    "update movie_credits set character = 'Herself'": [],
    "update movie_credits set billing = 5 where movie_id = 2": [2],
    "update festival_nominations set note = 'x'": [],
    "update festival_nominations set is_winner = true": [1],
    "update festival_categories set canonical_key = 'song' where name = 'picture'": [1],
    "update festival_ceremonies set year = 1990": [1],
    "update festival_organizations set month = 3": [],
    "update festival_organizations set prestige_win = 99": [1],
    "update movie_ratings set updated_at = now()": [],
    "update movie_ratings set movie_id = 1": [1, 2],
    "delete from movie_ratings": [2],
}


async def test_what_marks_a_film(made: Honoured) -> None:
    """All that a score is made of, and nothing else."""
    for number in (1, 2):
        await made.film(number, 1950, cast=["Ann"])
    await made.nominated(1, 1951)
    await made.listed(1)
    await made.received(2, "imdb", 7)
    await score_marked(made.conn)
    told = {}
    for change in CHANGES:
        async with made.conn.transaction(force_rollback=True):
            await made.conn.execute(change.encode())
            told[change] = (await film_marks.seen(made.conn, SCORES)).movie_ids
    assert told == CHANGES
