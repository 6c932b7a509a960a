"""Two rows that are one person: nothing that spoke of either is lost, and all of it can be put back."""

from psycopg import AsyncConnection

from cinegraph.store import film_rows, graph, person_merges
from tests.store.filming import Made, graph_rows

STATE = """
    select (select json_agg(p order by id) from (select id, name, imdb_id, tmdb_id, other_names from people) p)::text,
        (select json_agg(c order by id) from (select id, person_id, movie_id from movie_credits) c)::text
"""


async def _state(conn: AsyncConnection) -> object:
    return await (await conn.execute(STATE.encode())).fetchone(), await graph_rows(conn)


async def test_joined_and_parted_every_row_is_what_it_was(conn: AsyncConnection) -> None:
    made = Made(conn)
    for number in (1, 2, 3):
        await made.film(number, 2000, ["A", "B", f"C{number}"] if number < 3 else ["A2", "B"])
    await graph.build(conn, [1, 2, 3])
    keep, drop, third = [await made.person(name) for name in ("A", "A2", "C1")]
    await conn.execute("update people set imdb_id = 'nm1' where id = %s", [drop])
    before = await _state(conn)
    await person_merges.join(conn, [(keep, drop)], "anna", "one")
    assert await _state(conn) != before
    row = await (
        await conn.execute("select imdb_id, other_names from people where id = %s", [keep])
    ).fetchone()
    assert row == ("nm1", ["A2"])
    await person_merges.join(conn, [(third, keep)], "anna", "one")
    for person, dropped in ((third, keep), (keep, drop)):
        found = (await person_merges.of_person(conn, person))[0]
        assert found.dropped_id == dropped
        await person_merges.undo(conn, found, "anna")
        if person == third:
            assert [m.dropped_id for m in await person_merges.of_person(conn, keep)] == [drop]
    assert await _state(conn) == before


async def test_a_film_s_record_that_is_put_back_names_who_is_there_now(conn: AsyncConnection) -> None:
    made = Made(conn)
    await made.film(1, 2000, ["A", "B"])
    kept = await film_rows.take(conn, [1])
    keep, drop = await made.person("Z"), await made.person("A")
    await conn.execute("delete from movie_credits where movie_id = 1")
    await person_merges.join(conn, [(keep, drop)], "anna", "one")
    await film_rows.restore(conn, kept)
    cursor = await conn.execute(
        "select p.name from movie_credits c join people p on p.id = c.person_id order by billing"
    )
    assert [name for (name,) in await cursor.fetchall()] == ["Z", "B"]
