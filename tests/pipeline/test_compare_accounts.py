"""`compare`: from the pages that are kept, or from given ones, without asking or storing anything."""

import json
import re
from collections import Counter

import pytest
import yaml
from psycopg import AsyncConnection

from cinegraph.domain.festivals import Edition
from cinegraph.lookup.comparison import Stated
from cinegraph.offline.faults import Faults
from cinegraph.pipeline.compare_accounts import compare_accounts
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.sort_pages import GivenPage
from tests.conftest import SHARED, Program, count
from tests.pipeline.importing import Work, imported, offline_pages, without_jodie_foster

PAGE = "pages/imdb_event/derived-ev0000147-2023-1.html"
DATASET = "awards/imdb_awards/ev0000147.yml"
Entry = tuple[str, str, str]


def on_the_page() -> tuple[dict[Entry, bool], int]:
    """Counted by itself: (award, category, first film) → won, and how many entries name no film."""
    found = re.search(
        r'id="__NEXT_DATA__"[^>]*>(.*?)</script>', (SHARED / PAGE).read_text("utf-8"), re.DOTALL
    )
    assert found
    told: dict[Entry, bool] = {}
    without_film = 0
    for award in json.loads(found[1])["props"]["pageProps"]["edition"]["awards"]:
        for edge in award["nominationCategories"]["edges"]:
            name = (edge["node"]["category"] or award)["text"]
            for nomination in edge["node"]["nominations"]["edges"]:
                entities = nomination["node"]["awardedEntities"]
                titles = entities.get("awardTitles") or entities.get("secondaryAwardTitles") or []
                if titles:
                    place = (award["text"].lower(), name.lower(), titles[0]["title"]["id"])
                    told[place] = told.get(place, False) or nomination["node"]["isWinner"]
                without_film += not titles
    return told, without_film


def in_the_dataset() -> dict[Entry, bool]:
    whole = yaml.safe_load((SHARED / DATASET).read_text(encoding="utf-8"))["2023"]
    return {
        (award, name, film): film in lists["winner"]
        for award, below in whole.items()
        for name, lists in below.items()
        for film in lists["nominee"]
    }


def _place(one: Stated) -> Entry:
    found = re.search(r"tt\d+", one.about)
    assert found
    return one.category[0] or "", one.category[1], found[0]


@pytest.mark.shared
async def test_cannes_2023_lists_the_real_differences_and_nothing_else(
    program: Program, conn: AsyncConnection
) -> None:
    page, without_film = on_the_page()
    dataset = in_the_dataset()
    given = [GivenPage(name, (SHARED / name).read_bytes()) for name in (DATASET, PAGE)]
    async with program() as built:
        found = await compare_accounts(built.context, "cannes", Edition(2023), given)
    assert [(a.label, len(a.ceremony.nominations)) for a in found.accounts] == [
        ("imdb_event", len(page) + without_film),
        ("imdb_awards", len(dataset)),
    ]
    (two,) = found.compared
    said = {_place(one) for one in two.only_theirs}
    assert said == dataset.keys() - page.keys()
    assert len(two.only_theirs) == 30
    assert Counter(n for _, n, _ in said) == {"directors' fortnight": 28, "short film": 1, "best short": 1}
    assert len(two.only_mine) == len(page.keys() - dataset.keys()) == 0
    assert two.both == len(page.keys() & dataset.keys()) == 170
    assert [k for k in page.keys() & dataset.keys() if page[k] != dataset[k]] == []
    assert (two.differences, two.unsaid, without_film) == ((), 8, 8)
    assert await count(conn, "select count(*) from pages") == 0
    assert found.kept is None


async def test_the_pages_that_are_kept(program: Program, work: Work, outside: Faults) -> None:
    async with program(wikidata_awards=True) as built:
        await imported(built, work, lookup=False)
        asked = dict(outside.counts)
        found = await compare_accounts(built.context, "ampas", Edition(2024))
    assert outside.counts == asked
    assert [(a.label, len(a.ceremony.nominations), a.ceremony.winners) for a in found.accounts] == [
        ("oscars_ceremony", 120, 23),
        ("imdb_event", 120, 23),
        ("wikidata_awards", 117, 23),
    ]
    assert found.kept is not None
    assert (found.kept.categories, found.kept.nominations, found.kept.winners) == (23, 120, 23)
    counts = [(len(two.only_mine), len(two.only_theirs), len(two.differences)) for two in found.compared]
    assert counts == [(0, 0, 0), (3, 0, 0), (3, 0, 0)]


async def test_the_newest_page_of_a_kind_counts(program: Program, work: Work, outside: Faults) -> None:
    pages = await offline_pages(outside)
    async with program() as built:
        await imported(built, work, *pages.values(), lookup=False)
        await imported(built, work, without_jodie_foster(pages["academy"]), lookup=False)
        found = await compare_accounts(built.context, "oscars", Edition(2024))
        (two,) = found.compared
        assert [(o.category[1], o.about) for o in two.only_theirs] == [
            ("Best Performance by an Actress in a Supporting Role", "Nyad [tt5302918]")
        ]
        before_and_after = [
            pages["academy"],
            GivenPage("later.html", without_jodie_foster(pages["academy"]).body),
        ]
        (two,) = (await compare_accounts(built.context, "oscars", Edition(2024), before_and_after)).compared
    assert (two.mine, two.theirs, two.both) == ("academy.html", "later.html", 119)
    assert [o.about for o in two.only_mine] == ["Nyad"]


async def test_what_cannot_be_compared(program: Program, outside: Faults) -> None:
    pages = await offline_pages(outside)
    async with program() as built:
        with pytest.raises(Refused, match="no page of cannes 2023 is kept: import it first"):
            await compare_accounts(built.context, "cannes", Edition(2023))
        with pytest.raises(Refused, match=r"academy\.html: this page is of 2024, and 2023 was asked for"):
            await compare_accounts(built.context, "oscars", Edition(2023), [pages["academy"]])
        with pytest.raises(Refused, match="there is no organization 'canes'"):
            await compare_accounts(built.context, "canes", Edition(2023))
        alone = await compare_accounts(built.context, "oscars", Edition(2024), [pages["imdb"]])
    assert (len(alone.accounts), alone.compared) == (1, ())
