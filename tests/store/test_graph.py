"""Who worked with whom: kinds, sums, and that film by film and all at once leave the same rows, whatever happened."""

import asyncio
import random
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection

from cinegraph.domain.collaborations import CAST_COUNTED, KEY_CREW
from cinegraph.store import (
    film_rows,
    graph,
    graph_rebuild,
    merges,
    migrate,
    movie_merges,
    movie_records,
)
from tests.store.filming import Made, details, graph_rows, pairs

PEOPLE = [f"P{number}" for number in range(12)]
JOBS = [*KEY_CREW, "Writer (novel)", "Director", "Director", "Gaffer"]


async def test_kinds_and_sums(conn: AsyncConnection) -> None:
    """Two films of one pair; who directs and acts; crew and actors are no pair."""
    made = Made(conn)
    await made.film(
        1, 2001, cast=["Ann", "Bob"], crew=[("Cy", "Director"), ("Di", "Producer"), ("Di", "Editor")]
    )
    await made.film(2, 2003, cast=["Bob", "Ann"], crew=[("Bob", "Director"), ("Di", "Gaffer")])
    await made.rated(1, 8.0, 6.4)
    await made.rated(2, 7.0)
    await made.genres(1, "Drama", "Comedy")
    await made.genres(2, "Drama")
    for _ in range(2):
        await graph.build(conn, [1, 2])
        assert await details(conn) == [
            ("Ann", "Bob", 1, "actor_actor", 2),
            ("Ann", "Bob", 2, "actor_actor", 2),
            ("Ann", "Bob", 2, "actor_director", 2),
            ("Ann", "Cy", 1, "actor_director", 1),
            ("Bob", "Cy", 1, "actor_director", 2),
            ("Cy", "Di", 1, "director_crew", None),
        ]
        assert await pairs(conn) == {
            "Ann Bob": (2, 2001, 2003, 2001, "7.50", ["Drama", "Comedy"]),
            "Ann Cy": (1, 2001, 2001, 2001, "8.00", ["Comedy", "Drama"]),
            "Bob Cy": (1, 2001, 2001, 2001, "8.00", ["Comedy", "Drama"]),
            "Cy Di": (1, 2001, 2001, 2001, "8.00", ["Comedy", "Drama"]),
        }


async def test_two_who_both_do_everything(conn: AsyncConnection) -> None:
    """One row of each kind, and as billed as the better billed of them where one directs the other."""
    both = [(name, job) for name in ("Ann", "Bob") for job in ("Director", "Writer", "Editor")]
    await Made(conn).film(1, 2000, cast=["Cy", "Bob", "Ann"], crew=both)
    await graph.build(conn, [1])
    assert [
        (kind, billing) for a, b, _, kind, billing in await details(conn) if (a, b) == ("Ann", "Bob")
    ] == [
        ("actor_actor", 3),
        ("actor_director", 2),
        ("crew_crew", None),
        ("director_crew", None),
        ("director_director", None),
    ]
    before = await graph_rows(conn)
    await graph_rebuild.rebuild(conn)
    assert await graph_rows(conn) == before


async def test_the_peak_is_the_year_of_most_films(conn: AsyncConnection) -> None:
    made = Made(conn)
    for number, year in enumerate((1990, 1995, 1995, 1999, 1999, None), 1):
        await made.film(number, year, cast=["Ann", "Bob"])
    await graph.build(conn, range(1, 7))
    assert (await pairs(conn))["Ann Bob"] == (6, 1990, 1999, 1995, None, [])


async def test_the_first_twenty_count(conn: AsyncConnection) -> None:
    """Someone with two parts is one of the twenty; who is further down counts for what else they did."""
    cast = [f"P{number:02}" for number in range(CAST_COUNTED)]
    await Made(conn).film(1, 2000, cast=[cast[0], *cast, "Late", "Later"], crew=[("Late", "Director")])
    await graph.build(conn, [1])
    met = {(a, b): billing for a, b, _, _, billing in await details(conn)}
    assert len(met) == CAST_COUNTED * (CAST_COUNTED - 1) / 2 + CAST_COUNTED
    assert met["Late", "P19"] == met["P00", "P19"] == CAST_COUNTED
    assert not [pair for pair in met if "Later" in pair]


@pytest.mark.parametrize(
    ("columns", "feature"),
    [
        ({}, True),
        ({"kind": "short"}, False),
        ({"kind": None}, False),
        ({"details": '{"tmdb": {"runtime": 41}}'}, True),
        ({"details": '{"wikidata": {}, "tmdb": {"runtime": 40}}'}, False),
        ({"details": '{"tmdb": {"runtime": null}}'}, True),
    ],
)
async def test_features(conn: AsyncConnection, columns: dict[str, Any], feature: bool) -> None:
    await Made(conn).film(1, 2000, cast=["Ann", "Bob"], **columns)
    await graph.build(conn, [1])
    cursor = await conn.execute("select feature from collaboration_details")
    assert await cursor.fetchall() == [(feature,)]


@pytest.mark.parametrize("seed", range(5))
async def test_any_history_leaves_what_a_rebuild_makes(conn: AsyncConnection, seed: int) -> None:
    """Credits, years, ratings and genres change, films go, join and part, people join: the rows are those of a
    rebuild, each time, and what did not change is not even touched."""
    dice = random.Random(seed)
    made = Made(conn)
    there: set[int] = set()
    for step in range(25):
        await _something(made, dice, there)
        if step % 4 == 0:
            before = await graph_rows(conn)
            await graph_rebuild.rebuild(conn)
            await conn.commit()
            assert await graph_rows(conn) == before, f"step {step}"
    assert len(before) > 10
    await conn.commit()
    await graph.build(conn, sorted(there))
    cursor = await conn.execute("select count(*) from collaborations where updated_at = now()")
    assert await cursor.fetchone() == (0,)


async def _something(made: Made, dice: random.Random, there: set[int]) -> None:
    """One thing that happens to films; followed by what the program does then."""
    number = dice.randint(1, 8)
    known = sorted(there)
    match dice.choice(["film", "film", "film", "received", "merge", "forget", "people"]):
        case "merge" if len(known) > 1:
            keep, drop = dice.sample(known, 2)
            await merges.join_movies(made.conn, keep, drop, "cinegraph", "one film")
            there.discard(drop)
            if dice.random() < 0.6:
                await _part(made.conn, drop)
                there.add(drop)
        case "forget" if known:
            await movie_records.forget(made.conn, dice.sample(known, 1))
        case "people":
            names = dice.sample(PEOPLE, 2)
            keep, drop = [await made.person(name) for name in names]
            await merges.merge_people(made.conn, keep, drop)
        case "received" if known:
            number = dice.choice(known)
            await made.rated(number, dice.randint(10, 100) / 10, dice.choice([None, 5.5]))
            await made.genres(number, *dice.sample(["Drama", "comedy", "Épico", "War"], 2))
            await graph.build(made.conn, [number])
        case _:
            crew = [(dice.choice(PEOPLE), dice.choice(JOBS)) for _ in range(dice.randint(0, 6))]
            cast = [dice.choice(PEOPLE) for _ in range(dice.randint(0, 6))]
            await made.film(number, dice.choice([None, 1999, 2001]), cast, crew)
            there.add(number)
            await graph.build(made.conn, [number, 99])


async def _part(conn: AsyncConnection, dropped: int) -> None:
    merge = await movie_merges.that_dropped(conn, dropped)
    assert merge is not None
    await movie_merges.undo(conn, merge, "anna")


async def test_a_film_put_back_has_its_pairs_again(conn: AsyncConnection) -> None:
    """What a decision changed and its undoing restores; whom only the record in between named is gone."""
    made = Made(conn)
    await made.film(1, 2000, cast=["Ann", "Bob"])
    await graph.build(conn, [1])
    before, kept = await graph_rows(conn), await film_rows.take(conn, [1])
    await made.film(1, 2000, cast=["Ann", "Stranger"])
    await graph.build(conn, [1])
    await film_rows.restore(conn, kept)
    assert await graph_rows(conn) == before
    cursor = await conn.execute("select count(*) from people where name = 'Stranger'")
    assert await cursor.fetchone() == (0,)


@pytest.mark.parametrize("known", [False, True])
async def test_two_films_of_one_pair_at_once(conn: AsyncConnection, database_url: str, known: bool) -> None:
    """Who comes second waits for the first, be the pair new or there, and counts both."""
    made = Made(conn)
    await made.film(3, 2000, cast=["Ann", "Bob"] if known else [])
    await graph.build(conn, [3])
    for number in (1, 2):
        await made.film(number, 2000, cast=["Ann", "Bob", f"Only {number}"])
    await conn.commit()
    async with await AsyncConnection.connect(database_url) as other:
        await graph.build(conn, [1])
        second = asyncio.create_task(graph.build(other, [2]))
        await _waits(database_url)
        await conn.commit()
        await second
        await other.commit()
    assert (await pairs(conn))["Ann Bob"][0] == (3 if known else 2)


async def test_a_rebuild_leaves_the_tables_as_they_were(conn: AsyncConnection, database_url: str) -> None:
    """Keys, indexes and foreign keys are those of the migrations, twice; a film with pairs cannot just go."""
    await Made(conn).film(1, 2000, cast=["Ann", "Bob"])
    named = "select conname from pg_constraint union select indexname from pg_indexes order by 1"
    before = await (await conn.execute(named)).fetchall()
    for _ in range(2):
        await graph_rebuild.rebuild(conn)
        await conn.commit()
    assert await (await conn.execute(named)).fetchall() == before
    await conn.commit()
    assert migrate.differences(database_url) == []
    await conn.execute("delete from movie_credits")
    for gone in ("movies", "people", "collaborations"):
        async with conn.transaction():
            with pytest.raises(psycopg.errors.ForeignKeyViolation):
                async with conn.transaction():
                    await conn.execute(f"delete from {gone}".encode())


async def test_a_rebuild_gives_way_to_who_writes(conn: AsyncConnection, database_url: str) -> None:
    await Made(conn).film(1, 2000, cast=["Ann", "Bob"])
    async with await AsyncConnection.connect(database_url) as other:
        await other.execute("set lock_timeout = 1")
        with pytest.raises(graph_rebuild.Busy):
            await graph_rebuild.rebuild(other)


async def test_what_films_tell_the_graph(conn: AsyncConnection) -> None:
    """Another word whenever the pairs could be others, and the same for all else."""
    made = Made(conn)
    await made.film(1, 2000, cast=["Ann", "Bob"])
    seen = [await graph.told(conn, 1)]
    await conn.execute("update movies set title = 'Another', needs_enrichment = false where id = 1")
    await conn.execute("update movie_credits set character = 'Herself'")
    assert await graph.told(conn, 1) == seen[0]
    for change in (
        "update movies set year = 2001",
        "update movies set kind = 'short'",
        "update movie_credits set billing = 7 where billing = 0",
        "insert into movie_ratings (movie_id, source, rating_source, value) values (1, 'omdb', 'imdb', 7)",
        "insert into genres (name) values ('War')",
        "insert into movie_genres select 1, id from genres",
        "delete from movie_credits where billing = 7",
    ):
        await conn.execute(change.encode())
        seen.append(await graph.told(conn, 1))
    assert len(set(seen)) == len(seen) - 1, "a genre alone tells nothing"


async def _waits(url: str) -> None:
    """Until somebody in this database waits for a lock that another holds."""
    async with await AsyncConnection.connect(url, autocommit=True) as watching:
        while True:
            found = await watching.execute(
                "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
            )
            if await found.fetchone():
                return
            await asyncio.sleep(0.01)
