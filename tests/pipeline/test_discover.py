"""Which editions exist, which are missing here, and what it would cost to have them."""

from dataclasses import replace
from decimal import Decimal

import pytest
from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.fetch.transports import FetchedPage
from cinegraph.pages.errors import NotThere
from cinegraph.pipeline.choose_ceremonies import Words, choose
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.discover import Discovered, discover
from cinegraph.pipeline.estimate import Estimate, estimate, told
from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.pipeline.request_import import request_all
from cinegraph.pipeline.sort_pages import GivenPage
from cinegraph.pipeline.sync import find_missing
from tests.conftest import Program, count
from tests.pipeline.event_pages import Awards, event_page, title, to_titles
from tests.pipeline.importing import Work

HISTORY = (*((year, 1) for year in range(1946, 2025) if year not in (1948, 1950)), (1946, 2))


class Shelf:
    """Pages at a price, in place of a site: those of the years that it has."""

    name = "zyte"
    price = Decimal("0.01")

    def __init__(self, context: Context, *pages: GivenPage) -> None:
        self._pages = {page.name: page for page in pages}
        self._now = context.now
        self.asked: list[str] = []

    async def get(self, site: str, kind: str, path: str) -> FetchedPage:
        self.asked.append(path)
        _, _, event, year, instance, _ = path.split("/")
        page = self._pages.get(f"{event}-{year}-{instance}.html")
        if page is None:
            raise NotThere("no such page")
        return FetchedPage(f"https://x{path}", kind, page.body, self._now(), self.name, 200, self.price)


def with_shelf(built: Cinegraph, *pages: GivenPage) -> tuple[Context, Shelf]:
    shelf = Shelf(built.context, *pages)
    return replace(built.context, transports={"imdb": shelf}), shelf


async def found(context: Context, *pages: GivenPage) -> Discovered:
    async with context.database.transaction() as conn:
        number, cannes = await find_organization(conn, "cannes")
    return await discover(context, number, cannes, pages)


async def stored(built: Cinegraph, work: Work, *pages: GivenPage) -> None:
    chosen = await choose(built.context, Words(pages=pages))
    await request_all(built.context, chosen.wanted, lookup=False, refresh=False)
    await work(built)


async def test_a_page_tells_of_every_edition_and_the_second_of_a_year_is_remembered(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        one = await found(built.context, event_page(2024, history=HISTORY))
        assert (len(one.told), len(one.missing), len(one.new), one.stored) == (78, 78, 78, ())
        assert one.cost_usd == 0
        await stored(built, work, event_page(2023))
        again = await found(built.context, event_page(2024, history=HISTORY))
        assert (len(again.told), len(again.missing), again.new) == (78, 77, ())
        words = Words(("cannes",), (1946, 1947))
        (wanted,) = (await choose(built.context, words)).wanted
        assert [str(e) for e in wanted.editions] == ["1946", "1946/2", "1947"]
        with pytest.raises(Refused, match="held no ceremony 1947/2"):
            await choose(built.context, Words(("cannes",), (1947,), 2))
    assert await count(conn, "select count(*) from imports") == 1


async def test_without_a_page_the_newest_is_fetched_once_and_kept(
    program: Program, conn: AsyncConnection
) -> None:
    """The coming edition has no page yet: the one before is asked for."""
    async with program() as built:
        year = built.context.now().year
        context, shelf = with_shelf(built, event_page(year - 1, history=((year - 1, 1), (year, 1))))
        for _ in range(2):
            one = await found(context)
            assert [e.year for e in one.told] == [year - 1, year]
        asked = [path for path in shelf.asked if f"/{year - 1}/" in path]
    assert len(asked) == 1
    assert await count(conn, "select count(*) from pages") == 1


async def test_what_imports_read_is_known_without_asking(program: Program, work: Work) -> None:
    async with program() as built:
        closed = replace(built.context, transports={})
        with pytest.raises(Refused, match="nothing is known of the editions of Cannes"):
            await found(closed)
        await stored(built, work, event_page(2024, history=HISTORY))
        one = await found(closed)
        assert (len(one.told), len(one.missing), one.source) == (78, 77, None)
        with pytest.raises(Refused, match="this page is of Berlin"):
            await found(closed, event_page(2020, event=("ev0000091", "Berlin International Film Festival")))


async def test_sync_asks_for_the_newest_and_what_is_missing(program: Program, work: Work) -> None:
    async with program() as built:
        await stored(built, work, *(event_page(year, history=HISTORY) for year in range(1951, 2024)))
        context, shelf = with_shelf(built)
        chosen = await find_missing(context, ("cannes",), last=1, ask=True)
        newest = max(built.context.now().year - (built.context.now().month < 5), 2024)
        later = [str(year) for year in range(2024, newest + 1)]
        expected = ["1939", "1946", "1946/2", "1947", "1949", *later]
        assert [str(e) for e in chosen.wanted[0].editions] == expected
        assert shelf.asked == []


async def test_sync_asks_for_the_history_first_where_none_is_known(program: Program) -> None:
    async with program() as built:
        year = built.context.now().year
        history = tuple((y, 1) for y in range(year - 3, year + 1))
        context, shelf = with_shelf(built, *(event_page(y, history=history) for y, _ in history))
        plain = await find_missing(context, ("cannes", "oscars"), last=1, ask=False)
        assert len(plain.wanted[0].editions) > 70
        assert shelf.asked == []
        chosen = await find_missing(context, ("cannes",), last=1, ask=True)
        assert [e.year for e in chosen.wanted[0].editions][-4:] == [y for y, _ in history]
        assert len(shelf.asked) == 1


async def test_a_ceremony_stored_before_its_night_is_missing_still(program: Program, work: Work) -> None:
    coming: Awards = {"Palme d'Or": {None: [to_titles(title("tt1000001", "A Film"))]}}
    async with program() as built:
        year = built.context.now().year
        page = event_page(year, coming, history=((year - 1, 1), (year, 1)), ends=(year, 12, 31))
        await stored(built, work, page, event_page(year - 1))
        context, _ = with_shelf(built)
        later = replace(context, now=lambda: built.context.now().replace(year=year + 1, month=6, day=1))
        chosen = await find_missing(later, ("cannes",), last=1, ask=False)
    assert [e.year for e in chosen.wanted[0].editions][-2:] == [year, year + 1]


async def test_sync_leaves_out_what_no_page_tells_of(program: Program) -> None:
    """The Academy's site has one page a year, and two ceremonies were in 1930."""
    async with program() as built:
        context = replace(built.context, transports={"oscars": built.context.transports["oscars"]})
        chosen = await find_missing(context, ("oscars",), last=1, ask=True)
    assert [str(e) for e in chosen.wanted[0].editions[:3]] == ["1929", "1930", "1931"]


async def estimated(context: Context, words: Words, lookup: bool = True) -> Estimate:
    chosen = await choose(context, words)
    asked = await request_all(context, chosen.wanted, lookup, refresh=False, rehearse=True)
    return await estimate(context, chosen.wanted, asked, lookup, refresh=False)


async def test_an_estimate_counts_what_is_known_and_says_what_is_not(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    films: Awards = {"Palme d'Or": {None: [to_titles(title(f"tt100000{n}", f"Film {n}")) for n in range(6)]}}
    async with program() as built:
        context, shelf = with_shelf(built)
        nothing = await estimated(context, Words(("cannes",), (2019, 2020)))
        assert (nothing.films_here, nothing.films_expected, nothing.unknown) == (0, 0, 2)
        await stored(built, work, event_page(2019, films))
        one = await estimated(context, Words(("cannes", "berlin"), (2019, 2020)))
        plain = told(one, context)
        assert shelf.asked == []
    assert plain["pages"] == {
        "fetch": [
            {
                "site": "imdb",
                "transport": "zyte",
                "pages": 4,
                "price_usd": Decimal("0.01"),
                "cost_usd": Decimal("0.04"),
            }
        ],
        "kept": 0,
        "given": 0,
        "cost_usd": Decimal("0.04"),
    }
    assert plain["films"] == {"stored": 6, "not_full": 6, "expected": 6, "ceremonies_unknown": 2}
    assert [tier["films"] for tier in plain["lookup"]] == [12]  # type: ignore[attr-defined] # a list of objects
    assert await count(conn, "select count(*) from imports") == 1


async def test_a_fresh_copy_is_not_counted_as_a_page_to_fetch(program: Program, work: Work) -> None:
    async with program() as built:
        context, _ = with_shelf(built, event_page(2019))
        chosen = await choose(context, Words(("cannes",), (2019,)))
        await request_all(context, chosen.wanted, lookup=False, refresh=False)
        await work(Cinegraph(built.settings, context, built.jobs))
        one = await estimated(context, Words(("cannes",), (2019, 2020)), lookup=False)
        assert ([p.pages for p in one.pages], one.kept) == ([1], 1)
        assert told(one, context)["lookup"] == []
