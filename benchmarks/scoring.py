"""Scores of many films: built anew, film by film, the highest read, and how long a film's title takes to be found.

    python -m benchmarks.scoring [--films 90000] [--credits 1200000]

Made up: nine in ten credits are a cast's, half of all go to a tenth of the people; a tenth of the films was nominated
(three times on average, by eight organizations), a twentieth is on one or more of ten lists, and seven in ten are rated.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import psycopg
from psycopg import AsyncConnection

from cinegraph import app
from cinegraph.pipeline.build_scores import build_scores
from cinegraph.pipeline.find_film import find_film
from cinegraph.pipeline.score_movies import score_movies
from cinegraph.postgres.sharing import SharedServer
from cinegraph.settings import Settings
from cinegraph.store import score_reads, scores
from cinegraph.store.upgrade import upgrade

_CEREMONIES = """
    insert into festival_ceremonies (organization_id, year, name, state)
    select o.id, y, 'C', 'held' from (select id from festival_organizations where prestige_win > 0 order by id limit 8) o,
        generate_series(1935, 2024) y;
    insert into festival_categories (organization_id, award, name, canonical_key)
    select o.id, 'A', k, k from (select id from festival_organizations where prestige_win > 0 order by id limit 8) o,
        (select key as k from category_keys where medium = 'film' order by key limit 25) k;
"""
_NOMINATIONS = """
    create temp table given as select n, 1 + (hashint4(n) & 2147483647) %% (%(films)s / 10) * 10 as movie_id
    from generate_series(1, %(films)s * 3 / 10) n;
    insert into festival_nominations (ceremony_id, category_id, fingerprint, position, is_winner, source)
    select c.id, g.id, n::text, n, n %% 5 = 0, '{}' from given join movies m on m.id = movie_id
    cross join lateral (select id, organization_id from festival_ceremonies where year = m.year + 1 order by id
        offset n %% 8 limit 1) c
    cross join lateral (select id from festival_categories g where g.organization_id = c.organization_id order by id
        offset n %% 25 limit 1) g;
    insert into festival_nomination_films (nomination_id, position, movie_id, credited_as)
    select f.id, 1, movie_id, 'F' from festival_nominations f join given on n = f.position;
    insert into movie_list_items (list_id, movie_id, imdb_id, position, title)
    select l.id, m.id, 'tt' || m.id, m.id, 'F' from movie_lists l join movies m on m.id %% 20 = 0 and m.id %% 7 <= l.id %% 7;
    insert into movie_ratings (movie_id, source, rating_source, value, votes)
    select m.id, 'omdb', r.place, case when r.high then 10 else 100 end * (0.2 + (m.id %% 70) / 100.0), m.id * 3
    from movies m, (values ('imdb', true), ('tmdb', true), ('metacritic', false), ('rotten_tomatoes', false)) r(place, high)
    where m.id %% 10 < 7;
"""


def main() -> None:
    """Print a line for each question."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--films", type=int, default=90_000)
    options.add_argument("--credits", type=int, default=1_200_000)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, SharedServer(Path(folder) / "server") as server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("create database measured")
        url = server.rsplit("/", 1)[0] + "/measured"
        upgrade(url)
        asyncio.run(_measure(url, chosen.films, chosen.credits))


async def _measure(url: str, films: int, credits: int) -> None:
    async with app.cinegraph(Settings(), url) as program:
        began = time.perf_counter()
        _fill(url, films, credits)
        print(
            f"{films} films, {credits} credits; {time.perf_counter() - began:.1f} s to make them up, with their marks"
        )
        for name in ("built anew", "built once more, unchanged"):
            began = time.perf_counter()
            async for _ in build_scores(program.context):
                pass
            print(f"  {name:<34}{time.perf_counter() - began:>8.1f} s", flush=True)
        async with program.context.database.transaction() as conn:
            await _tell_size(conn)
        async with await AsyncConnection.connect(url, autocommit=True) as conn:
            await _read(conn, films)
            await _change(conn, films, lambda: score_movies(program.context))


def _fill(url: str, films: int, credits: int) -> None:
    dice, people = random.Random(films), credits // 4
    with psycopg.connect(url) as connection:
        connection.execute(
            "insert into people (name) select 'Person ' || n from generate_series(1, %s) n", [people]
        )
        connection.execute(
            "insert into movies (title, year, kind) select 'Film ' || n || ' of ' || n %% 977, 1935 + n %% 89, 'movie'"
            " from generate_series(1, %s) n",
            [films],
        )
        into = "copy movie_credits (movie_id, person_id, kind, job, billing, source_key) from stdin"
        with connection.cursor() as cursor, cursor.copy(into.encode()) as copy:
            for number in range(credits):
                film, place = 1 + number % films, number // films
                crew = place == 0
                who = 1 + dice.randrange(people // 10 if dice.random() < 0.5 else people)
                copy.write_row(
                    (
                        film,
                        who,
                        "crew" if crew else "cast",
                        "Director" if crew else "",
                        None if crew else place - 1,
                        f"k{place}",
                    )
                )
        connection.execute(_CEREMONIES.encode())
        for statement in filter(str.strip, _NOMINATIONS.split(";")):
            connection.execute(statement.encode(), {"films": films})
        connection.commit()
        connection.autocommit = True
        connection.execute("vacuum analyze")


async def _tell_size(conn: AsyncConnection) -> None:
    size = await scores.size(conn)
    cursor = await conn.execute(
        """
        select (select count(*) from movie_score_parts), (select count(*) from movie_scores),
            (select count(*) from score_works), (select count(*) from festival_nominations),
            (pg_total_relation_size('movie_score_parts') + pg_total_relation_size('movie_scores')) / 1000000
        """
    )
    row = await cursor.fetchone()
    assert row is not None
    print(
        f"  {size.scored} films scored; {row[0]} parts, {row[1]} scores, {row[2]} recognized works, {row[3]} nominations;"
        f" {row[4]} MB"
    )


async def _read(conn: AsyncConnection, films: int) -> None:
    dice = random.Random(1)
    await _timed("top 20", 100, lambda: score_reads.top(conn, "default", None, 20))
    await _timed(
        "top 20 of a decade",
        100,
        lambda: score_reads.top(conn, "critics", dice.randrange(1940, 2020, 10), 20),
    )
    view = "select * from movie_scores_by_profile where profile = 'default' order by score desc limit 20"
    await _timed("top 20 of the view", 100, lambda: conn.execute(view))
    await _timed("a film by its title", 100, lambda: _title(conn, dice.randint(1, films)))


async def _title(conn: AsyncConnection, number: int) -> object:
    return await find_film(conn, f"film {number} OF {number % 977}")


async def _change(conn: AsyncConnection, films: int, job: Callable[[], Awaitable[object]]) -> None:
    dice = random.Random(2)

    async def rated() -> object:
        await conn.execute(
            "update movie_ratings set value = value * 0.99 where movie_id = %s", [dice.randint(1, films)]
        )
        return await job()

    async def won() -> object:
        await conn.execute(
            "update festival_nominations set is_winner = not is_winner where id ="
            " (select nomination_id from festival_nomination_films where movie_id = %s limit 1)",
            [1 + dice.randrange(films // 10) * 10],
        )
        return await job()

    async def hundred() -> object:
        numbers = [dice.randint(1, films) for _ in range(100)]
        await conn.execute(
            "update movie_ratings set value = value * 0.99 where movie_id = any(%s)", [numbers]
        )
        return await job()

    await _timed("one film's ratings changed, scored", 200, rated)
    await _timed("one film won a prize, with its people's earlier films", 200, won)
    await _timed("a hundred films at once", 20, hundred)


async def _timed(name: str, times: int, work: Callable[[], Awaitable[object]]) -> None:
    taken = []
    for turn in range(times + 3):
        began = time.perf_counter()
        await work()
        if turn >= 3:  # the first warm the connection up
            taken.append(time.perf_counter() - began)
    p95 = statistics.quantiles(taken, n=20)[18]
    print(
        f"  {name:<54} median {statistics.median(taken) * 1000:>6.1f} ms, p95 {p95 * 1000:>6.1f} ms,"
        f" worst {max(taken) * 1000:>6.1f} ms",
        flush=True,
    )


if __name__ == "__main__":
    main()
