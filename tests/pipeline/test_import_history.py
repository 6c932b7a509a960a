"""Files that tell of many ceremonies, and pages that show only a part of one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from psycopg import AsyncConnection

from cinegraph.offline.faults import Faults
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.sort_pages import GivenPage
from tests.conftest import Program, count
from tests.pipeline.importing import Work, event_with, imported, offline_pages
from tests.pipeline.test_import_dataset import of_years
from tests.rows import dump

DATABASE = Path(__file__).parents[1] / "pages" / "academy_database" / "forms.html"


def database() -> GivenPage:
    """The made page of the Academy's database: the 3rd and the 86th ceremony."""
    return GivenPage("by-category.html", DATABASE.read_bytes())


async def test_each_ceremony_of_a_file_is_an_import_of_its_own(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    """Number, year of the night and eligibility are three fields; the file is kept once."""
    async with program() as built:
        told = await of_years(built, work, given=(database(),), whole=True)
        rows = await dump(conn)
        await of_years(built, work, given=(database(),), whole=True)
    assert [(one.year, one.instance, one.state, one.stored, one.winners) for one in told] == [
        (1930, 2, "finished", 2, 2),
        (2014, 1, "finished", 5, 2),
    ]
    cursor = await conn.execute(
        "select number, year, instance, eligibility, name from festival_ceremonies order by 1"
    )
    assert await cursor.fetchall() == [
        (3, 1930, 2, "1929/30", "The 3rd Academy Awards"),
        (86, 2014, 1, "2013", "The 86th Academy Awards"),
    ]
    assert await count(conn, "select count(*) from pages") == 1
    assert await count(conn, "select count(*) from import_pages") == 4
    assert await count(conn, "select count(*) from import_nominations where change <> 'unchanged'") == 7
    assert await dump(conn) == rows


async def test_only_what_was_asked_for_is_taken_out_of_a_file(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        told = await of_years(built, work, 2014, given=(database(),))
        with pytest.raises(Refused, match="no page was given for 2015"):
            await of_years(built, work, 2014, 2015, given=(database(),))
        with pytest.raises(Refused, match="a second page of the same kind for oscars 2014"):
            await of_years(built, work, 2014, given=(database(), database()))
    assert [(one.year, one.stored) for one in told] == [(2014, 5)]
    assert await count(conn, "select count(*) from festival_ceremonies") == 1


def cut(page: GivenPage, names: list[str], total: int | None) -> GivenPage:
    """The event page with the first entry only of these categories, saying that there are more."""

    def change(told: Any) -> None:
        for award in told["props"]["pageProps"]["edition"]["awards"]:
            for category in award["nominationCategories"]["edges"]:
                if category["node"]["category"]["text"] in names:
                    shown = category["node"]["nominations"]
                    shown["edges"] = shown["edges"][:1]
                    shown["pageInfo"]["hasNextPage"] = True
                    if total is not None:
                        shown["total"] = total

    return _changed(page, change)


def _changed(page: GivenPage, change: Callable[[Any], None]) -> GivenPage:
    start = page.body.index(b"{", page.body.index(b"__NEXT_DATA__"))
    end = page.body.index(b"</script>", start)
    told = json.loads(page.body[start:end])
    change(told)
    body = page.body[:start] + json.dumps(told).replace("<", "\\u003c").encode() + page.body[end:]
    return GivenPage(page.name, body)


async def test_what_a_page_does_not_show_is_said_and_not_withdrawn(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    """Lesson 9: `hasNextPage` was ignored. A part of a category is no statement about the rest of it."""
    page = (await offline_pages(outside))["imdb"]
    names = ["Best Motion Picture of the Year", "Best Achievement in Directing"]
    async with program() as built:
        first = await imported(built, work, cut(page, names[:1], 10), lookup=False)
        whole = await imported(built, work, page, lookup=False)
        part = await imported(built, work, cut(page, names, None), lookup=False)
    assert (first.state, first.seen) == ("finished", 111)
    assert _of_the_page(first.warnings) == [
        "Oscar / Best Motion Picture of the Year: the page shows only 1 of 10 nominations, 9 are missing"
    ]
    assert (whole.seen, whole.warnings) == (120, [])
    assert (part.seen, part.withdrawn) == (107, 0)
    assert _of_the_page(part.warnings) == [
        f"Oscar / {name}: the page shows only 1 nominations, and does not say how many more there are"
        for name in sorted(names)
    ]
    assert await count(conn, "select count(*) from festival_nominations where state = 'active'") == 120


def _of_the_page(warnings: list[str]) -> list[str]:
    """Without those about a category's usual size, which a part of it has not."""
    return [line for line in warnings if not line.startswith("category ")]


async def test_a_whole_page_still_withdraws(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    page = (await offline_pages(outside))["imdb"]
    async with program() as built:
        await imported(built, work, page, lookup=False)
        told = await imported(built, work, event_with(page, lambda entries: entries.pop()), lookup=False)
    assert told.withdrawn == 23
    assert await count(conn, "select count(*) from festival_nominations where state = 'withdrawn'") == 23
