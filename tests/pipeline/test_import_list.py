"""Lists: total said = total got, membership at once, and what comes, goes and comes back."""

from dataclasses import replace
from pathlib import Path

import pytest
from psycopg import AsyncConnection

from cinegraph.domain.lists import FilmList
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.find_list import find_list, what_it_means
from cinegraph.pipeline.manage_lists import add_list, edit_list, plan_list_edit
from cinegraph.pipeline.merge_movies import merge_movies
from cinegraph.pipeline.sort_pages import GivenPage
from cinegraph.store import list_items, movies
from tests.conftest import SHARED, Program, count
from tests.pipeline.importing import Work, imported
from tests.pipeline.listing import MADE, OSCARS, export, listed, rows, standing

FILTERED = Path(__file__).parents[1] / "pages" / "imdb_list" / "filtered.html"
PAGE = GivenPage("p1.html", FILTERED.read_bytes())
"""A list that says it has six films and shows four: tt0000901, tt0000902, tt12345678, tt0000904."""


async def test_a_list_is_read_page_by_page_and_looked_for(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        done = await listed(built, work, OSCARS, lookup=True)
        assert (done.state, done.seen, done.stored, done.balanced) == ("finished", 53, 53, True)
        assert (done.films, done.full, done.stub, done.pending) == (53, 50, 3, 0)
        assert done.calls["imdb"] == 3
        pages = "select count(*) from procrastinate_jobs where task_name = 'import_list_page'"
        assert await count(conn, pages) == 2
        status, changes = await standing(built, OSCARS)
        assert (status.state, status.there, status.missing, changes) == ("whole", 53, 0, {"added": 53})
        places = "select count(distinct position) from movie_list_items where position between 1 and 53"
        assert await count(conn, places) == 53


async def test_a_second_import_asks_nobody_and_leaves_the_same_rows(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        await listed(built, work, OSCARS, lookup=True)
        before = await rows(conn)
        done = await listed(built, work, OSCARS, lookup=True)
        assert (done.state, done.stored, done.calls) == ("finished", 53, {})
        assert await rows(conn) == before
        assert (await standing(built, OSCARS))[1] == {"unchanged": 53}


async def test_films_that_are_here_get_their_membership_and_no_call(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        await imported(built, work)
        before = await count(conn, "select count(*) from movies")
        await conn.rollback()
        done = await listed(built, work, OSCARS, lookup=True)
        assert (done.state, done.calls) == ("finished", {"imdb": 3})
        assert await count(conn, "select count(*) from movies") == before == 53


async def test_what_is_missing_is_said_and_an_export_completes_it(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        done = await listed(built, work, MADE, PAGE)
        assert (done.state, done.seen, done.stored, done.balanced) == ("incomplete", 6, 4, False)
        assert "4 of 6 films were read, 2 are missing" in done.warnings[0]
        status, _ = await standing(built, MADE)
        assert (status.state, status.missing) == ("partial", 2)
        done = await listed(built, work, MADE, export("901", "902", "12345678", "904", "905", "906"))
        assert (done.state, done.seen, done.stored, done.warnings) == ("finished", 6, 6, [])
        status, changes = await standing(built, MADE)
        assert (status.state, status.missing, status.gone) == ("whole", 0, 0)
        assert changes == {"added": 2, "unchanged": 4}
        done = await listed(built, work, MADE, PAGE)
        assert done.state == "incomplete", "it did not read all"
        status, _ = await standing(built, MADE)
        assert (status.state, status.gone) == ("whole", 0), "of a part nobody can say who has left"


async def test_films_that_leave_and_come_back(program: Program, work: Work, conn: AsyncConnection) -> None:
    async with program() as built:
        await listed(built, work, MADE, export("901", "902", "903"))
        done = await listed(built, work, MADE, export("901", "903", "904"))
        assert (done.state, done.stored, done.withdrawn) == ("finished", 3, 1)
        _, changes = await standing(built, MADE)
        assert changes == {"added": 1, "left": 1, "moved": 1, "unchanged": 1}
        async with built.context.database.transaction() as inner:
            assert [film["imdb_id"] for film in await list_items.left(inner, "made")] == ["tt0000902"]
        await listed(built, work, MADE, export("901", "902", "903", "904"))
        status, changes = await standing(built, MADE)
        assert (status.there, status.gone) == (4, 0)
        assert changes == {"moved": 2, "returned": 1, "unchanged": 1}
        back = "select count(*) from movie_list_items where returned_at is not null and left_at is null"
        assert await count(conn, back) == 1


async def test_a_film_that_stands_there_twice_is_two_entries(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        for _ in range(2):
            done = await listed(built, work, MADE, export("901", "902", "901"))
            assert (done.state, done.seen, done.stored, done.films) == ("finished", 3, 3, 2)
            assert "1 films stand on the list more than once" in done.warnings
        assert await count(conn, "select count(*) from movie_list_items") == 3


async def test_two_entries_that_turned_out_to_be_one_film(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        await listed(built, work, MADE, export("901", "902", "903"))
        async with built.context.database.transaction() as inner:
            found = await inner.execute("select id from movies order by imdb_id")
            one, two, _ = [number for (number,) in await found.fetchall()]
            await merge_movies(
                inner, built.context.queue, one, two, "a person", "they are one", review_id=None
            )
        done = await listed(built, work, MADE, export("901", "902", "903"))
        assert (done.state, done.seen, done.stored, done.films) == ("finished", 3, 3, 2)
        assert await count(conn, "select count(*) from movies") == 2
        same = "select count(*) from movie_list_items where movie_id = %s"
        assert await count(conn, same, one) == 2


async def test_the_list_tells_year_kind_and_directors_to_the_question(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        await listed(built, work, MADE, PAGE)
        (number,) = await (
            await conn.execute("select id from movies where imdb_id = 'tt0000901'")
        ).fetchone() or (0,)
        asked = await movies.question(conn, number)
        assert asked is not None
        assert (asked.ref.year, asked.ref.years, asked.ref.kind) == (1950, (), "movie")
        assert asked.ref.directors == ("Ada Example", "Bruno Beispiel")
        assert asked.ref.original_title == "Der gläserne Hafen"


async def test_an_award_list_stands_for_its_events_nominations(program: Program) -> None:
    async with program() as built:
        awards = FilmList("best_of_oscars", "Oscars", "imdb_event", "ev0000003", tracks_awards=True)
        await add_list(built.context, awards, "ada")
        await add_list(built.context, MADE, "ada")
        async with built.context.database.transaction() as conn:
            assert await what_it_means(conn, "best_of_oscars") == "oscars"
            assert await what_it_means(conn, "AMPAS") == "AMPAS"
            assert await what_it_means(conn, "made") == await find_list(conn, "MADE")


async def test_an_edited_list_is_the_truth_and_survives_a_restart(program: Program) -> None:
    async with program() as built:
        await edit_list(
            built.context, "criterion", {"source_id": "ls123456789", "expected_count": None}, "ada"
        )
    async with program() as built, built.context.database.transaction() as conn:
        _, one = await find_list(conn, "criterion")
    assert (one.source_id, one.expected_count) == ("ls123456789", None)


async def test_no_films_expected_is_no_expectation(program: Program) -> None:
    async with program() as built:
        kept = await add_list(built.context, replace(MADE, expected_count=0), "ada")
        assert kept.after.expected_count is None
        await edit_list(built.context, "made", {"expected_count": 7}, "ada")
        plan = await edit_list(built.context, "made", {"expected_count": 0}, "ada")
        assert [(one.field, one.before, one.after) for one in plan.changes] == [("expected_count", "7", None)]
        assert plan.after.expected_count is None
        for count in (-1, 1_000_000, 2**31):
            with pytest.raises(Refused, match=f"{count} films cannot be expected: 1 to 999,999 can"):
                await edit_list(built.context, "made", {"expected_count": count}, "ada")


async def test_one_list_is_not_followed_twice(program: Program) -> None:
    """It would count twice in every score."""
    async with program() as built:
        await add_list(built.context, MADE, "ada")
        says = f"{MADE.source_id} is followed as made already"
        with pytest.raises(Refused, match=says):
            await add_list(built.context, replace(MADE, key="again"), "ada")
        with pytest.raises(Refused, match=says):
            await plan_list_edit(built.context, "criterion", {"source_id": MADE.source_id})


@pytest.mark.shared
async def test_the_real_list_of_1260_gives_250_and_says_so(program: Program, work: Work) -> None:
    page = GivenPage("p.html.gz", (SHARED / "pages/imdb_list/ls024863935.html.gz").read_bytes())
    async with program() as built, built.context.database.transaction() as conn:
        _, one = await find_list(conn, "1001_movies")
        done = await listed(built, work, one, page)
        status, _ = await standing(built, one)
    assert (done.state, done.seen, done.stored) == ("incomplete", 1260, 250)
    assert len(done.warnings) == 1, "neither the name nor the count is another"
    assert (status.state, status.missing) == ("partial", 1010)
