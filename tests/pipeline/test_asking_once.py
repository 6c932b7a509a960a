"""What was asked and paid for is not asked and paid for again: not by the next attempt, nor by another process; and
what may have changed is asked anew."""

import base64
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import httpx2
import pytest
from psycopg import AsyncConnection

from cinegraph import outside as way_out
from cinegraph.app import Cinegraph
from cinegraph.domain.movies import MovieRef
from cinegraph.fetch.http import NoAnswer
from cinegraph.fetch.transports import FetchedPage, Transport
from cinegraph.lookup.memory import Remembered
from cinegraph.offline.zyte import KEY
from cinegraph.pipeline.ask_again import ask_again
from cinegraph.pipeline.manage_jobs import retry_job
from cinegraph.pipeline.resolve_movie import resolve_movie
from cinegraph.settings import Settings
from cinegraph.sources.base import Source, TryLater, Unusable
from cinegraph.store.answers import Notebook
from tests.conftest import Program, count, run_jobs
from tests.pipeline.importing import Work, imported
from tests.pipeline.shelf import Shelf, asking, film, stub, value

_JOB = "select max(id) from procrastinate_jobs where task_name = 'resolve_movie'"
ODD = b"<html><head><title>A new layout</title></head><body>nothing that we know</body></html>"


def remembered(built: Cinegraph, source: Source) -> Source:
    return Remembered(source, Notebook(built.context.database), timedelta(days=90), timedelta(days=7))


async def test_a_film_that_the_catalogue_gains_is_found_when_its_time_comes(
    program: Program, conn: AsyncConnection
) -> None:
    """Until then the search listed another film of that title: that is no reason to remember it for 90 days."""
    shelf = Shelf(film(9, "Home", 1950))
    movie = await stub(conn, "Home", year=2020)
    async with program() as built:
        asked = asking(built, remembered(built, shelf))
        await resolve_movie(asked.context, movie, None)
        shelf.films.append(film(2, "Home", 2020))
        await conn.execute("update movies set ask_again_at = now()")
        await conn.commit()
        await resolve_movie(asked.context, movie, None)
    assert await value(conn, "select imdb_id, import_type from movies where id = %s", movie) == (
        "tt0000002",
        "full",
    )
    assert shelf.asked == ["title Home", "title Home", "record 2"]


async def due(conn: AsyncConnection, built: Cinegraph, movie: int) -> None:
    await conn.execute("update movies set ask_again_at = now() - interval '1 day'")
    await conn.commit()
    async with built.context.database.transaction() as own:
        await ask_again(own, built.context.queue, [movie])


async def afresh(conn: AsyncConnection, built: Cinegraph, movie: int) -> None:
    async with built.context.database.transaction() as own:
        await ask_again(own, built.context.queue, [movie], afresh=True)


async def retried(conn: AsyncConnection, built: Cinegraph, movie: int) -> None:
    await retry_job(built.context, await count(conn, _JOB))


@pytest.mark.parametrize("again", [due, afresh, retried], ids=lambda a: a.__name__)
async def test_what_one_attempt_has_learnt_the_next_does_not_ask_again(
    program: Program, conn: AsyncConnection, again: Callable[..., Awaitable[None]]
) -> None:
    """TMDb is down, OMDb has nothing and costs: one question for each time that somebody wishes to know anew."""
    down, paid = Shelf(name="tmdb"), Shelf(name="omdb", full=False)
    down.fails = TryLater("status 503", 1.0)
    movie = await stub(conn, "Solaris", imdb_id="tt0000001", year=1972)
    async with program() as built:
        asked = asking(built, down, remembered(built, paid))
        await due(conn, asked, movie)
        await attempts(conn, asked, 3)
        assert paid.asked == ["id tt0000001"]
        await again(conn, asked, movie)
        await attempts(conn, asked, 3)
    assert paid.asked == ["id tt0000001"] * 2
    assert down.asked.count("id tt0000001") == 6


async def attempts(conn: AsyncConnection, built: Cinegraph, times: int) -> None:
    """Run the jobs that wait, so often, whenever they are due."""
    for _ in range(times):
        await conn.execute("update procrastinate_jobs set scheduled_at = null where status = 'todo'")
        await conn.commit()
        await run_jobs(built)


async def test_a_title_page_that_cannot_be_read_is_paid_for_once_a_day(
    program: Program, conn: AsyncConnection
) -> None:
    """It is kept, and read again; that it cannot be read still is no other failure of the source."""
    answer = {"statusCode": 200, "httpResponseBody": base64.b64encode(ODD).decode()}
    client = httpx2.AsyncClient(transport=httpx2.MockTransport(lambda _: httpx2.Response(200, json=answer)))
    told = {"imdb_title": "zyte", "zyte_key": KEY, "zyte_rate": 0.0, "tmdb": False, "wikidata": False}
    settings = Settings.model_validate(told)
    asked = "select count(*) from api_lookup_metrics where source = 'zyte'"
    async with program() as built:
        database = built.context.database
        (title,) = way_out.sources(settings, way_out.door(settings, client, database), database)
        for days in (0, 0, 0, 1, 0):
            await conn.execute("update pages set fetched_at = fetched_at - make_interval(days => %s)", [days])
            await conn.commit()
            with pytest.raises(Unusable, match="cannot be believed"):
                await title.by_id(MovieRef("x", imdb_id="tt0000001"))
    assert await count(conn, asked) == await count(conn, "select count(*) from pages") == 2
    assert await count(conn, "select failures from source_health") == 2


class Paying:
    """A transport that costs, with a page that cannot be read."""

    price = Decimal("0.05")

    def __init__(self) -> None:
        self.paid = 0

    async def get(self, site: str, kind: str, path: str) -> FetchedPage:
        self.paid += 1
        now = datetime.now(UTC)
        return FetchedPage(f"https://www.imdb.com{path}", kind, ODD, now, "zyte", 200, self.price)


class Busy:
    """A transport that gets nothing."""

    price = Decimal(0)

    async def get(self, site: str, kind: str, path: str) -> FetchedPage:
        raise NoAnswer("status 503")


async def test_an_event_page_is_paid_for_once_while_the_other_site_is_busy(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    paying = Paying()
    async with program() as built:
        ways: dict[str, Transport] = {"oscars": Busy(), "imdb": paying}
        dear = Cinegraph(built.settings, replace(built.context, transports=ways), built.jobs)
        paid = []
        for refresh in (False, True, False):
            await imported(dear, work, refresh=refresh)
            await attempts(conn, dear, 3)
            paid.append(paying.paid)
    assert paid == [1, 2, 2], "a person who says --refresh pays once more"
    assert await count(conn, "select count(*) from pages where cost_usd = 0.05") == 2


async def test_an_event_page_that_an_import_has_read_is_as_good_as_its_ceremony_says(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    """From before the night was over: paid for again, however young."""
    async with program(imdb_transport="zyte", zyte_price_usd="0.02") as built:
        await imported(built, work)
        await conn.execute("update festival_ceremonies set state = 'announced'")
        await conn.commit()
        await imported(built, work)
    assert await count(conn, "select count(*) from pages where kind = 'imdb_event' and cost_usd > 0") == 2
