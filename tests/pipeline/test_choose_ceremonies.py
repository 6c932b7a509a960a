"""What a user asks for in words, and the pages that they give, become ceremonies; or one clear refusal."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from psycopg import AsyncConnection

from cinegraph import data
from cinegraph.app import Cinegraph
from cinegraph.pipeline.choose_ceremonies import Chosen, Words, choose, newest
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.request_import import request_all
from cinegraph.pipeline.sort_pages import GivenPage
from tests.conftest import Program, count
from tests.pipeline.event_pages import event_page
from tests.pipeline.importing import Work

BERLIN = ("ev0000091", "Berlin International Film Festival")
JUNK = GivenPage("notes.txt", b"shopping list", found=True)


def said(chosen: Chosen) -> list[str]:
    """What was chosen, as a person reads it."""
    return [f"{one.organization.slug} {edition}" for one in chosen.wanted for edition in one.editions]


CHOICES: list[tuple[Words, list[str]]] = [
    (Words(("cannes",), (2019, 2020)), ["cannes 2019", "cannes 2020"]),
    (Words(("imdb:ev0000681",), (2019,)), ["venice 2019"]),
    (Words(("cannes", "CFF", "berlin"), (2019,)), ["cannes 2019", "berlin 2019"]),
    (Words(("cannes", "busan"), (1995, 1996)), ["cannes 1995", "cannes 1996", "busan 1996"]),
    (Words(("oscars",), (1930,), 2), ["oscars 1930/2"]),
    (Words(("critics-choice",), (2016, 2017)), ["critics-choice 2016", "critics-choice 2016/2"]),
    (Words(("cannes",), pages=(event_page(1946, instance=2),)), ["cannes 1946/2"]),
    (
        Words(pages=(event_page(2019), event_page(2020, event=BERLIN), event_page(2018), JUNK)),
        ["berlin 2020", "cannes 2018", "cannes 2019"],
    ),
    (Words(("cannes",), (2019,), pages=(event_page(2019), event_page(2020, found=True))), ["cannes 2019"]),
    (
        Words(("sag",), every_year=True, pages=(event_page(1963, event=("ev0000598", "Actor Awards")),)),
        ["sag 1963"],
    ),
]


async def test_words_become_ceremonies(program: Program) -> None:
    async with program() as built:
        for words, expected in CHOICES:
            assert said(await choose(built.context, words)) == expected


NEWEST = [
    ("venice", datetime(2026, 8, 31, tzinfo=UTC), ["2024", "2025"]),
    ("venice", datetime(2026, 9, 1, tzinfo=UTC), ["2025", "2026"]),
    ("oscars", datetime(2026, 1, 1, tzinfo=UTC), ["2025", "2026"]),
    ("critics-choice", datetime(2018, 6, 1, tzinfo=UTC), ["2016/2", "2018"]),
    ("busan", datetime(1997, 1, 1, tzinfo=UTC), ["1996"]),
]


@pytest.mark.parametrize(("slug", "today", "expected"), NEWEST)
def test_the_newest_editions_are_those_that_may_have_pages(
    slug: str, today: datetime, expected: list[str]
) -> None:
    """Venice is in September, the Oscars' nominations are out two months before March."""
    organization = next(one for one in data.organizations() if one.slug == slug)
    assert [str(edition) for edition in newest(organization, 2, today)] == expected


async def test_the_newest_of_all(program: Program) -> None:
    async with program() as built:
        assert len(said(await choose(built.context, Words(("all",), last=2)))) == 46


REFUSED: list[tuple[Words, str]] = [
    (Words(), "which ceremony?"),
    (Words(("cannes",)), "which year?"),
    (Words(("cannes",), (2019,), last=1), "choose one of a year, --all and --last"),
    (Words(("cannes",), last=0), "--last 0"),
    (Words(("cannes", "berlin"), (1930,), 2), "belongs to one organization"),
    (Words(("cannes", "berlyn"), (2019,)), "did you mean 'berlin'"),
    (Words(("cannes",), (1938,)), "began in 1939"),
    (Words(("imdb:ev12",), (2019,)), "'ev12' is no IMDb event"),
    (Words(("imdb:ev0009999",), (2019,)), "cinegraph festivals add SLUG --imdb-event-id ev0009999"),
    (Words(pages=(event_page(2019, event=("ev0009999", "Goya Awards")),)), "ev0009999 .Goya Awards."),
    (Words((), (2019,), pages=(event_page(2019),)), "which organization?"),
    (Words(("cannes", "berlin"), (2019,), pages=(event_page(2019),)), "leave out --festivals"),
    (Words(pages=(JUNK,)), "not one of the 1 files is a page .* notes.txt: this is no HTML page"),
    (Words(("cannes",), (2019,), pages=(event_page(2020, found=True),)), "not one of the 1 pages"),
    (Words(pages=(GivenPage("cut.html", event_page(2019).body[:-30], found=True),)), "cut.html: .*closing"),
]


async def test_what_cannot_be_meant_is_one_clear_line(program: Program, conn: AsyncConnection) -> None:
    async with program() as built:
        for words, reason in REFUSED:
            with pytest.raises(Refused, match=reason):
                await choose(built.context, words)
    assert await count(conn, "select count(*) from imports") == 0


async def test_who_has_no_page_is_left_out_of_all_and_refused_by_name(program: Program) -> None:
    async with program(imdb_transport="off") as built:
        context = _real(built, "oscars")
        chosen = await choose(context, Words(("all",), last=1))
        assert [one.organization.slug for one in chosen.wanted] == ["oscars"]
        assert "left out, because none of their pages may be fetched: bafta, berlin" in chosen.left_out[0]
        with pytest.raises(
            Refused, match="only imdb and imdb_awards and wikidata have them, which are switched off"
        ):
            await choose(context, Words(("oscars", "cannes"), last=1))


def _real(built: Cinegraph, *sites: str) -> Any:
    ways = {site: way for site, way in built.context.transports.items() if site in sites}
    return replace(built.context, transports=ways)


async def test_a_folder_of_several_festivals_is_imported_each_as_it_says(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    pages = (event_page(2019), event_page(2020, event=BERLIN), JUNK)
    async with program() as built:
        chosen = await choose(built.context, Words(pages=pages))
        assert chosen.left_out == (
            "left out: notes.txt: this is no HTML page, and no file of the IMDb-Awards dataset",
        )
        await request_all(built.context, chosen.wanted, lookup=False, refresh=False)
        await work(built)
    assert await count(conn, "select count(*) from imports where state = 'finished'") == 2
    assert await count(conn, "select count(*) from festival_nominations") == 2


@pytest.mark.parametrize("rehearse", [True, False])
async def test_all_or_none(program: Program, conn: AsyncConnection, rehearse: bool) -> None:
    """One page of another event among many: nothing is asked for. A rehearsal leaves nothing at all."""
    async with program() as built:
        chosen = await choose(built.context, Words(("cannes", "berlin"), (2019,)))
        wrong = Words(("cannes",), (2019,), pages=(event_page(2019), event_page(2019, event=BERLIN)))
        with pytest.raises(Refused, match="this page is of Berlin"):
            await request_all(
                built.context, (await choose(built.context, wrong)).wanted, lookup=True, refresh=False
            )
        asked = await request_all(built.context, chosen.wanted, lookup=True, refresh=False, rehearse=rehearse)
    assert [f"{one.organization} {one.edition}" for one in asked] == ["cannes 2019", "berlin 2019"]
    assert await count(conn, "select count(*) from imports") == (0 if rehearse else 2)
    assert await count(conn, "select count(*) from procrastinate_jobs") == (0 if rehearse else 2)


NAMES: list[tuple[Callable[[], GivenPage], bool]] = [
    (lambda: event_page(2019, event=("ev0000147", "Festival de Cannes")), True),
    (lambda: event_page(2019, event=("ev0000147", "Croisette Days"), also="The Cannes Film Festival"), True),
    (lambda: event_page(2019, event=("ev0000147", "Cannes Lions Advertising Awards")), False),
]


async def test_an_event_of_another_name_is_noticed(program: Program, conn: AsyncConnection) -> None:
    """A wrong event id would fill one festival with the prizes of another."""
    async with program() as built:
        for page, fits in NAMES:
            words = await choose(built.context, Words(pages=(page(),)))
            if fits:
                await request_all(built.context, words.wanted, lookup=False, refresh=False, rehearse=True)
                continue
            with pytest.raises(Refused, match=r"is called 'Cannes Lions .* `--add-name 'Cannes Lions"):
                await request_all(built.context, words.wanted, lookup=False, refresh=False)
    assert await count(conn, "select count(*) from pages") == 0
