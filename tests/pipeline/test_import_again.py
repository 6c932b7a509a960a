"""The same ceremony again: what is the same stays, what changed changes, nothing is deleted."""

import re
from datetime import date

import pytest
from psycopg import AsyncConnection

from cinegraph.offline.faults import Faults
from cinegraph.pipeline.sort_pages import GivenPage
from tests.conftest import Program, count
from tests.pipeline.importing import Work, imported, offline_pages, without_jodie_foster
from tests.rows import dump


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
        later = without_jodie_foster(GivenPage("later.html", text.encode()))
        told = await imported(built, work, later, lookup=False)
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


@pytest.mark.parametrize("first", [["academy"], ["academy", "imdb"]])
async def test_a_shrunken_page_changes_nothing(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection, first: list[str]
) -> None:
    async with program() as built:
        pages = await offline_pages(outside)
        await imported(built, work, *[pages[name] for name in first], lookup=False)
        before = await dump(conn)
        await conn.rollback()
        text = pages["academy"].body.decode()
        cut = text[: text.index('<div data-term-id="5"')] + "</body>\n</html>\n"
        told = await imported(built, work, GivenPage("cut.html", cut.encode()), lookup=False)
    assert told.state == "failed"
    assert "17%" in (told.error or "")
    assert await dump(conn) == before


@pytest.mark.parametrize("again", [["academy"], ["academy", "imdb"]])
async def test_an_entry_that_one_page_drops_is_marked_with_the_other(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection, again: list[str]
) -> None:
    async with program() as built:
        pages = await offline_pages(outside)
        await imported(built, work, *pages.values(), lookup=False)
        later = {**pages, "academy": without_jodie_foster(pages["academy"])}
        told = await imported(built, work, *[later[name] for name in again], lookup=False)
        before = await dump(conn)
        await conn.rollback()
        await imported(built, work, *[later[name] for name in again], lookup=False)
    assert (told.withdrawn, told.balanced) == (0, True)
    assert await dump(conn) == before
    sources = "select count(*) from festival_nominations where state = 'active' and source = "
    assert await count(conn, sources + "'{imdb_event}'") == 1
    assert await count(conn, sources + "'{oscars_ceremony,imdb_event}'") == 119


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


@pytest.mark.parametrize("alone", ["academy", "imdb"])
async def test_what_one_page_leaves_unsaid_of_the_ceremony_stays(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection, alone: str
) -> None:
    """Each page says what the other does not: the eligibility, the day, other editions, links."""
    told = "select number, name, held_on, ended_on, location, eligibility, imdb_id, details from festival_ceremonies"
    async with program() as built:
        pages = await offline_pages(outside)
        await imported(built, work, *pages.values(), lookup=False)
        both = await (await conn.execute(told)).fetchall()
        await conn.rollback()
        await imported(built, work, pages[alone], lookup=False)
    assert None not in (both[0][0], both[0][2], both[0][6])
    assert {"editions", "said"} & both[0][7].keys()
    assert await (await conn.execute(told)).fetchall() == both


async def test_a_page_that_no_longer_gives_the_days_does_not_take_them_away(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    async with program() as built:
        page = (await offline_pages(outside))["imdb"]
        text = page.body.decode()
        ended = re.sub(
            r'("endDate": ?{"dateComponents": ?{"year": ?2024)', r'\1, "month": 3, "day": 11', text
        )
        await imported(built, work, GivenPage("first.html", ended.encode()), lookup=False)
        dateless = text.replace('"dateRange"', '"noRange"')
        await imported(built, work, GivenPage("later.html", dateless.encode()), lookup=False)
    assert text not in (ended, dateless)
    days = await conn.execute("select held_on, ended_on from festival_ceremonies")
    assert await days.fetchone() == (date(2024, 3, 10), date(2024, 3, 11))
