"""A ceremony of the IMDb-Awards dataset: ids only, until a catalogue tells what they are called."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.domain.festivals import Ceremony, Edition
from cinegraph.fetch.transports import FetchedPage
from cinegraph.offline.faults import Faults
from cinegraph.pages import imdb_event
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.pipeline.request_import import request_imports
from cinegraph.pipeline.sort_pages import GivenPage
from cinegraph.settings import QUEUES
from cinegraph.store import imports
from cinegraph.store.imports import Reconciliation
from tests.conftest import Program, count
from tests.made_events import dataset_of, entries_of
from tests.pipeline.importing import Work, imported, offline_pages
from tests.rows import dump

ONLY_IDS = "are told by their film's id only: these pages name no people"
FOUR_SONGS = (
    "category 'Best Achievement in Music Written for Motion Pictures (Original Song)' has 4 entries, and 5 in 2024 as far"
    " as is known"
)
"""Two songs are of one film, which the dataset names once."""


async def event(outside: Faults) -> tuple[GivenPage, Ceremony]:
    """The offline world's event page, and what it says."""
    page = (await offline_pages(outside))["imdb"]
    return page, imdb_event.parse(page.body.decode())


async def test_titles_come_with_the_lookup(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    """The three films that TMDb lacks keep their ids for titles, and are not searched for under them."""
    _, told = await event(outside)
    async with program() as built:
        first = await imported(built, work, dataset_of([told]))
        rows = await dump(conn)
        again = await imported(built, work, dataset_of([told]))
    entries = entries_of(told)
    assert (first.seen, first.stored, first.winners, first.named) == (entries, entries, 23, 0)
    assert (first.films, first.full, first.stub, first.pending) == (53, 50, 3, 0)
    assert first.warnings == [f"{entries} of {entries} nominations {ONLY_IDS}", FOUR_SONGS]
    assert (
        await count(conn, "select count(*) from api_lookup_metrics where operation = 'fallback_search'") == 0
    )
    untitled = [film[0] for film in rows["movies"] if film[0] == film[2]]
    assert len(untitled) == 3
    assert await count(conn, "select count(*) from movies where title = 'Oppenheimer'") == 1
    assert (again.state, again.calls) == ("finished", {})
    assert await dump(conn) == rows
    assert await count(conn, "select count(*) from import_nominations where change <> 'unchanged'") == entries


@pytest.mark.parametrize("order", [("imdb", "dataset"), ("dataset", "imdb"), ("both",)])
async def test_the_event_page_and_the_dataset_are_one_ceremony(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection, order: tuple[str, ...]
) -> None:
    """In whatever order they come: the page's words, nothing twice, and the dataset is named where it says so too."""
    page, told = await event(outside)
    given = {"imdb": [page], "dataset": [dataset_of([told])], "both": [page, dataset_of([told])]}
    async with program() as built:
        for name in order:
            last = await imported(built, work, *given[name], lookup=False)
    assert await count(conn, "select count(*) from festival_nominations where state = 'active'") == 120
    both = await count(
        conn, "select count(*) from festival_nominations where source = '{imdb_event,imdb_awards}'"
    )
    assert both == entries_of(told)
    assert await count(conn, "select count(*) from festival_categories where name = lower(name)") == (
        23 if order[0] == "dataset" else 0
    )
    assert (
        await count(conn, "select count(*) from festival_nomination_films where credited_as ~ '^tt[0-9]+$'")
        == 0
    )
    assert (last.films, ONLY_IDS in str(last.warnings)) == (53, order[-1] == "dataset")


@pytest.mark.parametrize("order", [("imdb", "dataset"), ("both",), ("imdb", "both", "dataset")])
async def test_what_only_the_dataset_has_is_in_the_pages_own_category(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection, order: tuple[str, ...]
) -> None:
    """In whatever order they come: "best achievement in directing" is no prize of its own."""
    page, told = await event(outside)
    text = dataset_of([told]).body.replace(b"nominee: [", b"nominee: [tt99999999, ", 1)
    dataset = GivenPage("event.yml", text)
    given = {"imdb": [page], "dataset": [dataset], "both": [page, dataset]}
    async with program() as built:
        for name in order:
            await imported(built, work, *given[name], lookup=False)
    assert await count(conn, "select count(*) from festival_nominations where state = 'active'") == 121
    assert await count(conn, "select count(*) from festival_categories") == 23


async def test_what_cannot_be_compared_yet_is_left_out_and_said(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    """The Academy gives titles, the dataset ids. Once the films are known they are compared, and it is one ceremony."""
    _, told = await event(outside)
    academy = (await offline_pages(outside))["academy"]
    async with program() as built:
        first = await imported(built, work, academy, dataset_of([told]))
        second = await imported(built, work, academy, dataset_of([told]))
    entries = entries_of(told)
    left_out = f"{entries} entries of imdb_awards name a film by its id only, which oscars_ceremony does not give: they"
    assert (first.seen, first.stored) == (120, 120)
    assert [warning for warning in first.warnings if warning.startswith(left_out)]
    assert (second.seen, second.stored, second.withdrawn) == (120, 120, 0)
    assert await count(conn, "select count(*) from movies") == 53
    together = "select count(*) from festival_nominations where source = '{oscars_ceremony,imdb_awards}'"
    assert await count(conn, together) >= entries - 9, "three films have no title yet"


class Shelf:
    """A transport that counts what is fetched."""

    name = "direct"
    price = Decimal(0)

    def __init__(self, page: GivenPage) -> None:
        self.page = page
        self.asked: list[str] = []

    async def get(self, site: str, kind: str, path: str) -> FetchedPage:
        self.asked.append(f"{site} {path}")
        return FetchedPage(path, kind, self.page.body, datetime.now(UTC), "direct", 200)


async def of_years(
    built: Cinegraph, work: Work, *years: int, given: tuple[GivenPage, ...] = (), whole: bool = False
) -> list[Reconciliation]:
    """Import these years of the Academy Awards without asking a catalogue."""
    context = built.context
    async with context.database.transaction() as conn:
        number, organization = await find_organization(conn, "oscars")
    editions = [Edition(year) for year in years]
    asked = await request_imports(
        context, organization, number, editions, given, lookup=False, all_given=whole
    )
    await work(built)
    async with context.database.transaction() as conn:
        return await imports.reconcile(conn, [one.import_id for one in asked])


async def test_the_file_of_a_whole_history_is_fetched_once(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    _, told = await event(outside)
    years = (2022, 2023, 2024)
    shelf = Shelf(dataset_of([replace(told, edition=Edition(year)) for year in years]))
    async with program(queues=dict.fromkeys(QUEUES, 1)) as built:
        stocked = Cinegraph(
            built.settings, replace(built.context, transports={"imdb_awards": shelf}), built.jobs
        )
        counted = await of_years(stocked, _one_by_one, *years)
    assert [one.stored for one in counted] == [entries_of(told)] * 3
    assert shelf.asked == ["imdb_awards /ev0000003.yml"]
    assert await count(conn, "select count(*) from pages") == 1
    assert await count(conn, "select count(*) from import_pages") == 3


async def _one_by_one(built: Cinegraph) -> None:
    for _ in range(4):
        await built.jobs.run_worker_async(
            wait=False,
            concurrency=1,
            install_signal_handlers=False,
            listen_notify=False,
            additional_context={"context": built.context, "worker_dead_seconds": 1.0},
        )


async def test_an_edition_without_a_film_is_there_and_says_so(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    """An honorary award only: IMDb lists the edition, the dataset has no film of it. That is no failure, and no page
    that was emptied: once it has nominations, an empty statement changes nothing."""
    _, told = await event(outside)
    empty = replace(told, edition=Edition(2023), categories=())
    async with program() as built:
        first = await of_years(built, work, given=(dataset_of([told, empty]),), whole=True)
        emptied = await of_years(built, work, 2024, given=(dataset_of([replace(told, categories=())]),))
    assert [(one.year, one.state, one.stored) for one in first] == [
        (2023, "finished", 0),
        (2024, "finished", entries_of(told)),
    ]
    assert first[0].warnings == ["the pages list this edition, and name no nominee of it"]
    assert (emptied[0].state, emptied[0].stored) == ("failed", 0)
    assert await count(conn, "select count(*) from festival_ceremonies") == 2
    assert await count(
        conn, "select count(*) from festival_nominations where state = 'active'"
    ) == entries_of(told)


async def test_a_file_of_another_event_is_one_line(program: Program, work: Work, outside: Faults) -> None:
    _, told = await event(outside)
    page = dataset_of([replace(told, imdb_event_id="ev0099999", name="Another Festival")])
    async with program() as built:
        with pytest.raises(
            Refused, match=r"^event.yml: this page is of Another Festival \(ev0099999\), not of"
        ):
            await of_years(built, work, given=(page,), whole=True)
        with pytest.raises(Refused, match="this page is of 2024, and 2021 was asked for"):
            await of_years(built, work, 2021, given=(dataset_of([told]),))
