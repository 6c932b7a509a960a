"""Two rows that are one film: nothing that spoke of either is lost."""

from dataclasses import replace

from psycopg import AsyncConnection

from cinegraph.store import merges, movies
from tests.conftest import count
from tests.store.test_movies import ASKED, BARBIE, stub


async def test_the_pages_id_survives_when_rows_are_joined(conn: AsyncConnection) -> None:
    """The row that stays had none; or a source says another one."""
    told, known = await stub(conn, "Barbie", "tt1517268"), await stub(conn, "Barbie", None)
    await conn.execute("update movies set tmdb_id = 346698, import_type = 'full' where id = %s", [known])
    assert await movies.save_found(conn, told, replace(BARBIE, imdb_id=None), ASKED) == known
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
