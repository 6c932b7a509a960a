"""What makes a film's nominees be linked: its record, a page, a person, a merge; for whom, and how urgently."""

from typing import Any

from psycopg import AsyncConnection

from cinegraph.domain.corrections import Renamed, Right
from cinegraph.offline.faults import Faults
from cinegraph.pipeline.correct_nomination import edit
from cinegraph.pipeline.merge_movies import merge_movies, part_movies
from cinegraph.pipeline.refresh_stale import refresh_stale
from cinegraph.pipeline.review_movie import By
from cinegraph.store import movie_merges
from tests.conftest import Program, count, run_jobs, until_idle
from tests.pipeline.importing import imported, offline_pages
from tests.pipeline.nominees import film, linked, nominated

ANNA = By("anna")
LINKS = "select count(*) from procrastinate_jobs where task_name = 'link_people' and status = 'todo'"


async def _waiting(conn: AsyncConnection) -> list[Any]:
    """The films that jobs will link, and how urgently; the jobs are taken out."""
    cursor = await conn.execute(
        """
        delete from procrastinate_jobs where task_name = 'link_people' and status = 'todo'
        returning (args ->> 'movie_id')::int, priority
        """
    )
    found = sorted(await cursor.fetchall())
    await conn.commit()
    return found


async def test_an_import_links_once_and_keeps_what_it_linked(
    program: Program, conn: AsyncConnection, outside: Faults
) -> None:
    """The Academy's page alone gives no id: everybody is found by the credits, or a search."""
    everything = until_idle("imports", "movies", "people", "maintenance")
    async with program() as built:
        page = (await offline_pages(outside))["academy"]
        await imported(built, until_idle("imports", "maintenance"), page, lookup=False)
        assert await count(conn, LINKS) == 0
        await conn.rollback()
        await imported(built, everything, page)
        ways = await (
            await conn.execute("select way, count(*) from nominee_links group by 1 order by 1")
        ).fetchall()
        await conn.rollback()
        assert ways == [("credits", 216), ("unlinked", 5)], "those of films that no catalogue has"
        spent = (
            "select count(*) from api_lookup_metrics where metadata ->> 'strategy' like 'tmdb_search_person'"
        )
        assert await count(conn, spent) == 0
        before = await linked(conn)
        await conn.execute("update festival_nominations set is_winner = not is_winner")
        await conn.commit()
        again = await imported(built, until_idle("imports", "movies", "maintenance"), page)
        assert (again.winners, await linked(conn)) == (23, before), (
            "rows that were written anew are linked as before"
        )
        assert await count(conn, LINKS) == 0


async def test_follow_ups_are_as_urgent_as_what_they_follow(program: Program, conn: AsyncConnection) -> None:
    async with program() as built:
        await conn.execute(
            """
            insert into movies (id, title, imdb_id, last_enrichment_attempt) overriding system value
            values (1, 'Barbie', 'tt1517268', now() - interval '1 year')
            """
        )
        await nominated(conn, [1], "Greta Gerwig")
        await refresh_stale(built.context)
        await run_jobs(built, "movies")
        assert await _waiting(conn) == [(1, 0)]


async def test_a_merge_its_undoing_and_a_correction(program: Program, conn: AsyncConnection) -> None:
    async with program() as built:
        context = built.context
        for number in (1, 2):
            await film(conn, number, [("Jane Campion", "Director")])
            entry = await nominated(conn, [number], "Jane Campion")
        await conn.execute("update festival_nomination_people set linked_at = now() where nomination_id = 1")
        await conn.commit()
        async with context.database.transaction() as inner:
            await merge_movies(inner, context.queue, 1, 2, "anna", "they are one")
        assert await _waiting(conn) == [(1, 10)]
        async with context.database.transaction() as inner:
            (merge,) = [m for m in [await movie_merges.that_dropped(inner, 2)] if m]
            await part_movies(inner, context.queue, merge, "anna")
        assert await _waiting(conn) == [(1, 10), (2, 10)]
        await edit(context, entry, Right(person=Renamed("Jane Campion", "Dame Jane Campion")), ANNA)
        assert await _waiting(conn) == [(2, 10)]
