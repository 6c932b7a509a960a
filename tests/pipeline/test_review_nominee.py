"""What a person decides of a nominee holds, wins over every later answer, and can be undone to the last row."""

import pytest
from psycopg import AsyncConnection

from cinegraph.pipeline import review_nominee
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.link_people import link_people
from cinegraph.pipeline.part_person import part_person
from cinegraph.pipeline.review_movie import By
from cinegraph.store import nominee_reviews
from tests.conftest import Program, count
from tests.pipeline.nominees import film, linked, nominated, tmdb
from tests.pipeline.shelf import rows, value

ANNA = By("anna", "I know him")
SMITHS = [("John Smith #1", "Director"), ("John Smith #2", "Director")]
TABLES = ("people", "festival_nomination_people")


async def test_doubt_waits_for_a_person_whose_word_holds(program: Program, conn: AsyncConnection) -> None:
    async with program(tmdb_token=None) as built:
        context = built.context
        await film(conn, 1, SMITHS)
        await nominated(conn, [1], "John Smith")
        await link_people(context, 1)
        before = await rows(conn, TABLES)
        review = await value(conn, "select id from reviews where kind = 'nominee' and state = 'open'")
        assert await linked(conn) == [("John Smith", "review", None, None)]
        with pytest.raises(Refused, match="2 candidates: say which one"):
            await review_nominee.accept(context, review, None, None, ANNA)
        with pytest.raises(Refused, match="no IMDb id of a person"):
            await review_nominee.accept(context, review, None, "tt0000001", ANNA)
        done = await review_nominee.accept(context, review, 2, None, ANNA)
        assert (done.state, done.decided_by) == ("accepted", "anna")
        chosen = [("John Smith", "decided", done.candidates[1]["tmdb_id"], None)]
        assert await linked(conn) == chosen
        await link_people(context, 1)
        assert await linked(conn) == chosen
        assert await count(conn, "select count(*) from reviews where state = 'open'") == 0
        await conn.execute(
            """
            with made as (insert into people (name) values ('John Smith') returning id)
            update festival_nomination_people set link = null, linked_at = null, person_id = (select id from made)
            """
        )
        await conn.commit()
        await link_people(context, 1)
        assert await linked(conn) == chosen, "a row that was made anew is found by its entry and name"
        with pytest.raises(Refused, match="accepted by anna already"):
            await review_nominee.reject(context, review, ANNA)
        await review_nominee.undo(context, review, ANNA)
        assert await rows(conn, TABLES) == before
        with pytest.raises(Refused, match="still open"):
            await review_nominee.undo(context, review, ANNA)


async def test_none_of_them_and_not_now(program: Program, conn: AsyncConnection) -> None:
    async with program(tmdb_token=None) as built:
        context = built.context
        await film(conn, 1, SMITHS)
        await nominated(conn, [1], "John Smith")
        await link_people(context, 1)
        review = await value(conn, "select id from reviews")
        await review_nominee.skip(context, review, ANNA)
        await link_people(context, 1)
        assert await value(conn, "select state from reviews") == "skipped", (
            "the same candidates do not come back"
        )
        await review_nominee.reject(context, review, ANNA)
        await link_people(context, 1)
        assert await linked(conn) == [("John Smith", "minimal", None, None)]
        await film(conn, 1, [*SMITHS, ("John Smith #3", "Director")])
        await link_people(context, 1)
        assert await linked(conn) == [("John Smith", "credits", tmdb("John Smith #3"), None)], (
            "another one is"
        )


async def test_by_an_id_and_a_nominee_that_is_gone(program: Program, conn: AsyncConnection) -> None:
    async with program(tmdb_token=None) as built:
        context = built.context
        await film(conn, 1, SMITHS)
        first, second = await nominated(conn, [1], "John Smith"), await nominated(conn, [1], "J. Smith")
        await link_people(context, 1)
        done = await review_nominee.accept(context, 1, None, "nm0000009", ANNA)
        assert (done.nomination_id, (await linked(conn))[0]) == (
            first,
            ("John Smith", "decided", None, "nm0000009"),
        )
        await conn.execute("update festival_nominations set state = 'withdrawn' where id = %s", [second])
        ceremony = await value(conn, "select id from festival_ceremonies")
        await conn.execute("update festival_nominations set state = 'withdrawn' where id = %s", [second])
        await nominee_reviews.close_gone(conn, ceremony)
        await conn.commit()
        assert await value(conn, "select state, note from reviews where nomination_id > 1 or id = 2") == (
            "decided",
            "its nominee is no longer named",
        )
        with pytest.raises(Refused, match="settled itself"):
            await review_nominee.accept(context, 2, 1, None, ANNA)


async def test_people_that_were_joined_are_parted_for_good(program: Program, conn: AsyncConnection) -> None:
    async with program(tmdb_token=None) as built:
        context = built.context
        await film(conn, 1, [("Jane Campion", "Director"), ("Ann Poe", "Editor")])
        await nominated(conn, [1], ("Jane Campion", "nm0001005"))
        before = await rows(conn, ("people", "movie_credits"))
        await link_people(context, 1)
        await part_person(context, "nm0001005", ANNA)
        assert await rows(conn, ("people", "movie_credits")) == before
        await link_people(context, 1)
        assert await linked(conn) == [("Jane Campion", "id", None, "nm0001005")]
        with pytest.raises(Refused, match="no other row has joined Jane Campion"):
            await part_person(context, "nm0001005", ANNA)
