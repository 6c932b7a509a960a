"""Which films' ratings are due, by one definition; the sweep asks for so many, the longest untried first."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from psycopg import AsyncConnection

from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.estimate import tiers
from cinegraph.pipeline.rate_films import rate_films
from tests.conftest import Program
from tests.pipeline.rating import film, jobs, told
from tests.pipeline.shelf import value

PRICE = Decimal("0.001")
NOW = datetime.now(UTC).year
DUE = [
    # (year, days since it was told, kind, id) → due; new films often, old ones rarely
    (NOW, None, "full", "tt0000001", True),
    (NOW, 6.9, "full", "tt0000001", False),
    (NOW, 7.1, "full", "tt0000001", True),
    (NOW + 1, 7.1, "full", "tt0000001", True),
    (NOW - 1, 13.9, "minimal", "tt0000001", False),
    (NOW - 1, 14.1, "minimal", "tt0000001", True),
    (NOW - 4, 111, "full", "tt0000001", False),
    (NOW - 4, 113, "full", "tt0000001", True),
    (1930, 179, "full", "tt0000001", False),
    (1930, 181, "full", "tt0000001", True),
    (None, 179, "full", "tt0000001", False),
    (None, 181, "full", "tt0000001", True),
    (NOW, None, "stub", "tt0000001", False),
    (NOW, None, "full", None, False),
]


async def test_new_films_often_and_old_ones_rarely(conn: AsyncConnection) -> None:
    wrong = []
    for year, days, kind, imdb_id, due in DUE:
        await conn.execute("truncate movies cascade")
        movie = await film(conn, imdb_id, "A", year, kind)
        if days is not None:
            await told(conn, movie, days)
        found = await value(conn, "select count(*) from films_to_rate('omdb', 7, 180)")
        if bool(found) is not due:
            wrong.append((year, days, kind, imdb_id))
    assert wrong == []


async def test_one_film_is_found_by_its_key(conn: AsyncConnection) -> None:
    """The follow-up asks the definition about one film: it must not read them all."""
    await conn.execute(
        "insert into movies (title, imdb_id, import_type) select 'A', 'tt' || n, 'full' from generate_series(1, 5000) n"
    )
    await conn.execute("analyze movies")
    cursor = await conn.execute("explain select 1 from films_to_rate('omdb', 7, 180) f where f.movie_id = 77")
    plan = "\n".join(row[0] for row in await cursor.fetchall())
    assert "Seq Scan on movies" not in plan
    assert "Function Scan" not in plan


async def test_the_sweep_asks_for_so_many_and_goes_on_with_others(
    program: Program, conn: AsyncConnection
) -> None:
    """Lesson 24: a sweep that learns nothing goes on with others, and does not ask for the same ones for ever."""
    async with program(omdb_ratings=True, refresh_limit=2) as built:
        films = [await film(conn, f"tt000000{n}", f"Film {n}") for n in range(4)]
        await told(conn, films[0], 400)
        await film(conn, None, "without an id")
        rehearsed = await rate_films(built.context, rehearse=True)
        assert (list(rehearsed.jobs), rehearsed.left, str(rehearsed.cost_usd)) == (films[1:3], 2, "0.002")
        assert await jobs(conn, "enrich_movie") == [], "nothing was changed"
        assert list((await rate_films(built.context)).jobs) == films[1:3], "never tried before long ago"
        assert list((await rate_films(built.context)).jobs) == [films[3], films[0]]
        assert not (await rate_films(built.context)).jobs, "their jobs wait"
        assert {job[1] for job in await jobs(conn, "enrich_movie")} == {0}, "nobody waits for a sweep"
        await conn.execute("update procrastinate_jobs set status = 'failed'")
        await conn.execute(
            "update movie_records set tried_at = now() - interval '1 day' where movie_id = %s", [films[2]]
        )
        await conn.commit()
        assert next(iter((await rate_films(built.context, limit=1)).jobs)) == films[2]


async def test_all_of_them_or_one_now(program: Program, conn: AsyncConnection) -> None:
    async with program(omdb_ratings=True) as built:
        assert {"source": "omdb", "price_usd": PRICE, "films": 9, "cost_usd": 9 * PRICE} in tiers(
            built.context, 9
        )
        young, stub = await film(conn), await film(conn, "tt0000002", kind="stub")
        await told(conn, young, 0.1)
        assert not (await rate_films(built.context)).jobs
        assert list((await rate_films(built.context, everything=True, rehearse=True)).jobs) == [young]
        assert list((await rate_films(built.context, film=young, urgent=True)).jobs) == [young]
        assert await jobs(conn, "enrich_movie") == [(young, 10, "todo")]
        with pytest.raises(Refused, match="is a stub"):
            await rate_films(built.context, film=stub)


async def test_kept_for_critical_films_and_switched_off(program: Program, conn: AsyncConnection) -> None:
    await film(conn)
    critical = await film(conn, "tt0000002")
    await conn.execute("update movies set critical = true where id = %s", [critical])
    await conn.commit()
    async with program(omdb_ratings=True, critical_only=["omdb"]) as built:
        assert list((await rate_films(built.context)).jobs) == [critical]
    async with program() as built:
        with pytest.raises(Refused, match="CINEGRAPH_OMDB_RATINGS"):
            await rate_films(built.context)
