"""What a person decides holds, wins over every later answer, and can be undone to the last row."""

from dataclasses import replace

import pytest
from psycopg import AsyncConnection

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.offline.faults import Faults
from cinegraph.pipeline.context import PutOff, Refused
from cinegraph.pipeline.refresh_stale import refresh_stale
from cinegraph.pipeline.resolve_movie import resolve_movie
from cinegraph.pipeline.review_movie import By, accept, reject, skip, undo
from cinegraph.sources.base import Strategy
from tests.conftest import Program
from tests.pipeline.importing import Work, imported, offline_pages
from tests.pipeline.shelf import Shelf, asking, film, rows, stub, value

ANNA = By("anna", "I have seen it")
SOLARIS = film(1, "Solaris", 1972), film(2, "Solaris", 1972)
"""Two films that nothing tells apart."""


async def test_accepting_pins_a_film_and_undoing_restores_every_row(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        shelf = Shelf(*SOLARIS)
        asked = asking(built, shelf)
        movie = await stub(conn, "Solaris", year=1972)
        await resolve_movie(asked.context, movie, None)
        assert await value(conn, "select s.state, r.kind from movie_states s, reviews r") == (
            "review",
            "choice",
        )
        before = await rows(conn)
        settled = await accept(asked.context, 1, 2, None, ANNA)
        assert (settled.review.state, settled.review.decided_by) == ("accepted", "anna")
        shelf.asked.clear()
        await work(asked)
        assert shelf.asked == ["record 2"], "exactly that candidate, and nothing else"
        assert await value(conn, "select imdb_id, import_type from movies") == ("tt0000002", "full")
        with pytest.raises(Refused, match="accepted by anna already"):
            await accept(asked.context, 1, 1, None, ANNA)
        await undo(asked.context, 1, ANNA)
        assert await rows(conn) == before
        with pytest.raises(Refused, match="still open"):
            await undo(asked.context, 1, ANNA)
        assert await value(conn, "select kind, imdb_id, undone_by from decisions") == (
            "is",
            "tt0000002",
            "anna",
        )


async def test_a_decision_survives_reimport_refresh_and_a_row_made_anew(
    program: Program, work: Work, conn: AsyncConnection, outside: Faults
) -> None:
    """The printed name within its ceremony finds it again."""
    barbies = film(1, "Barbie", 2023), film(2, "Barbie", 2023)
    async with program() as built:
        shelf = Shelf(*barbies)
        asked = asking(built, shelf)
        page = (await offline_pages(outside))["academy"]
        told = await imported(asked, work, page)
        assert (told.review, told.stub) == (1, 52)
        await accept(asked.context, 1, 2, None, ANNA)
        await work(asked)
        kept, calls = await rows(conn, ("movies", "reviews")), len(shelf.asked)
        again = await imported(asked, work, page)
        assert (again.full, again.stub, again.review) == (1, 52, 0)
        assert len(shelf.asked) == calls
        assert await rows(conn, ("movies", "reviews")) == kept
        await conn.execute(
            "update movies set imdb_id = null, tmdb_id = null, import_type = 'stub' where imdb_id = 'tt0000002'"
        )
        await conn.execute("update decisions set movie_id = null")
        await conn.commit()
        await refresh_stale(asked.context)
        await work(asked)
        assert await value(conn, "select imdb_id, import_type from movies where title = 'Barbie'") == (
            "tt0000002",
            "full",
        )


async def test_a_decision_holds_against_a_pages_own_id(
    program: Program, work: Work, conn: AsyncConnection, outside: Faults
) -> None:
    """A page may correct what a catalogue told, not what a person decided: there are two films."""
    async with program() as built:
        asked = asking(built, Shelf(film(1, "Barbie", 2023), film(2, "Barbie", 2023)))
        pages = await offline_pages(outside)
        await imported(asked, work, pages["academy"])
        await accept(asked.context, 1, 2, None, ANNA)
        await work(asked)
        await imported(asked, work, pages["imdb"])
    kept = await value(conn, "select import_type, tmdb_id from movies where imdb_id = 'tt0000002'")
    assert kept == ("full", 2)
    assert await value(conn, "select count(*) from movies where imdb_id = 'tt1517268'") == 1


async def test_a_decision_that_falls_while_catalogues_are_asked_counts(
    program: Program, conn: AsyncConnection
) -> None:
    async with program() as built:
        shelf = Shelf(film(1, "A", 1950))
        asked = asking(built, shelf)
        movie = await stub(conn, "A")
        await resolve_movie(asked.context, movie, None)
        await conn.execute("update movies set ask_again_at = null")
        await conn.commit()

        class Meanwhile(Shelf):
            async def search(self, ref: MovieRef, strategy: Strategy) -> tuple[Candidate, ...]:
                await reject(asked.context, 1, ANNA)
                return await super().search(ref, strategy)

        with pytest.raises(PutOff, match="a person has decided"):
            await resolve_movie(asking(built, Meanwhile(*shelf.films)).context, movie, None)
        assert await value(conn, "select state, decided_by from reviews") == ("rejected", "anna")


async def test_what_was_rejected_never_comes_up_again(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        shelf = Shelf(*SOLARIS)
        asked = asking(built, shelf)
        movie = await stub(conn, "Solaris", year=1972)
        await resolve_movie(asked.context, movie, None)
        before = await rows(conn)
        await reject(asked.context, 1, ANNA)
        for _ in range(2):
            await refresh_stale(asked.context, age=asked.context.now() - asked.context.now())
            await work(asked)
            assert await value(conn, "select state from movie_states") == "stub"
        assert await value(conn, "select count(*) from reviews") == 1
        shelf.films.append(film(3, "Solaris", 1972))
        await refresh_stale(asked.context, age=asked.context.now() - asked.context.now())
        await work(asked)
        assert await value(conn, "select imdb_id from movies") == "tt0000003", "the third one is left"
        await undo(asked.context, 1, ANNA)
        assert await rows(conn) == before


async def test_what_was_skipped_comes_back_with_other_candidates(
    program: Program, conn: AsyncConnection
) -> None:
    async with program() as built:
        shelf = Shelf(*SOLARIS)
        asked = asking(built, shelf).context
        movie = await stub(conn, "Solaris", year=1972)

        async def again() -> str:
            await conn.execute("update movies set ask_again_at = null")
            await conn.commit()
            await resolve_movie(asked, movie, None)
            return str(await value(conn, "select string_agg(state, ',') from reviews"))

        assert await again() == "open"
        for _ in range(2):
            await skip(asked, 1, ANNA)
        assert await again() == "skipped"
        shelf.films.append(film(3, "Solaris", 1972))
        assert await again() == "open"
        await skip(asked, 1, ANNA)
        assert (await undo(asked, 1, ANNA)).review.state == "open"


async def test_a_person_may_know_the_id(program: Program, work: Work, conn: AsyncConnection) -> None:
    async with program() as built:
        asked = asking(built, Shelf(*SOLARIS, film(9, "Солярис", 1972)))
        movie = await stub(conn, "Solaris", year=1972)
        await resolve_movie(asked.context, movie, None)
        for number, imdb_id, wrong in (
            (None, None, "2 candidates: say which"),
            (3, None, "no candidate 3"),
            (None, "9", "no IMDb id"),
        ):
            with pytest.raises(Refused, match=wrong):
                await accept(asked.context, 1, number, imdb_id, ANNA)
        with pytest.raises(Refused, match="no review 7"):
            await reject(asked.context, 7, ANNA)
        await accept(asked.context, 1, None, "tt0000009", ANNA)
        await work(asked)
        assert await value(conn, "select title, import_type from movies") == ("Солярис", "full")


async def test_a_clash_is_one_film_or_two(program: Program, work: Work, conn: AsyncConnection) -> None:
    """One TMDb number under two IMDb ids: joined, parted again, then told apart for good."""
    async with program() as built:
        shelf = Shelf(film(1, "Solaris", 1972))
        asked = asking(built, shelf)
        first = await stub(conn, "Solaris", "tt0000001")
        await resolve_movie(asked.context, first, None)
        second = await stub(conn, "Solyaris", "tt0000002")
        shelf.films.append(replace(film(1, "Solaris", 1972), imdb_id="tt0000002"))
        await resolve_movie(asked.context, second, None)
        assert await value(conn, "select kind, movie_id from reviews") == ("clash", second)
        before = await rows(conn)
        await accept(asked.context, 1, None, None, ANNA)
        await work(asked)
        assert await value(conn, "select array_agg(id) from movies") == [first]
        assert await value(conn, "select keep_id, dropped_id, review_id, merged_by from merges") == (
            first,
            second,
            1,
            "anna",
        )
        await undo(asked.context, 1, ANNA)
        assert await rows(conn) == before
        await reject(asked.context, 1, ANNA)
        await refresh_stale(asked.context, age=asked.context.now() - asked.context.now())
        await work(asked)
        assert await value(conn, "select import_type from movies where id = %s", second) == "stub"
        assert await value(conn, "select count(*) from reviews") == 1
