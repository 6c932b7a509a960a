"""One ceremony, imported as far as it goes, and the pages to import it from."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any, cast

import httpx2
from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.domain.festivals import Edition
from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.offline.faults import Faults
from cinegraph.pages import imdb_event
from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.pipeline.request_import import request_imports
from cinegraph.pipeline.sort_pages import GivenPage
from cinegraph.sources.base import Source
from cinegraph.store import imports
from cinegraph.store.imports import Reconciliation
from tests.conftest import SHARED, run_jobs

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


def without_jodie_foster(academy: GivenPage) -> GivenPage:
    """The Academy's page with one entry less: 119 honorees."""
    text = academy.body.decode()
    name = text.index("Jodie Foster")
    start = text.index('<div class="paragraph paragraph--type--award-honoree">', name - 400)
    end = text.index("</div>\n</div>", name) + len("</div>\n</div>")
    return GivenPage(academy.name, (text[:start] + text[end:]).encode())


def event_with(event: GivenPage, change: Callable[[list[Any]], None]) -> GivenPage:
    """IMDb's event page with each category's list of entries as `change` leaves it."""
    text = event.body.decode()
    found = imdb_event._DATA.search(text)
    assert found
    told = json.loads(found.group(1))
    for entries in _entries(told):
        change(entries)
    changed = json.dumps(told).replace("<", "\\u003c")
    return GivenPage(event.name, (text[: found.start(1)] + changed + text[found.end(1) :]).encode())


def _entries(told: Any) -> Iterator[list[Any]]:
    for award in told["props"]["pageProps"]["edition"]["awards"]:
        for category in award["nominationCategories"]["edges"]:
            yield category["node"]["nominations"]["edges"]


def works(*queues: str) -> Work:
    """Run the jobs of these queues only, once, as a worker of theirs does."""

    async def run(built: Cinegraph) -> None:
        await run_jobs(built, *queues)

    return run


async def nothing(_: Cinegraph) -> None:
    """No job runs."""


async def counted(built: Cinegraph, import_id: int) -> Reconciliation:
    """What the import did so far."""
    async with built.context.database.transaction() as conn:
        return (await imports.reconcile(conn, [import_id]))[0]


def with_source(
    built: Cinegraph,
    by_id: Callable[[MovieRef], Candidate | None] | None = None,
    check: Callable[[], Awaitable[None]] | None = None,
) -> Cinegraph:
    """The program with its first source changed: asked by id it answers as `by_id` does, and for itself where
    that says nothing; before its small question `check` is called."""

    class Changed:
        def __getattr__(self, name: str) -> object:
            return getattr(built.context.sources[0], name)

        async def by_id(self, ref: MovieRef) -> Candidate | None:
            return (by_id(ref) if by_id else None) or await built.context.sources[0].by_id(ref)

        async def check(self) -> None:
            if check:
                await check()
            await built.context.sources[0].check()

    sources = (cast("Source", Changed()),)
    return Cinegraph(built.settings, replace(built.context, sources=sources), built.jobs)


async def waits_or_ends(conn: AsyncConnection, running: "asyncio.Task[Any]") -> None:
    """Until the task is done, or somebody in this database waits for a lock that another holds."""
    while not running.done():
        found = await conn.execute(
            "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
        )
        waits = await found.fetchone()
        await conn.rollback()
        if waits:
            return
        await asyncio.sleep(0.01)
