"""Rows of lists: undone merges, a step back, and what the views say."""

import psycopg
from psycopg import AsyncConnection

from cinegraph.store import migrate, movie_merges
from cinegraph.store.upgrade import upgrade
from tests.conftest import Program, count
from tests.pipeline.importing import Work
from tests.pipeline.listing import MADE, export, listed, rows


def test_a_step_back_takes_imports_of_lists_with_it(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("insert into movie_lists (source_key, name, source_type) values ('a', 'A', 'csv')")
        connection.execute("insert into imports (kind, list_id) select 'list', id from movie_lists")
    migrate.downgrade(database_url, "0010_ratings")
    with psycopg.connect(database_url) as connection:
        left = connection.execute("select count(*) from imports").fetchone()
        assert left == (0,)
    upgrade(database_url)


async def test_films_that_were_joined_and_parted_keep_their_memberships(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        await listed(built, work, MADE, export("901", "902"))
        before = await rows(conn)
        async with built.context.database.transaction() as inner:
            found = await inner.execute("select id from movies order by imdb_id")
            one, two = [number for (number,) in await found.fetchall()]
            await movie_merges.merge(inner, one, two, "a person", "they are one", None)
        assert await count(conn, "select count(*) from movie_list_items where movie_id = %s", one) == 2
        await conn.rollback()
        async with built.context.database.transaction() as inner:
            merged = await movie_merges.that_dropped(inner, two)
            assert merged is not None
            await movie_merges.undo(inner, merged, "a person")
        assert await rows(conn) == before
