"""Two rows that a person joins are one in everything, nothing of either is lost, and parting puts it all back."""

import pytest
from psycopg import AsyncConnection

from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.join_people import join_people, plan_join
from cinegraph.pipeline.link_people import link_people
from cinegraph.pipeline.part_person import part_person
from cinegraph.pipeline.review_movie import By
from cinegraph.store import graph
from tests.conftest import Program, count
from tests.pipeline.nominees import film, linked, nominated, tmdb
from tests.pipeline.shelf import rows, value
from tests.store.filming import graph_rows

ANNA = By("anna", "her married name")
TABLES = ("people", "festival_nomination_people", "movie_credits", "reviews")
NOMINEE_ROWS = "select count(*) from festival_nomination_people"
CREDITS = "select count(*) from movie_credits"


async def _number(conn: AsyncConnection, name: str) -> int:
    found = int(await value(conn, f"select id from people where name = '{name}'"))
    await conn.rollback()
    return found


async def _two(conn: AsyncConnection) -> tuple[str, str]:
    """Jane Campion, whom two films credit, and J. Kampion, a nominee who is a name only: their numbers."""
    await film(conn, 1, [("Jane Campion", "Director"), ("Ann Poe", "Editor")])
    await film(conn, 2, [("Jane Campion", ""), ("Bea Roe", "")])
    await nominated(conn, [1], "J. Kampion")
    await graph.build(conn, [1, 2])
    await conn.commit()
    return str(await _number(conn, "Jane Campion")), str(await _number(conn, "J. Kampion"))


async def test_their_nominations_are_linked_anew_when_they_are_parted(
    program: Program, conn: AsyncConnection
) -> None:
    asked = "select count(*) from procrastinate_jobs where task_name = 'link_people' and (args ->> 'movie_id')::int = 1"
    async with program(tmdb_token=None) as built:
        keep, drop = await _two(conn)
        await join_people(built.context, keep, drop, ANNA)
        before = await count(conn, asked)
        await conn.rollback()
        await part_person(built.context, keep, ANNA)
        assert await count(conn, asked) == before + 1


async def test_a_plan_tells_what_would_move_and_changes_nothing(
    program: Program, conn: AsyncConnection
) -> None:
    async with program(tmdb_token=None) as built:
        keep, drop = await _two(conn)
        before = await rows(conn, TABLES)
        plan = await plan_join(built.context, keep, drop)
        back = await plan_join(built.context, drop, keep)
        assert await rows(conn, TABLES) == before
    assert (plan.moves.nominations, plan.moves.credits, plan.gets) == (
        1,
        0,
        ("the name J. Kampion beside its own",),
    )
    assert (plan.why, plan.notes) == (
        "TMDb knows it",
        ("they are called differently: Jane Campion, J. Kampion",),
    )
    assert (back.moves.credits, back.moves.films, back.moves.pairs) == (2, 2, 2)
    assert back.why == f"you chose it; of person {keep} more is known (TMDb knows it), and that moves too"


async def test_a_name_and_a_person_are_one_until_they_are_parted(
    program: Program, conn: AsyncConnection
) -> None:
    async with program(tmdb_token=None) as built:
        context = built.context
        keep, drop = await _two(conn)
        await link_people(context, 1)
        minimal, joined = (
            [("J. Kampion", "minimal", None, None)],
            [("J. Kampion", "decided", tmdb("Jane Campion"), None)],
        )
        assert await linked(conn) == minimal
        before, pairs = await rows(conn, TABLES), await graph_rows(conn)
        sums = await count(conn, NOMINEE_ROWS), await count(conn, CREDITS)
        done = await join_people(context, keep, drop, ANNA)
        assert (done.kept.nominations, done.joined.merged_by, done.joined.reason) == (1, "anna", ANNA.note)
        assert (await count(conn, NOMINEE_ROWS), await count(conn, CREDITS)) == sums, "nothing is lost"
        await link_people(context, 1)
        assert await linked(conn) == joined, "what a person decided holds"
        assert await value(conn, "select kind, decided_by, note from decisions") == ("is", "anna", ANNA.note)
        with pytest.raises(Refused, match=f"person {drop} .J. Kampion. has joined person {keep} already"):
            await join_people(context, keep, drop, ANNA)
        await part_person(context, keep, ANNA)
        assert (await rows(conn, TABLES), await graph_rows(conn)) == (before, pairs)
        await link_people(context, 1)
        assert await linked(conn) == minimal, "and they stay two"
        await join_people(context, keep, drop, ANNA)
        await link_people(context, 1)
        assert await linked(conn) == joined, "a later word wins over an earlier one"
        assert (
            await count(conn, "select count(*) from decisions where kind = 'is_not' and undone_at is null")
            == 0
        )


async def _smiths(conn: AsyncConnection, context: Context) -> tuple[str, str, str]:
    """A nominee of whom there is a question, one whom a page's id names, and one who is credited: their numbers."""
    await film(conn, 1, [("John Smith #1", "Director"), ("John Smith #2", "Director"), ("Ann Poe", "Editor")])
    await film(conn, 2, [("Jon Smith", ""), ("Ann Poe", "")])
    await nominated(conn, [1], "John Smith")
    await nominated(conn, [], ("Johnny Smith", "nm0000009"))
    await link_people(context, 1)
    await graph.build(conn, [1, 2])
    await conn.commit()
    own = await value(
        conn, "select person_id from festival_nomination_people where credited_as = 'John Smith'"
    )
    by_id = await value(conn, "select id from people where imdb_id = 'nm0000009'")
    return str(own), str(by_id), str(await _number(conn, "Jon Smith"))


async def test_pairs_ids_and_questions_follow(program: Program, conn: AsyncConnection) -> None:
    async with program(tmdb_token=None) as built:
        context = built.context
        own, keep, drop = await _smiths(conn, context)
        before, pairs = await rows(conn, TABLES), await graph_rows(conn)
        plan = await plan_join(context, keep, drop)
        assert (plan.moves.credits, plan.moves.films, plan.moves.pairs) == (1, 1, 1)
        assert plan.gets == (f"the TMDb number {tmdb('Jon Smith')}", "the name Jon Smith beside its own")
        done = await join_people(context, "nm0000009", drop, By("anna"))
        assert (done.kept.tmdb_id, done.kept.collaborators, done.kept.films) == (tmdb("Jon Smith"), 1, 1)
        kept_pairs = await graph_rows(conn)
        await graph.build(conn, [1, 2])
        assert await graph_rows(conn) == kept_pairs, "as if they were counted anew"
        await conn.rollback()
        assert (await plan_join(context, keep, own)).moves.questions == 1
        await join_people(context, keep, own, By("anna"))
        assert await value(conn, "select state, decided_by from reviews") == ("decided", "anna")
        await conn.rollback()
        for _ in range(2):
            await part_person(context, keep, By("anna"))
        assert (await rows(conn, TABLES), await graph_rows(conn)) == (before, pairs)
        assert (
            await count(conn, "select count(*) from decisions where kind = 'is' and undone_at is null") == 0
        )


@pytest.mark.parametrize(
    ("keep", "drop", "wrong"),
    [
        ("Ann Poe", "Ann Poe", "a person cannot join themselves"),
        ("Ann Poe", "999999", "there is no person 999999"),
        ("Ann Poe", "nm0000404", "there is no person nm0000404"),
        ("Ann Poe", "No Such", "nobody is called 'No Such'"),
        ("Ann Poe", "Jane Doe", "have different TMDb numbers, 6\\d+ and 6\\d+"),
        ("nm0000001", "nm0000002", "have different IMDb ids, nm0000001 and nm0000002"),
        ("Cy One", "Cy Two", "oscars 2001, Directing names both"),
    ],
)
async def test_what_cannot_be_joined(
    program: Program, conn: AsyncConnection, keep: str, drop: str, wrong: str
) -> None:
    async with program(tmdb_token=None) as built:
        await film(conn, 1, [("Ann Poe", "Editor"), ("Jane Doe", "Editor")])
        await nominated(conn, [1], ("Al", "nm0000001"), ("Bo", "nm0000002"))
        await nominated(conn, [1], "Cy One", "Cy Two")
        before = await rows(conn, TABLES)
        for verb in (
            lambda: plan_join(built.context, keep, drop),
            lambda: join_people(built.context, keep, drop, ANNA),
        ):
            with pytest.raises(Refused, match=wrong):
                await verb()
        assert await rows(conn, TABLES) == before
