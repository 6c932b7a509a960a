"""What a decision must not touch: namesakes, people whom another snapshot names, what came to be known since."""

from dataclasses import replace
from typing import Any

import pytest
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from cinegraph.domain.movies import Candidate
from cinegraph.domain.people import Credit
from cinegraph.pipeline.ask_again import ask_again
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.merge_movies import merge_movies
from cinegraph.pipeline.resolve_movie import resolve_movie
from cinegraph.pipeline.review_movie import accept, reject, undo
from cinegraph.store import movies
from tests.conftest import Program, count
from tests.pipeline.importing import Work
from tests.pipeline.shelf import Shelf, asking, film, stub, value
from tests.pipeline.test_review_movie import ANNA, SOLARIS

HOMES = "tt0000001", "tt0000002"


async def nominated(conn: AsyncConnection, *imdb_ids: str, title: str) -> list[int]:
    """Films of one printed title in one ceremony, each under the id that its page states."""
    await conn.execute(
        """
        with told as (insert into festival_ceremonies (organization_id, year, instance, name, state)
            select id, 2020, 1, 'Cannes', 'held' from festival_organizations where slug = 'cannes' returning *)
        insert into festival_categories (organization_id, award, name) select organization_id, 'Short', 'Best' from told
        """
    )
    numbers = []
    for place, imdb_id in enumerate(imdb_ids):
        numbers.append(await stub(conn, title, imdb_id=imdb_id, year=2020))
        await conn.execute(
            """
            with told as (insert into festival_nominations
                    (ceremony_id, category_id, fingerprint, position, is_winner, state, source)
                select c.id, g.id, %(id)s, %(place)s, false, 'active', array['imdb_event']
                from festival_ceremonies c, festival_categories g returning id)
            insert into festival_nomination_films (nomination_id, position, movie_id, credited_as, imdb_id)
            select id, 1, %(movie)s, %(title)s, %(id)s from told
            """,
            {"id": imdb_id, "place": place, "movie": numbers[-1], "title": title},
        )
    await conn.commit()
    return numbers


async def question(conn: AsyncConnection, movie_id: int, candidate: Candidate) -> int:
    told: dict[str, Any] = {
        "source": candidate.source,
        "source_id": candidate.source_id,
        "title": candidate.title,
        "imdb_id": candidate.imdb_id,
        "tmdb_id": candidate.tmdb_id,
    }
    cursor = await conn.execute(
        "insert into reviews (movie_id, kind, reason, candidates) values (%s, 'choice', 'which?', %s) returning id",
        [movie_id, Jsonb([told])],
    )
    row = await cursor.fetchone()
    await conn.commit()
    assert row is not None
    return int(row[0])


async def test_a_decision_is_not_about_a_namesake_in_the_same_ceremony(
    program: Program, conn: AsyncConnection
) -> None:
    other = film(2, "Home", 2020)
    async with program() as built:
        first, second = await nominated(conn, *HOMES, title="Home")
        asked = asking(built, Shelf(other))
        await reject(asked.context, await question(conn, first, other), ANNA)
        await resolve_movie(asked.context, second, None)
    assert await value(conn, "select import_type from movies where imdb_id = 'tt0000002'") == "full"


async def joined_later(context: Context, conn: AsyncConnection, movie: int) -> int:
    """Another row that joins the film; the answer is the review of that."""
    other = await stub(conn, "Soljaris", year=1972)
    async with context.database.transaction() as held:
        await merge_movies(held, context.queue, movie, other, "cinegraph", "both are shelf 2")
    return int(await value(conn, "select max(id) from reviews"))


async def test_what_came_later_is_undone_first_and_then_all_of_it_can_be(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        asked = asking(built, Shelf(*SOLARIS))
        movie = await stub(conn, "Solaris", year=1972)
        await resolve_movie(asked.context, movie, None)
        await accept(asked.context, 1, 2, None, ANNA)
        await work(asked)
        second = await joined_later(asked.context, conn, movie)
        with pytest.raises(Refused, match=f"undo that first .review {second}."):
            await undo(asked.context, 1, ANNA)
        await undo(asked.context, second, ANNA)
        await undo(asked.context, 1, ANNA)
    assert await count(conn, "select count(*) from movies where import_type = 'stub'") == 2


async def test_people_of_a_kept_snapshot_are_not_forgotten(program: Program, conn: AsyncConnection) -> None:
    """The film of a merge was whole; undoing it must find the people of its credits."""
    async with program() as built:
        movie = await stub(conn, "Solaris", imdb_id="tt0000001", year=1972)
        context = asking(built, Shelf(film(1, "Solaris", 1972))).context
        await resolve_movie(context, movie, None)
        review = await joined_later(context, conn, movie)
        await conn.execute("delete from movie_credits")
        await conn.commit()
        await undo(context, review, ANNA)
    assert await count(conn, "select count(*) from movie_credits") == 1


async def test_a_mark_and_a_pages_id_outlive_an_undo(program: Program, conn: AsyncConnection) -> None:
    async with program() as built:
        (movie,) = await nominated(conn, "tt0000009", title="Home")
        await conn.execute("update movies set imdb_id = null")
        await conn.commit()
        asked = asking(built, Shelf())
        review = await question(conn, movie, film(2, "Home", 2020))
        await reject(asked.context, review, ANNA)
        await conn.execute("update movies set critical = true, imdb_id = 'tt0000009'")
        await conn.commit()
        await undo(asked.context, review, ANNA)
    assert await value(conn, "select critical, imdb_id from movies") == (True, "tt0000009")


async def test_an_id_that_a_person_knows_is_the_films_at_once(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    """Even if no catalogue has it; and where another row has it, both are one film."""
    async with program() as built:
        asked = asking(built, Shelf())
        lone = await stub(conn, "Our Uniform")
        await accept(asked.context, await question(conn, lone, film(5, "Uniform")), None, "tt0000007", ANNA)
        await work(asked)
        assert await value(conn, "select imdb_id, import_type from movies") == ("tt0000007", "stub")
        twin = await stub(conn, "Our Uniforms")
        await accept(asked.context, await question(conn, twin, film(5, "Uniform")), None, "tt0000007", ANNA)
        assert await value(conn, "select id, imdb_id from movies") == (lone, "tt0000007")
        await undo(asked.context, 2, ANNA)
        await undo(asked.context, 1, ANNA)
    assert await count(conn, "select count(*) from movies where imdb_id is null") == 2


async def test_a_full_film_takes_no_credits_from_a_lesser_record(
    program: Program, conn: AsyncConnection
) -> None:
    async with program() as built:
        whole = await stub(conn, "Solaris", imdb_id="tt0000001", year=1972)
        await resolve_movie(asking(built, Shelf(film(1, "Solaris", 1972))).context, whole, None)
        lesser = await stub(conn, "Soljaris", year=1972)
        director = Credit("Director 1", "crew", "nm1/director", imdb_id="nm0000001", job="Director")
        basics = replace(film(1, "Soljaris"), complete=False, imdb_id=None, tmdb_id=None, credits=(director,))
        async with built.context.database.transaction() as held:
            await movies.save_found(held, lesser, basics, ("imdb_datasets",))
        async with built.context.database.transaction() as held:
            await merge_movies(held, built.context.queue, whole, lesser, "cinegraph", "both are tt0000001")
        assert await count(conn, "select count(*) from movie_credits") == 1
        await undo(built.context, 1, ANNA)
    assert await count(conn, "select count(*) from movie_credits") == 2


async def test_a_job_at_work_does_not_count_as_one_that_will_ask(
    program: Program, conn: AsyncConnection
) -> None:
    """It may have asked already, and know nothing of what was decided since."""
    async with program() as built:
        movie = await stub(conn, "Solaris", year=1972)
        async with built.context.database.transaction() as held:
            first = await ask_again(held, built.context.queue, [movie])
        await conn.execute("update procrastinate_jobs set status = 'doing' where id = %s", [first[movie]])
        await conn.commit()
        async with built.context.database.transaction() as held:
            second = await ask_again(held, built.context.queue, [movie])
            third = await ask_again(held, built.context.queue, [movie])
    assert second[movie] != first[movie]
    assert third == second
