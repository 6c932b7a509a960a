"""Two rows that are one film: nothing that spoke of either is lost."""

from dataclasses import replace

from psycopg import AsyncConnection

from cinegraph.domain.festivals import Edition
from cinegraph.store import import_films, imports, merges, movies
from tests.conftest import count
from tests.store.test_movies import ASKED, BARBIE, stub


async def _import(conn: AsyncConnection) -> int:
    await conn.execute(
        """
        insert into festival_organizations (slug, name, abbreviation, country, founded_year, kind)
        values ('oscars', 'Academy Awards', 'AMPAS', 'US', 1929, 'ceremony') on conflict do nothing
        """
    )
    organization = await count(conn, "select id from festival_organizations")
    return await imports.request(conn, organization, Edition(2024), lookup=True, refresh=False)


async def test_an_import_that_waited_for_one_row_waits_for_the_other(conn: AsyncConnection) -> None:
    keep, drop = await stub(conn), await stub(conn, "Barbie", None)
    only_one, both = await _import(conn), await _import(conn)
    await import_films.add(conn, only_one, [drop], "pending")
    await import_films.add(conn, both, [keep, drop], "pending")
    await merges.join_movies(conn, keep, drop, "cinegraph", "one film")
    rows = await (await conn.execute("select import_id, movie_id from import_movies order by 1")).fetchall()
    assert rows == [(only_one, keep), (both, keep)]
    assert await import_films.unasked(conn, [keep]) == {keep: both}


async def test_a_job_of_a_row_that_is_gone_looks_for_nothing(conn: AsyncConnection) -> None:
    keep, drop = await stub(conn), await stub(conn, "Barbie", None)
    waiting = await _import(conn)
    await import_films.add(conn, waiting, [drop], "pending")
    job = await count(
        conn,
        """
        insert into procrastinate_jobs (queue_name, task_name, args)
        values ('movies', 'resolve_movie', jsonb_build_object('movie_id', %s::bigint)) returning id
        """,
        drop,
    )
    await import_films.set_jobs(conn, {drop: job})
    assert await import_films.running_jobs(conn, [drop]) == {drop: job}
    assert await import_films.unasked(conn, [drop]) == {}
    await merges.join_movies(conn, keep, drop, "cinegraph", "one film")
    assert await import_films.running_jobs(conn, [keep]) == {}
    assert await import_films.unasked(conn, [keep]) == {keep: waiting}


async def test_an_answered_film_does_not_wait_again(conn: AsyncConnection) -> None:
    movie, waiting = await stub(conn), await _import(conn)
    await import_films.add(conn, waiting, [movie], "answered")
    await import_films.add(conn, waiting, [movie], "pending")
    assert await count(conn, "select count(*) from import_movies where state = 'answered'") == 1


async def test_the_pages_id_survives_when_rows_are_joined(conn: AsyncConnection) -> None:
    """The row that stays had none; or a source says another one."""
    told, known = await stub(conn, "Barbie", "tt1517268"), await stub(conn, "Barbie", None)
    await conn.execute("update movies set tmdb_id = 346698, import_type = 'full' where id = %s", [known])
    nameless = replace(BARBIE, imdb_id=None)
    assert await movies.row_of(conn, told, nameless) == known
    await merges.join_movies(conn, known, told, "cinegraph", "both are TMDb 346698")
    await movies.save_found(conn, known, nameless, ASKED)
    rows = await (await conn.execute("select id, imdb_id, tmdb_id from movies")).fetchall()
    assert rows == [(known, "tt1517268", 346698)]
    await movies.save_found(conn, known, replace(BARBIE, imdb_id="tt0000002"), ASKED)
    assert await count(conn, "select count(*) from movies where imdb_id = 'tt1517268'") == 1


async def test_a_persons_id_survives_when_rows_are_joined(conn: AsyncConnection) -> None:
    rows = await (
        await conn.execute(
            "insert into people (name, imdb_id, tmdb_id) values ('A', null, 7), ('A', 'nm1', null) returning id"
        )
    ).fetchall()
    keep, drop = rows[0][0], rows[1][0]
    await merges.merge_people(conn, keep, drop)
    left = await (await conn.execute("select id, imdb_id, tmdb_id from people")).fetchall()
    assert left == [(keep, "nm1", 7)]
