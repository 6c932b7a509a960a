"""Home: what needs a person comes first, and it costs as many queries for a full house as for an empty one."""

import asyncio

import pytest
from psycopg import AsyncConnection

from tests.web import filled
from tests.web.conftest import Site


async def test_an_empty_house_says_so(site: Site) -> None:
    async with site() as visit:
        answer = await visit.get("/")
    assert answer.status_code == 200
    assert "Nothing was imported yet" in answer.text
    assert '<a href="/import">Import a ceremony</a>' in answer.text
    assert "Nothing needs you" in answer.text


async def _trouble(conn: AsyncConnection) -> None:
    film = await filled.film(conn, "Barbie")
    await filled.failed_job(conn, film)
    await conn.execute("insert into import_movies (import_id, movie_id, state) select %s, %s, 'pending'", [
        await filled.asked_import(conn, 2023, "resolving"), film
    ])  # fmt: skip
    await filled.asked_import(conn, 2022, "failed", error="the page is not there")
    await conn.execute(
        "insert into reviews (movie_id, kind, reason) values (%s, 'choice', 'two films')", [film]
    )
    await conn.execute(
        """
        insert into source_health (source, failures, open_until, last_error)
        values ('tmdb', 12, now() + interval '10 minutes', 'status 500');
        insert into source_budgets (source, period, starts_on, spent_usd, calls)
        values ('tmdb', 'day', (now() at time zone 'utc')::date, 0, 5),
            ('omdb', 'day', (now() at time zone 'utc')::date, 1, 1000);
        insert into festival_editions (organization_id, year, instance, told_by)
        select id, year, 1, '{imdb_event}' from festival_organizations, generate_series(1990, 1995) year
        where slug = 'cannes';
        insert into procrastinate_jobs (queue_name, task_name, args) values ('movies', 'resolve_movie', '{}');
        """
    )


async def test_what_needs_a_person_is_there(site: Site) -> None:
    async with site(budgets={"tmdb": {"day_calls": 5}, "omdb": {"day_usd": 1}}, omdb_ratings=True) as visit:
        async with visit.program.context.database.transaction() as conn:
            await _trouble(conn)
        page = (await visit.get("/")).text
    for said in (
        "Questions for you",
        "Barbie: two films",
        "Failed jobs",
        "the page is not there",
        "The budget of tmdb is spent",
        "The budget of omdb is spent",
        "5 calls a day",
        "tmdb</a> does not answer" if "/lookups" in page else "tmdb does not answer",
        "status 500",
        "6 of 6 missing, the newest 1995, 1994, 1993",
        "No worker is running",
        "oscars 2023",
    ):
        assert said in page, said
    assert page.index("Needs you") < page.index("In progress") < page.index("Last imports")


async def test_a_full_house_costs_as_many_queries(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    cursor = AsyncConnection.cursor

    def counted(self: AsyncConnection, *given: object, **named: object) -> object:
        asked.append(1)
        return cursor(self, *given, **named)  # type: ignore[call-overload] # whatever it was given

    monkeypatch.setattr(AsyncConnection, "cursor", counted)
    async with site() as visit:
        asked.clear()
        await visit.get("/")
        empty = len(asked)
        async with visit.program.context.database.transaction() as conn:
            await _trouble(conn)
            for year in range(1950, 1990):
                await filled.asked_import(conn, year)
    async with site() as visit:
        asked.clear()
        await asyncio.gather(*(visit.get("/") for _ in range(5)))
    assert 0 < empty < 25
    assert len(asked) == empty
