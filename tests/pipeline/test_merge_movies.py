"""Two rows that are one film: every reference moves, and all of it comes back."""

import pytest
from psycopg import AsyncConnection

from cinegraph.offline.faults import Faults
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.merge_movies import merge_movies
from cinegraph.pipeline.resolve_movie import resolve_movie
from cinegraph.pipeline.review_movie import By, accept, reject, undo
from cinegraph.store import film_rows, merges
from tests.conftest import Program
from tests.pipeline.importing import Work, imported, offline_pages
from tests.pipeline.shelf import Shelf, asking, film, rows, stub, value

ANNA = By("anna")


async def test_a_merge_while_resolving_is_undone_to_the_last_row(
    program: Program, work: Work, conn: AsyncConnection, outside: Faults
) -> None:
    """The stub without an id was a film that is here: its nomination moves, and comes back with its old number."""
    async with program() as built:
        shelf = Shelf(film(1, "Barbie", 2023))
        asked = asking(built, shelf)
        await imported(asked, work, (await offline_pages(outside))["academy"], lookup=False)
        movie = await value(conn, "select id from movies where title = 'Barbie'")
        other = await stub(conn, "Barbie", "tt0000001")
        await resolve_movie(asked.context, other, None)
        before = await rows(conn)
        await resolve_movie(asked.context, movie, None)
        assert await value(conn, "select count(*) from movies where title = 'Barbie'") == 1
        assert (
            await value(conn, "select count(*) from festival_nomination_films where movie_id = %s", other)
            == 8
        )
        told = await value(conn, "select kind, state, decided_by, movie_id from reviews")
        assert told == ("clash", "accepted", "cinegraph", other)
        await undo(asked.context, 1, ANNA)
        assert await rows(conn) == before
        assert await value(conn, "select state, movie_id from reviews") == ("open", movie)
        await reject(asked.context, 1, ANNA)
        await conn.execute("update movies set ask_again_at = null")
        await conn.commit()
        await resolve_movie(asked.context, movie, None)
        assert await value(conn, "select count(*) from movies where title = 'Barbie'") == 2, "they stay two"


async def test_a_merge_by_an_accepted_candidate_is_undone_to_the_last_row(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    """The chosen candidate is a film that is here; undoing the decision parts them too."""
    async with program() as built:
        asked = asking(built, Shelf(film(1, "Solaris", 1972), film(2, "Solaris", 1972)))
        known = await stub(conn, "Solaris", "tt0000002")
        await resolve_movie(asked.context, known, None)
        movie = await stub(conn, "Solaris", year=1972)
        await resolve_movie(asked.context, movie, None)
        before = await rows(conn)
        await accept(asked.context, 1, 2, None, ANNA)
        await work(asked)
        assert await value(conn, "select array_agg(id) from movies") == [known]
        assert await value(conn, "select review_id, dropped_id from merges") == (1, movie)
        await undo(asked.context, 1, ANNA)
        assert await rows(conn) == before
        assert await value(conn, "select state, movie_id from reviews") == ("open", movie)


async def test_a_page_that_joins_rows_is_undone_and_told_no(
    program: Program, work: Work, conn: AsyncConnection, outside: Faults
) -> None:
    """First the page without ids, then the one with them; a person parts one film, and no import joins it again."""
    async with program() as built:
        pages = await offline_pages(outside)
        await imported(built, work, pages["academy"], lookup=False)
        movie = await value(conn, "select id from movies where title = 'Barbie'")
        owner = await stub(conn, "Barbie", "tt1517268")
        await imported(built, work, *pages.values(), lookup=False)
        assert await value(conn, "select keep_id, dropped_id from merges") == (owner, movie)
        await undo(built.context, 1, ANNA)
        await reject(built.context, 1, ANNA)
        for _ in range(2):
            await imported(built, work, *pages.values(), lookup=False)
        assert (
            await value(conn, "select count(*) from festival_nomination_films where movie_id = %s", movie)
            == 8
        )
        assert await value(conn, "select count(*) from merges where undone_at is null") == 0


async def test_films_that_joined_one_after_the_other_part_in_turn(
    program: Program, conn: AsyncConnection
) -> None:
    async with program() as built:
        first, second, third = [await stub(conn, title) for title in ("A", "B", "C")]
        before = await rows(conn)
        async with built.context.database.transaction() as own:
            await merge_movies(own, built.context.queue, second, first, "cinegraph", "one")
            await merge_movies(own, built.context.queue, third, second, "cinegraph", "two")
            await merge_movies(own, built.context.queue, third, third, "cinegraph", "itself")
        assert await value(conn, "select array_agg(id) from movies") == [third]
        with pytest.raises(Refused, match=r"review 2.*undo that first"):
            await undo(built.context, 1, ANNA)
        await undo(built.context, 2, ANNA)
        await undo(built.context, 1, ANNA)
        assert await rows(conn) == before


async def test_a_page_finds_a_film_under_the_id_that_it_lost(
    program: Program, work: Work, conn: AsyncConnection, outside: Faults
) -> None:
    """Two IMDb ids of one film: importing again makes no second row, and no question."""
    async with program() as built:
        page = (await offline_pages(outside))["imdb"]
        await imported(built, work, page, lookup=False)
        movie = await value(conn, "select id from movies where imdb_id = 'tt1517268'")
        other = await stub(conn, "Barbie", "tt9999999")
        await merges.join_movies(conn, other, movie, "anna", "one film")
        await conn.commit()
        for _ in range(2):
            await imported(built, work, page, lookup=False)
            assert await value(conn, "select count(*) from movies where imdb_id = 'tt1517268'") == 0
        assert (
            await value(
                conn, "select count(*) from import_nominations where import_id = 3 and change <> 'unchanged'"
            )
            == 0
        )


async def test_every_table_that_points_to_a_film_is_known(conn: AsyncConnection) -> None:
    """Read from the database: a table that is added later is moved too."""
    await conn.execute(
        "create table movie_moods (movie_id bigint references movies, mood text, primary key (movie_id, mood))"
    )
    keep, drop = await stub(conn, "A"), await stub(conn, "B")
    await conn.execute(
        "insert into movie_moods values (%s, 'sad'), (%s, 'sad'), (%s, 'odd')", [keep, drop, drop]
    )
    tables = {ref.table for ref in await film_rows.references(conn)}
    assert {"movie_moods", "movie_credits", "reviews", "decisions", "merges", "import_movies"} <= tables
    await merges.join_movies(conn, keep, drop, "cinegraph", "one")
    cursor = await conn.execute("select movie_id, mood from movie_moods order by mood")
    assert await cursor.fetchall() == [(keep, "odd"), (keep, "sad")]
