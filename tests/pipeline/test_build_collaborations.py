"""The graph follows the films: built by jobs of an import, and right again when a record is replaced, films join or
part, and people turn out to be one."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.domain.movies import Candidate
from cinegraph.domain.people import Credit
from cinegraph.pipeline.build_collaborations import build_collaborations
from cinegraph.pipeline.build_graph import build_graph
from cinegraph.pipeline.resolve_movie import resolve_movie
from cinegraph.pipeline.review_movie import By, undo
from cinegraph.store import film_marks, graph_rebuild, merges, movies
from cinegraph.store.film_marks import GRAPH
from cinegraph.store.graph import Size
from tests.conftest import IMPORTING, Program, until_idle
from tests.pipeline.importing import Work, imported, waits_or_ends
from tests.pipeline.shelf import Shelf, asking, film, stub, value
from tests.store.filming import Made, graph_rows, pairs

ANNA = By("anna")


@pytest.fixture
def work() -> Work:
    """What films lead to is what these tests are about."""
    return until_idle(*IMPORTING, "collaborations")


def played(number: int, title: str, *cast: int, year: int = 2000, **more: Any) -> Candidate:
    """A whole record whose cast are people by number."""
    credits = [
        Credit(f"Actor {who}", "cast", f"a{who}", tmdb_id=who, billing=place)
        for place, who in enumerate(cast)
    ]
    return film(number, title, year, credits=tuple(credits), **more)


async def as_rebuilt(conn: AsyncConnection) -> bool:
    """Whether the rows are those that a rebuild makes; nothing is changed."""
    before = await graph_rows(conn)
    await graph_rebuild.rebuild(conn)
    after = await graph_rows(conn)
    await conn.rollback()
    return after == before


async def asked_again(built: Cinegraph, work: Work, conn: AsyncConnection, movie: int) -> int:
    """The film is looked for again, and what follows is done; the answer is how many jobs that was."""
    await conn.execute(
        "update movies set needs_enrichment = true, import_type = 'stub', ask_again_at = null where id = %s",
        [movie],
    )
    await conn.commit()
    before = await jobs(conn)
    await resolve_movie(built.context, movie, None, built.context.now())
    await work(built)
    return await jobs(conn) - before


async def jobs(conn: AsyncConnection) -> int:
    number = await value(
        conn, "select count(*) from procrastinate_jobs where task_name = 'build_collaborations'"
    )
    return int(number)


async def test_an_import_ends_with_its_pairs(program: Program, work: Work, conn: AsyncConnection) -> None:
    """One job builds what many films have marked; no film waits any more, and the graph is that of a rebuild."""
    async with program() as built:
        counted = await imported(built, work)
        found = await value(
            conn,
            """
            select count(*) between 1 and 10, array_agg(distinct queue_name), array_agg(distinct status::text)
            from procrastinate_jobs where task_name = 'build_collaborations'
            """,
        )
        assert found == (True, ["collaborations"], ["succeeded"])
        assert counted.full == 50
        assert (await film_marks.seen(conn, GRAPH)).movie_ids == []
        told = await pairs(conn)
        assert len(told) > 1000
        assert await as_rebuilt(conn)
        size = await build_graph(built.context)
        assert (size.pairs, size.films) == (len(told), 50)


async def test_a_replaced_record_and_one_that_says_the_same(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        shelf = Shelf(played(1, "Solaris", 10, 11, 12))
        asked = asking(built, shelf)
        movie = await stub(conn, "Solaris", "tt0000001")
        assert await asked_again(asked, work, conn, movie) == 1
        assert set(await pairs(conn)) == {"Actor 10 Actor 11", "Actor 10 Actor 12", "Actor 11 Actor 12"}
        await conn.rollback()
        assert await asked_again(asked, work, conn, movie) == 0
        shelf.films = [played(1, "Solaris", 12, 13, year=2002)]
        assert await asked_again(asked, work, conn, movie) == 1
        assert await pairs(conn) == {"Actor 12 Actor 13": (1, 2002, 2002, 2002, None, ["Drama"])}
        assert await as_rebuilt(conn)


async def test_films_that_are_one_count_once_and_apart_again(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    """A stub turns out to be a film that is here; a person parts them."""
    async with program() as built:
        asked = asking(built, Shelf(played(1, "Solaris", 10, 11), played(2, "Stalker", 10, 11, 12)))
        known, other = await stub(conn, "Solaris", "tt0000001"), await stub(conn, "Stalker", "tt0000002")
        for movie in (known, other):
            await asked_again(asked, work, conn, movie)
        before = await graph_rows(conn)
        assert (await pairs(conn))["Actor 10 Actor 11"][0] == 2
        await conn.execute("update movies set imdb_id = null, tmdb_id = null where id = %s", [other])
        await conn.commit()
        asked.context.sources[0].films = [  # type: ignore[attr-defined] # a shelf's
            replace(played(1, "Stalker", 10, 13), source_id="9")
        ]
        await asked_again(asked, work, conn, other)
        assert await value(conn, "select array_agg(id) from movies") == [known]
        assert set(await pairs(conn)) == {"Actor 10 Actor 13"}
        assert await as_rebuilt(conn)
        await undo(asked.context, 1, ANNA)
        assert await as_rebuilt(conn)
        assert [row for row in await graph_rows(conn) if '"films"' in row] == [
            row for row in before if '"films"' in row
        ]


async def test_people_who_are_one_take_their_pairs_along(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    """One catalogue knows an actor by IMDb's id, another by TMDb's number; a third says that both are one."""
    async with program() as built:
        shelf = Shelf(
            played(1, "Solaris", 10, 11),
            film(
                2,
                "Stalker",
                2001,
                credits=(
                    Credit("Actor 10", "cast", "x", imdb_id="nm10", billing=0),
                    Credit("Actor 11", "cast", "y", tmdb_id=11, billing=1),
                ),
            ),
        )
        asked = asking(built, shelf)
        for number in (1, 2):
            await asked_again(asked, work, conn, await stub(conn, f"Film {number}", f"tt000000{number}"))
        assert await value(conn, "select array_agg(films) from collaborations") == [1, 1]
        both = Credit("Actor 10", "cast", "z", tmdb_id=10, imdb_id="nm10", billing=0)
        shelf.films.append(film(3, "Mirror", 1999, credits=(both,)))
        await asked_again(asked, work, conn, await stub(conn, "Mirror", "tt0000003"))
        assert await pairs(conn) == {"Actor 10 Actor 11": (2, 2000, 2001, 2000, None, ["Drama"])}
        assert await as_rebuilt(conn)


async def test_who_holds_a_film_keeps_no_other_from_the_graph(
    program: Program, conn: AsyncConnection
) -> None:
    """Whoever waits for one holds neither the others nor the graph: two films join meanwhile."""
    made = Made(conn)
    for number in (1, 2, 3):
        await made.film(number, 2000, cast=["Ann", "Bob", f"Only {number}"])
    await film_marks.mark(conn, GRAPH, [1, 2, 3, 3, 99])
    await conn.commit()
    async with program() as built:
        database = built.context.database
        async with database.transaction() as other:
            await movies.hold(other, [2], alone=True)
            building = asyncio.create_task(build_collaborations(built.context))
            await waits_or_ends(conn, building)
            assert not building.done()
            assert (await film_marks.seen(conn, GRAPH)).movie_ids == [2]
            assert (await pairs(conn))["Ann Bob"][0] == 2
            await conn.rollback()
            async with database.transaction() as third:
                await third.execute("set local lock_timeout = '5s'")
                await merges.join_movies(third, 1, 3, "anna", "one film")
        assert await building == 3
        assert await build_collaborations(built.context) == 0
        assert (await pairs(conn))["Ann Bob"][0] == 2
        assert await as_rebuilt(conn)


async def test_all_at_once_as_a_job(program: Program, work: Work, conn: AsyncConnection) -> None:
    """It makes up for whatever was missed; run twice, the same rows. While films are written it is put off."""
    async with program() as built:
        asked = asking(built, Shelf(played(1, "Solaris", 10, 11)))
        movie = await stub(conn, "Solaris", "tt0000001")
        await asked_again(asked, work, conn, movie)
        rows = await graph_rows(conn)
        await conn.execute("delete from collaboration_details")
        async with built.context.database.transaction() as own:
            await built.context.queue.build_graph(own)
        await work(built)
        assert (
            await value(conn, "select status::text from procrastinate_jobs where task_name = 'build_graph'")
            == "todo"
        )
        for _ in range(2):
            assert await build_graph(built.context) == Size(people=2, pairs=1, films=1)
            assert await graph_rows(conn) == rows
            await conn.rollback()
