"""An import that comes while another waits, or at another time: before the night, after it, for the same films."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.fetch.transports import FetchedPage, Transport
from cinegraph.offline.faults import Faults, parse_plan
from cinegraph.pages.errors import Blocked
from cinegraph.pipeline.import_ceremony import import_ceremony
from cinegraph.pipeline.manage_jobs import cancel_job, retry_job
from cinegraph.sources.base import TryLater
from tests.conftest import Program, count
from tests.pipeline.importing import (
    Work,
    counted,
    imported,
    nothing,
    offline_pages,
    with_source,
    works,
)

OPPENHEIMER = "tt15398776"


def _silent(ref: MovieRef) -> None:
    if ref.imdb_id == OPPENHEIMER:
        raise TryLater("nobody knows just now")


def _at(built: Cinegraph, moment: datetime, **transports: Transport) -> Cinegraph:
    context = replace(
        built.context, now=lambda: moment, transports={**built.context.transports, **transports}
    )
    return Cinegraph(built.settings, context, built.jobs)


class _Changed:
    """A site whose pages say something else."""

    name = "test"
    price = Decimal(0)

    def __init__(self, real: Transport, *changes: tuple[bytes, bytes]) -> None:
        self._real, self._changes = real, changes

    async def get(self, site: str, kind: str, path: str) -> FetchedPage:
        page = await self._real.get(site, kind, path)
        for was, becomes in self._changes:
            page = replace(page, body=page.body.replace(was, becomes))
        return page


_NO_WINNER = (
    (b'winner">Winner', b'nominee">Nominees'),
    (b'"isWinner": true', b'"isWinner": false'),
    (b'"isWinner":true', b'"isWinner":false'),
)
_EVE, _MORNING = datetime(2024, 3, 9, 20, tzinfo=UTC), datetime(2024, 3, 11, 9, tzinfo=UTC)


async def test_the_winners_of_the_night_are_not_missed(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    """A page from before the night was over is read anew, however young the copy is."""
    async with program() as built:
        before = {k: _Changed(v, *_NO_WINNER) for k, v in built.context.transports.items()}
        first = await imported(_at(built, _EVE, **before), work, lookup=False)
        assert await count(conn, "select count(*) from festival_ceremonies where state = 'announced'") == 1
        await conn.rollback()
        second = await imported(_at(built, _MORNING), work, lookup=False)
        assert await count(conn, "select count(*) from festival_ceremonies where state = 'held'") == 1
        await conn.rollback()
        await conn.execute(
            "update pages set fetched_at = '2024-03-11 06:00+00'::timestamptz + id * interval '1 s'"
        )
        await conn.commit()
        third = await imported(
            replace_fresh(_at(built, datetime.now(UTC)), days=10_000), work, lookup=False
        )  # those copies are of the night itself
    assert (first.winners, second.winners, third.winners) == (0, 23, 23)
    assert (first.warnings, third.calls) == ([], {"imdb": 1, "oscars": 1})


def replace_fresh(built: Cinegraph, days: int) -> Cinegraph:
    """Copies are good for so many days."""
    fresh = built.context.page_fresh_for * days
    return Cinegraph(built.settings, replace(built.context, page_fresh_for=fresh), built.jobs)


async def test_a_ceremony_that_is_over_without_a_winner_is_a_warning(program: Program, work: Work) -> None:
    async with program() as built:
        silent = {k: _Changed(v, *_NO_WINNER) for k, v in built.context.transports.items()}
        told = await imported(_at(built, datetime(2024, 3, 12, tzinfo=UTC), **silent), work)
        dawn = await imported(_at(built, datetime(2024, 3, 11, 23, tzinfo=UTC), **silent), work, refresh=True)
    assert told.warnings == ["oscars 2024 is over, and its pages state no winner"]
    assert dawn.warnings == []


async def test_one_film_that_waits_does_not_freeze_the_ceremony(
    program: Program, work: Work, outside: Faults
) -> None:
    """`--refresh` reads anew; the film that was put off is waited for by both imports, and asked for once."""
    async with program() as built:
        shaky = with_source(built, _silent)
        first = await imported(shaky, work)
        assert (first.state, first.pending) == ("resolving", 1)
        assert (await imported(shaky, work)).import_id == first.import_id
        outside.counts.clear()
        second = await imported(shaky, work, refresh=True)
        assert (second.import_id != first.import_id, second.stored, second.pending) == (True, 120, 1)
        assert outside.counts == {"oscars": 1, "imdb": 1}, "a film that has a job needs no other"
        third = await imported(built, work)
        assert third.import_id == second.import_id
        ended = [(await counted(built, number)).state for number in (first.import_id, second.import_id)]
    assert ended == ["finished", "finished"]


async def test_an_import_that_waits_reads_its_pages_again_once_they_are_old(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        first = await imported(with_source(built, _silent), work)
        await conn.execute("update pages set fetched_at = fetched_at - interval '2 days'")
        await conn.commit()
        second = await imported(built, work)
        assert (await counted(built, first.import_id)).state == "finished"
    assert (second.import_id != first.import_id, second.state) == (True, "finished")
    assert {k: v for k, v in second.calls.items() if k != "tmdb"} == {"imdb": 1, "oscars": 1}


@pytest.mark.parametrize("known_as", ["stub", "full"])
async def test_a_film_that_joins_another_while_it_waits_is_answered(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection, known_as: str
) -> None:
    """The job asks for a row that is gone: who waited gets a job that looks for the row that stayed, or its answer."""
    async with program() as built:
        pages = await offline_pages(outside)
        outside.plan = parse_plan("tmdb:500")
        first = await imported(built, work, pages["academy"])
        assert first.pending == 53
        outside.plan = []
        await conn.execute(
            "insert into movies (imdb_id, title, import_type) values (%s, 'Oppenheimer', %s)",
            [OPPENHEIMER, known_as],
        )
        await conn.commit()
        second = await imported(built, work, *pages.values(), lookup=known_as == "stub")
        first = await counted(built, first.import_id)
        if known_as == "full":
            assert first.pending == 52, "it is known already"
            assert (await imported(built, work, pages["academy"])).import_id == first.import_id
            first = await counted(built, first.import_id)
    assert (first.state, first.full, first.pending) == ("finished", 50, 0)
    assert second.state == "finished"


async def test_what_is_not_all_there_is_to_know_is_not_asked_for_each_time(
    program: Program, work: Work
) -> None:
    """A series is no film of TMDb's: minimal for good, as far as this week is concerned."""

    def series(ref: MovieRef) -> Candidate | None:
        if ref.imdb_id != OPPENHEIMER:
            return None
        return Candidate("tmdb", "tv/1", ref.title, kind="tv", imdb_id=ref.imdb_id)

    async with program() as built:
        changed = with_source(built, series)
        first, second = await imported(changed, work), await imported(changed, work)
    assert (first.minimal, second.minimal, second.calls) == (1, 1, {})


@pytest.mark.parametrize("turned_away", [True, False])
async def test_a_stored_import_is_left_alone_by_a_slower_run(
    program: Program, work: Work, conn: AsyncConnection, turned_away: bool
) -> None:
    """A rescued job ran twice: the slower run reads its pages when all is done, or is turned away by the site."""
    async with program() as built:
        told = await imported(built, nothing, refresh=True)

        class Slow:
            name = "test"
            price = Decimal(0)

            async def get(self, site: str, kind: str, path: str) -> FetchedPage:
                await work(built)
                if turned_away:
                    raise Blocked("a challenge")
                return await built.context.transports[site].get(site, kind, path)

        slow = _at(built, datetime.now(UTC), oscars=Slow(), imdb=Slow())
        await import_ceremony(slow.context, told.import_id)
        ended = await counted(built, told.import_id)
    assert (ended.state, ended.error, ended.stored, ended.full) == ("finished", None, 120, 50)
    assert await count(conn, "select count(*) from pages") == 2


async def test_an_import_whose_counting_is_cancelled_ends(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    async with program() as built:
        page = (await offline_pages(outside))["imdb"]
        told = await imported(built, works("imports"), page, lookup=False)
        number = await count(conn, "select id from procrastinate_jobs where task_name = 'finish_import'")
        await conn.rollback()
        await cancel_job(built.context, number)
        told = await counted(built, told.import_id)
        assert (told.state, told.error) == ("incomplete", "it was not counted: cancelled by a person")
        await retry_job(built.context, number)
        await work(built)
        told = await counted(built, told.import_id)
    assert (told.state, told.error) == ("finished", None)


async def test_an_import_that_nothing_works_for_gets_its_jobs_again(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    """Whoever emptied the queue by hand: the same command goes on."""
    async with program() as built:
        for done in (nothing, works("imports")):
            told = await imported(built, done)
            await conn.execute("truncate procrastinate_jobs cascade")
            await conn.commit()
        ended = await imported(built, work)
    assert (ended.import_id, ended.state, ended.full, ended.stub) == (told.import_id, "finished", 50, 3)


async def test_a_fetched_page_of_another_year_is_refused(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    """A site that shows its newest page for every year."""

    class Newest:
        name = "test"
        price = Decimal(0)

        def __init__(self, real: Transport) -> None:
            self._real = real

        async def get(self, site: str, kind: str, path: str) -> FetchedPage:
            return await self._real.get(site, kind, path.replace("2023", "2024"))

    async with program() as built:
        newest = {k: Newest(v) for k, v in built.context.transports.items()}
        told = await imported(_at(built, datetime.now(UTC), **newest), work, year=2023)
    assert told.state == "failed"
    assert "this page is of 2024, and 2023 was asked for" in (told.error or "")
    assert await count(conn, "select count(*) from festival_ceremonies") == 0
