"""A ceremony, end to end, against the offline world: nothing lost, nothing invented, nothing asked twice."""

import gzip
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.domain.festivals import Edition
from cinegraph.offline.faults import Faults, parse_plan
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.request_import import GivenPage, editions_of, find_organization, request_imports
from cinegraph.store import imports
from cinegraph.store.imports import Reconciliation
from tests.conftest import SHARED, Program, count
from tests.rows import dump

Work = Callable[[Cinegraph], Awaitable[None]]
REAL = ("oscars_org/2024.html.gz", "imdb_event/ev0000003-2024-1.html.gz")


async def imported(
    built: Cinegraph,
    work: Work,
    *pages: GivenPage,
    lookup: bool = True,
    year: int = 2024,
    refresh: bool = False,
) -> Reconciliation:
    """Import an Academy Awards ceremony as far as it goes."""
    context = built.context
    async with context.database.transaction() as conn:
        number, organization = await find_organization(conn, "oscars")
    (asked,) = await request_imports(context, organization, number, [Edition(year)], pages, lookup, refresh)
    await work(built)
    async with context.database.transaction() as conn:
        return (await imports.reconcile(conn, [asked.import_id]))[0]


def saved(*names: str) -> list[GivenPage]:
    """Recorded pages as a user gives them."""
    return [GivenPage(name, (SHARED / "pages" / name).read_bytes()) for name in names]


async def offline_pages(outside: Faults) -> dict[str, GivenPage]:
    """The offline world's two pages, as files."""
    paths = {"academy": "/oscars/oscars/ceremonies/2024", "imdb": "/imdb/event/ev0000003/2024/1/"}
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(outside)) as client:
        return {
            name: GivenPage(f"{name}.html", (await client.get(f"http://x{path}")).content)
            for name, path in paths.items()
        }


async def test_the_whole_of_it(program: Program, work: Work, conn: AsyncConnection) -> None:
    async with program() as built:
        told = await imported(built, work)
    assert (told.state, told.balanced) == ("finished", True)
    assert (told.seen, told.stored, told.winners) == (120, 120, 23)
    assert (told.films, told.full, told.minimal, told.stub, told.review, told.pending) == (53, 50, 0, 3, 0, 0)
    assert (told.named, told.with_id) == (205, 205)
    assert told.calls == {"imdb": 1, "oscars": 1, "tmdb": 57}
    assert await count(conn, "select count(*) from procrastinate_jobs where status <> 'succeeded'") == 0
    assert await count(conn, "select count(*) from movie_credits") > 300


async def test_one_call_for_a_film_that_tmdb_has(program: Program, work: Work, conn: AsyncConnection) -> None:
    """The check of the key, one call for each of 50 films, two for each of the three that it lacks."""
    async with program() as built:
        await imported(built, work)
    calls = await (
        await conn.execute(
            """
            select metadata ->> 'strategy', count(*), bool_and(success) from api_lookup_metrics
            where source = 'tmdb' group by 1 order by 1
            """
        )
    ).fetchall()
    assert calls == [
        ("tmdb_configuration", 1, True),
        ("tmdb_find_by_imdb_id", 3, True),
        ("tmdb_movie_by_imdb_id", 53, False),
    ]


async def test_every_call_says_what_it_was_for_and_what_came_of_it(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        await imported(built, work)
    row = await (
        await conn.execute(
            "select source, operation, success, metadata from api_lookup_metrics where identifier = 'tt15398776'"
        )
    ).fetchone()
    assert row is not None
    assert row[:3] == ("tmdb", "movie_lookup", True)
    told = {k: v for k, v in row[3].items() if k not in ("movie_id", "import_id")}
    assert told == {
        "attempt": 1,
        "confidence": 1.0,
        "cost_usd": 0,
        "fallback_level": 1,
        "festival": "oscars_2024",
        "import_type": "full",
        "movie_created": True,
        "movie_found": True,
        "source_hierarchy": ["tmdb"],
        "status": 200,
        "strategy": "tmdb_movie_by_imdb_id",
    }


async def test_again_the_same_rows_and_no_call(
    program: Program, work: Work, conn: AsyncConnection, outside: Faults
) -> None:
    async with program() as built:
        await imported(built, work)
        before = await dump(conn)
        await conn.rollback()
        asked = dict(outside.counts)
        again = await imported(built, work)
    assert (again.state, again.seen, again.stored, again.calls) == ("finished", 120, 120, {})
    assert outside.counts == asked
    assert await dump(conn) == before
    assert await count(conn, "select count(*) from import_nominations where change <> 'unchanged'") == 120


async def test_refresh_fetches_pages_anew(program: Program, work: Work) -> None:
    async with program() as built:
        await imported(built, work)
        again = await imported(built, work, refresh=True)
    assert again.calls == {"imdb": 1, "oscars": 1}


async def test_without_lookup_nobody_is_asked(program: Program, work: Work, outside: Faults) -> None:
    async with program() as built:
        pages = await offline_pages(outside)
        outside.counts.clear()
        told = await imported(built, work, *pages.values(), lookup=False)
    assert (told.state, told.stored, told.stub, told.pending, told.calls) == ("finished", 120, 53, 0, {})
    assert outside.counts == {}


@pytest.mark.parametrize(("only", "with_id"), [("academy", 0), ("imdb", 205)])
async def test_one_account_alone_stores_all(
    program: Program, work: Work, outside: Faults, only: str, with_id: int
) -> None:
    async with program() as built:
        told = await imported(built, work, (await offline_pages(outside))[only], lookup=False)
    assert (told.stored, told.winners, told.films, told.named, told.with_id) == (120, 23, 53, 205, with_id)


async def test_the_academys_page_alone_finds_its_films_by_title(
    program: Program, work: Work, outside: Faults
) -> None:
    async with program() as built:
        told = await imported(built, work, (await offline_pages(outside))["academy"])
        again = await imported(built, work, (await offline_pages(outside))["academy"])
    assert told.state == "finished"
    assert told.full >= 45
    assert told.full + told.stub + told.review == 53
    assert (again.stored, again.full, again.calls) == (120, told.full, {})


@pytest.mark.parametrize("order", [("academy", "imdb"), ("imdb", "academy")])
async def test_accounts_that_come_one_after_the_other_are_one_ceremony(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection, order: tuple[str, str]
) -> None:
    """First one page, then both: the same rows as if both had come at once."""
    async with program() as built:
        pages = await offline_pages(outside)
        await imported(built, work, pages[order[0]], lookup=False)
        told = await imported(built, work, *pages.values())
    assert (told.seen, told.stored, told.films, told.full, told.named, told.with_id) == (
        120,
        120,
        53,
        50,
        205,
        205,
    )
    assert await count(conn, "select count(*) from festival_nominations") == 120
    assert (
        await count(
            conn, "select count(*) from festival_nominations where source = '{oscars_ceremony,imdb_event}'"
        )
        == 120
    )
    assert await count(conn, "select count(*) from movies") == 53
    assert await count(conn, "select count(*) from people where imdb_id is not null") == 205


async def test_a_later_night_changes_winners_and_withdraws(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    """Lessons 21 and 22, on the Academy's page: Lily Gladstone wins, and one entry is gone."""
    async with program() as built:
        page = (await offline_pages(outside))["academy"]
        await imported(built, work, page, lookup=False)
        text = page.body.decode()
        emma = 'winner">Winner</div>\n<div class="field field--name-field-award-entities"><div class="field__item">Emma Stone<'
        lily = 'nominee">Nominees</div>\n<div class="field field--name-field-award-entities"><div class="field__item">Lily Gladstone<'
        assert emma in text
        assert lily in text
        text = text.replace(emma, emma.replace('winner">Winner', 'nominee">Nominees'))
        text = text.replace(lily, lily.replace('nominee">Nominees', 'winner">Winner'))
        start = text.index(
            '<div class="paragraph paragraph--type--award-honoree">', text.index("Jodie Foster") - 400
        )
        end = text.index("</div>\n</div>", text.index("Jodie Foster")) + len("</div>\n</div>")
        text = text[:start] + text[end:]
        told = await imported(built, work, GivenPage("later.html", text.encode()), lookup=False)
    assert (told.seen, told.stored, told.winners, told.withdrawn) == (119, 119, 23, 1)
    won = await (
        await conn.execute(
            """
            select p.credited_as, n.is_winner, n.state from festival_nominations n
            join festival_nomination_people p on p.nomination_id = n.id
            join festival_categories c on c.id = n.category_id
            where p.credited_as in ('Emma Stone', 'Lily Gladstone', 'Jodie Foster') and c.name like 'Actress%%' order by 1
            """
        )
    ).fetchall()
    assert won == [
        ("Emma Stone", False, "active"),
        ("Jodie Foster", False, "withdrawn"),
        ("Lily Gladstone", True, "active"),
    ]


async def test_a_shrunken_page_changes_nothing(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    async with program() as built:
        page = (await offline_pages(outside))["academy"]
        await imported(built, work, page, lookup=False)
        before = await dump(conn)
        await conn.rollback()
        text = page.body.decode()
        cut = text[: text.index('<div data-term-id="5"')] + "</body>\n</html>\n"
        told = await imported(built, work, GivenPage("cut.html", cut.encode()), lookup=False)
    assert told.state == "failed"
    assert "17%" in (told.error or "")
    assert await dump(conn) == before


NOTHING_STORED = [
    ("tmdb:wrong-key", "refuses the key"),
    ("oscars:challenge,imdb:challenge", "challenge"),
    ("oscars:gone,imdb:gone", "no such page"),
    ("oscars:500,imdb:500", "status 500"),
    ("oscars:truncated,imdb:truncated", "closing </html>"),
]


@pytest.mark.parametrize(("plan", "reason"), NOTHING_STORED, ids=[p for p, _ in NOTHING_STORED])
async def test_what_fails_stores_nothing(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection, plan: str, reason: str
) -> None:
    """Lesson 25: an import that found nothing has failed, and says so."""
    outside.plan = parse_plan(plan)
    async with program() as built:
        told = await imported(built, work)
    assert told.state == "failed"
    assert reason in (told.error or "")
    for table in ("festival_ceremonies", "festival_nominations", "movies", "people", "pages", "world"):
        assert await count(conn, f"select count(*) from {table}") == 0, table


async def test_one_site_that_refuses_is_a_warning(program: Program, work: Work, outside: Faults) -> None:
    outside.plan = parse_plan("imdb:challenge")
    async with program() as built:
        told = await imported(built, work)
    assert (told.state, told.stored) == ("finished", 120)
    assert any("IMDb's event page could not be read" in line for line in told.warnings)


async def test_catalogues_that_are_down_are_asked_later(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    """Store first: everything is there; every film waits, and none is a stub that "was not found"."""
    outside.plan = parse_plan("tmdb:500")
    async with program() as built:
        told = await imported(built, work)
        assert (told.state, told.stored, told.pending, told.stub) == ("resolving", 120, 53, 0)
        assert "TMDb did not answer" in (told.put_off or "")
        assert (
            await count(
                conn, "select count(*) from procrastinate_jobs where status = 'todo' and scheduled_at > now()"
            )
            == 53
        )
        await conn.rollback()
        outside.plan = []
        again = await imported(built, work)
    assert again.import_id == told.import_id, "the same import goes on"
    assert (again.state, again.full, again.stub) == ("finished", 50, 3)


@pytest.mark.parametrize("plan", ["tmdb:500@0.5", "tmdb:truncated@0.5", "tmdb:429=900@0.3"])
async def test_a_shaky_catalogue_never_makes_a_stub(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection, plan: str
) -> None:
    """Rule 4. What got no answer is pending; only the three that TMDb lacks may be stubs."""
    async with program() as built:
        outside.plan = parse_plan(plan)
        told = await imported(built, work)
        if told.state == "failed":
            pytest.fail(f"the import failed: {told.error}")
        lacking = await (
            await conn.execute("select imdb_id from movies where ask_again_at is not null order by 1")
        ).fetchall()
        await conn.rollback()
        assert {i for (i,) in lacking} <= {"tt20862526", "tt28058015", "tt29361805"}
        assert told.full + told.stub + told.pending == 53
        outside.plan = []
        for _ in range(3):
            again = await imported(built, work)
    assert (again.full, again.stub, again.pending) == (50, 3, 0)


async def test_a_database_speaks_of_one_world(program: Program, work: Work) -> None:
    async with program() as built:
        await imported(built, work)
        real = Cinegraph(built.settings, replace(built.context, world="real"), built.jobs)
        with pytest.raises(Refused, match="offline world"):
            await imported(real, work)


YEARS = [
    ([1933], "held no ceremony in 1933"),
    ([1928], "began in 1929"),
    ([2031], "in the future"),
]


@pytest.mark.parametrize(("years", "reason"), YEARS)
async def test_years_that_cannot_be(program: Program, years: list[int], reason: str) -> None:
    async with program() as built, built.context.database.transaction() as conn:
        _, organization = await find_organization(conn, "AMPAS")
    with pytest.raises(Refused, match=reason):
        editions_of(organization, years, datetime(2026, 11, 21, tzinfo=UTC))


async def test_a_range_leaves_out_years_without_a_ceremony(program: Program) -> None:
    async with program() as built, built.context.database.transaction() as conn:
        _, organization = await find_organization(conn, "oscars")
    found = editions_of(organization, range(1930, 1935), datetime(2026, 11, 21, tzinfo=UTC))
    assert [str(e) for e in found] == ["1930", "1930/2", "1931", "1932", "1934"]


FOREIGN = [
    (b"no page at all", "no HTML page"),
    (gzip.compress(b"<html>" + b"x" * 5000)[:-30], "stops in the middle"),
    (b"<!DOCTYPE html><html><head><title>Weather</title></head><body></body></html>", "neither"),
]


@pytest.mark.parametrize(("body", "reason"), FOREIGN, ids=[r for _, r in FOREIGN])
async def test_given_files_that_are_no_page(
    program: Program, work: Work, body: bytes, reason: str, conn: AsyncConnection
) -> None:
    async with program() as built:
        with pytest.raises(Refused, match=reason) as raised:
            await imported(built, work, GivenPage("my file.html", body))
    assert str(raised.value).startswith("my file.html: ")
    assert (
        await count(conn, "select count(*) from imports")
        == await count(conn, "select count(*) from pages")
        == 0
    )


async def test_given_pages_of_another_year_or_twice(program: Program, work: Work, outside: Faults) -> None:
    async with program() as built:
        page = (await offline_pages(outside))["academy"]
        with pytest.raises(Refused, match="this page is of 2024, and 2023 was asked for"):
            await imported(built, work, page, year=2023)
        with pytest.raises(Refused, match="a second page of the same kind"):
            await imported(built, work, page, page)


@pytest.mark.shared
async def test_the_real_pages(program: Program, work: Work, conn: AsyncConnection) -> None:
    """Part 5: 130 stored, 120 aligned; again: the same rows, no call."""
    async with program() as built:
        told = await imported(built, work, *saved(*REAL))
        before = await dump(conn)
        await conn.rollback()
        again = await imported(built, work, *saved(*REAL))
    assert (told.seen, told.stored, told.films, told.named, told.with_id) == (130, 130, 53, 225, 225)
    assert (told.full, told.stub, told.pending) == (50, 3, 0)
    assert (again.state, again.stored, again.calls) == ("finished", 130, {})
    assert await dump(conn) == before


@pytest.mark.shared
@pytest.mark.parametrize(("page", "stored"), [(REAL[0], 120), (REAL[1], 130)])
async def test_one_real_page_alone(program: Program, work: Work, page: str, stored: int) -> None:
    async with program() as built:
        told = await imported(built, work, *saved(page), lookup=False)
    assert (told.seen, told.stored) == (stored, stored)


@pytest.mark.shared
async def test_a_page_of_another_event(program: Program, work: Work) -> None:
    async with program() as built:
        with pytest.raises(Refused, match="of Cannes Film Festival"):
            await imported(built, work, *saved("imdb_event/derived-ev0000147-2023-1.html"), year=2023)


def test_recorded_pages_are_not_in_the_repository() -> None:
    """Nothing of the shared data is committed."""
    if SHARED.is_dir():
        sizes = {p.stat().st_size for p in (SHARED / "pages").rglob("*") if p.is_file()}
        ours = {p.stat().st_size for p in Path(__file__).parents[1].rglob("*.html*")}
        assert not sizes & ours
