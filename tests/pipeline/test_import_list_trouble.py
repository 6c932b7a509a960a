"""Lists that cannot be believed change nothing; pages that do not come are said; what is interrupted goes on."""

from dataclasses import replace

import pytest
from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.domain.lists import FilmList
from cinegraph.offline.faults import Faults, parse_plan
from cinegraph.pipeline.context import PutOff, Refused
from cinegraph.pipeline.find_list import find_list, what_it_means
from cinegraph.pipeline.import_list import import_list, import_list_page
from cinegraph.pipeline.manage_jobs import cancel_job
from cinegraph.pipeline.manage_lists import add_list, edit_list
from cinegraph.pipeline.report import report, waits
from cinegraph.pipeline.save_list import save_list
from cinegraph.pipeline.sort_pages import GivenPage
from tests.conftest import Program, count
from tests.pipeline.importing import Work, counted
from tests.pipeline.listing import (
    MADE,
    OSCARS,
    asked_for,
    export,
    first_page_only,
    followed,
    listed,
    rows,
    standing,
)

REFUSED = {
    "ls096000002": "it is private",
    "ls096000003": "the list has moved",
    "ls096000004": "holds no film",
    "ls096999999": "no such page",
}


@pytest.mark.parametrize(("list_id", "says"), REFUSED.items(), ids=REFUSED.values())
async def test_private_moved_empty_and_dead_are_told_apart(
    program: Program, work: Work, conn: AsyncConnection, list_id: str, says: str
) -> None:
    async with program() as built:
        await listed(built, work, MADE, export("901", "902"))
        await edit_list(built.context, "made", {"source_id": list_id}, "ada")
        before = await rows(conn)
        done = await listed(built, work, MADE)
        assert done.state == "failed"
        assert says in str(done.error)
        assert await rows(conn) == before


async def test_a_challenge_is_no_answer_about_the_list(program: Program, work: Work, outside: Faults) -> None:
    async with program() as built:
        outside.plan = parse_plan("imdb:challenge")
        done = await listed(built, work, OSCARS)
        assert "challenge" in str(done.error)


SHRUNK = [
    (export("901", "902"), "had 6 films, and is said to have 2 now"),
    (export("911", "912", "913", "914", "915", "906"), "only 1 of the 6 films"),
]


@pytest.mark.parametrize(("given", "says"), SHRUNK, ids=["shrunk", "other films"])
async def test_a_list_that_is_another_changes_nothing(
    program: Program, work: Work, conn: AsyncConnection, given: GivenPage, says: str
) -> None:
    async with program() as built:
        await listed(built, work, MADE, export("901", "902", "903", "904", "905", "906"))
        before = await rows(conn)
        done = await listed(built, work, MADE, given)
        assert done.state == "failed"
        assert says in str(done.error)
        assert await rows(conn) == before


async def test_another_name_and_another_count_are_warnings(program: Program, work: Work) -> None:
    other = FilmList("other", "The Criterion Collection", "imdb", "ls096000001", expected_count=1768)
    async with program() as built:
        done = await listed(built, work, other)
        assert done.state == "finished"
        assert "calls itself 'Every film of the 96th Academy Awards'" in done.warnings[0]
        assert "has 53 films, and 1,768 are expected" in done.warnings[1]


async def test_a_renamed_list_says_what_it_was(program: Program, work: Work, conn: AsyncConnection) -> None:
    async with program() as built:
        await listed(built, work, OSCARS)
        await conn.execute("update movie_lists set said_name = 'Best films' where source_key = 'oscar_films'")
        await conn.commit()
        done = await listed(built, work, OSCARS)
        assert any("it was 'Best films'" in line for line in done.warnings)


GIVEN = [
    ((GivenPage("x.csv", b"a,b"),), "x.csv: this is not IMDb's CSV export"),
    ((GivenPage("x.csv", b""),), "x.csv: the file is empty"),
    ((GivenPage("x.html", b"<html></html>"),), "x.html: this is not IMDb's list page"),
    ((export("901"), export("901", name="again.csv")), "again.csv: it shows the same films as export.csv"),
]


@pytest.mark.parametrize(("given", "says"), GIVEN, ids=[says for _, says in GIVEN])
async def test_files_that_are_none_are_refused(
    program: Program, conn: AsyncConnection, given: tuple[GivenPage, ...], says: str
) -> None:
    async with program() as built:
        with pytest.raises(Refused, match=says):
            await asked_for(built, MADE, *given)
        assert await count(conn, "select count(*) from imports") == 0
        assert await count(conn, "select count(*) from pages") == 0


async def test_words_that_mean_no_list(program: Program) -> None:
    async with program() as built:
        async with built.context.database.transaction() as conn:
            with pytest.raises(Refused, match="did you mean 'criterion'"):
                await find_list(conn, "criterium")
            with pytest.raises(Refused, match="did you mean 'criterion'"):
                await what_it_means(conn, "criterium")
            assert await what_it_means(conn, "nothing like it") == "nothing like it"
        with pytest.raises(Refused, match="is an organization"):
            await add_list(built.context, replace(MADE, key="oscars"), "ada")
        with pytest.raises(Refused, match="already"):
            await add_list(built.context, replace(MADE, key="criterion"), "ada")
        with pytest.raises(Refused, match="no organization has that event"):
            await add_list(
                built.context, FilmList("x", "X", "imdb_event", "ev9999999", tracks_awards=True), "ada"
            )
        await followed(built, FilmList("by_hand", "By hand", "csv"))
        with pytest.raises(Refused, match="comes as CSV"):
            await asked_for(built, FilmList("by_hand", "By hand", "csv"))


async def test_imdb_is_asked_only_if_it_is_switched_on(program: Program) -> None:
    async with program() as built:
        off = Cinegraph(built.settings, replace(built.context, transports={}), built.jobs)
        with pytest.raises(Refused, match="CINEGRAPH_IMDB_TRANSPORT"):
            await asked_for(off, OSCARS)


async def test_a_page_that_cannot_be_read_leaves_the_list_partial(
    program: Program, work: Work, outside: Faults
) -> None:
    async with program() as built:
        number = await asked_for(built, OSCARS, lookup=False)
        await first_page_only(built, number)
        outside.plan = parse_plan("imdb:gone*1")
        await work(built)
        done = await counted(built, number)
        assert (done.state, done.seen) == ("incomplete", 53)
        assert done.stored in (28, 50), "one of the two other pages is missing"
        assert any("could not be read: the site has no such page" in line for line in done.warnings)
        outside.plan = []
        again = await listed(built, work, OSCARS)
        assert (again.state, again.stored) == ("finished", 53)
        assert again.calls == {"imdb": 1}, "pages that were read are kept"


async def test_a_busy_site_is_waited_for(program: Program, work: Work, outside: Faults) -> None:
    async with program() as built:
        number = await asked_for(built, OSCARS, lookup=False)
        await first_page_only(built, number)
        outside.plan = parse_plan("imdb:429=600")
        await work(built)
        done = await counted(built, number)
        assert (done.state, waits(done), done.waiting_jobs) == ("queued", True, 2)
        assert (await standing(built, OSCARS))[0].there == 0
        outside.plan = []
        assert await asked_for(built, OSCARS, lookup=False) == number, "the same import goes on, now"
        await work(built)
        done = await counted(built, number)
        assert (done.state, done.stored, report(done)["missing"]) == ("finished", 53, 0)


async def test_the_first_page_is_waited_for_too(program: Program, outside: Faults) -> None:
    async with program() as built:
        number = await asked_for(built, OSCARS)
        outside.plan = parse_plan("imdb:500")
        with pytest.raises(PutOff):
            await import_list(built.context, number)
        assert waits(await counted(built, number))


async def test_jobs_that_run_twice_leave_the_same_rows(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        number = await asked_for(built, OSCARS, lookup=False)
        await import_list(built.context, number)
        await import_list(built.context, number)
        jobs = "select count(*) from procrastinate_jobs where task_name = 'import_list_page'"
        assert await count(conn, jobs) == 2, "pages that a job will read need no second one"
        await conn.rollback()
        await import_list_page(built.context, number, 2)
        await work(built)
        before = await rows(conn)
        for _ in range(2):
            await import_list_page(built.context, number, 2)
            await save_list(built.context, number)
        assert await rows(conn) == before
        done = await counted(built, number)
        assert (done.state, done.stored, done.calls) == ("finished", 53, {"imdb": 3})


async def test_an_import_whose_jobs_are_gone_goes_on(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        number = await asked_for(built, OSCARS, lookup=False)
        await first_page_only(built, number)
        await conn.execute("delete from procrastinate_jobs")
        await conn.commit()
        done = await listed(built, work, OSCARS)
        assert (done.import_id, done.state, done.stored) == (number, "finished", 53)
        assert done.calls == {"imdb": 3}, "the first page is not fetched again"


async def test_a_page_whose_job_is_cancelled_is_done_without(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        number = await asked_for(built, OSCARS, lookup=False)
        await first_page_only(built, number)
        last = await count(
            conn, "select max(id) from procrastinate_jobs where task_name = 'import_list_page'"
        )
        await conn.rollback()
        await cancel_job(built.context, last)
        await work(built)
        done = await counted(built, number)
        assert (done.state, done.stored) == ("incomplete", 50)
        assert any("page 3 could not be read: cancelled by a person" in line for line in done.warnings)
