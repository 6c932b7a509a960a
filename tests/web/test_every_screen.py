"""A page with the worst titles, names and notes, imported as any page is: no screen and no export comes to harm.

One world and one database for the tests of this file: filled by the first that needs it.
"""

import csv
import io
import json
import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import playwright.async_api as playwright
import pytest
from psycopg import AsyncConnection
from pyarrow import parquet
from selectolax.lexbor import LexborHTMLParser

from cinegraph.offline.faults import Faults
from cinegraph.offline.world import world
from cinegraph.pages import imdb_awards
from cinegraph.store.exports import EXPORTS
from cinegraph.web import pages
from cinegraph.web.api import api
from cinegraph.web.listening import bound, listening
from cinegraph.web.site import site as build
from tests.conftest import Program, count, made_database, run_jobs
from tests.pipeline.exported import exported
from tests.web import axe, filled_films, hostile
from tests.web.conftest import Browser, Site, Visit, csrf_of

QUEUES = ("imports", "movies", "people", "enrichment", "collaborations", "maintenance")


@pytest.fixture(scope="module")
def database_url(server: str, template: str) -> Iterator[str]:
    """One database for all tests here."""
    yield from made_database(server, template)


@pytest.fixture(scope="module")
def outside() -> Faults:
    """The hostile world."""
    return world(hostile.facts())


@pytest.fixture
async def house(site: Site, database_url: str) -> AsyncIterator[dict[str, str]]:
    """The page is imported, as a person drops it; the numbers of what is there then, as screens' addresses want them."""
    async with site(omdb_ratings=True) as visit:
        async with visit.program.context.database.transaction() as conn:
            there = await count(conn, "select count(*) from imports")
        if not there:
            await _import(visit)
        async with visit.program.context.database.transaction() as conn:
            yield await _numbers(conn)


async def _import(visit: Visit) -> None:
    token = csrf_of((await visit.get("/import")).text)
    dropped = await visit.post(
        "/import/pages",
        data={"csrf": token, "lookup": "true"},
        files=[("pages", ('"><script>.html', hostile.page().encode(), "text/html"))],
    )
    assert dropped.status_code == 303, dropped.text
    await visit.send_form(dropped.headers["location"], lookup="true")
    for _ in range(6):
        await run_jobs(visit.program, *QUEUES)
    async with visit.program.context.database.transaction() as conn:
        film = await count(conn, "select movie_id from festival_nomination_films order by movie_id limit 1")
        await filled_films.listed(conn, "1001_movies", film, 1, title=hostile.SCRIPT, note=hostile.WORST[1])
        await conn.execute("update movie_lists set name = %s", [hostile.TURNING])
        await conn.execute("update festival_organizations set name = %s", [hostile.TURNING])


async def _numbers(conn: AsyncConnection) -> dict[str, str]:
    """What stands in braces in the addresses of screens → one that is there."""
    one = {
        "movie_id": "select min(movie_id) from festival_nomination_films",
        "other_movie": "select max(movie_id) from festival_nomination_films",
        "person_id": "select min(person_a) from collaborations",
        "other_id": "select person_b from collaborations where person_a = (select min(person_a) from collaborations) limit 1",
        "review_id": "select min(id) from reviews",
        "nomination_id": "select min(id) from festival_nominations",
        "import_id": "select min(id) from imports",
        "number": "select min(id) from procrastinate_jobs",
        "job": "select min(id) from procrastinate_jobs",
    }
    found = {name: str(await count(conn, query)) for name, query in one.items()}
    named = {
        "slug": "oscars",
        "organization": "oscars",
        "year": str(hostile.YEAR),
        "instance": "1",
        "key": "1001_movies",
        "what": "films",
        "ending": "csv",
    }
    same = {"film": "movie_id", "person": "person_id", "review": "review_id", "nomination": "nomination_id"}
    return found | named | {one: found[other] for one, other in same.items()} | {"name": "costs"}


ALSO = (
    "/review/many?least=0",
    "/import?festival=oscars",
    "/import/preview?festival=oscars&edition=2024",
    "/imports/1/films?state=stub",
    "/lists/1001_movies?state=left",
    "/search?q=script",
    "/search/hits?q=script",
    "/six-degrees?one={person_id}&other={other_id}",
    "/films/{movie_id}/join?with={other_movie}",
    "/people/{person_id}/join?with={other_id}",
    "/jobs?state=succeeded",
    "/lookups?festival=oscars",
    "/lookups/failures.csv",
    "/exports/file?what=films&form=csv",
    "/api/v1/search?q=script",
    "/api/v1/path?from={person_id}&to={other_id}",
    "/api/v1/people/links?organization=oscars",
    "/api/v1/people/links.csv?organization=oscars",
    "/api/v1/people/links.jsonl?organization=oscars",
    "/api/v1/people/unlinked?organization=oscars",
    "/people/unlinked?festival=oscars",
    "/settings/festivals/check?festival=oscars",
)
"""Addresses that show more than a route without a question does."""
LEFT_OUT = {
    "/import/pages/{token}": "a draft, gone when its import has begun",
    "/films/{movie_id}/refresh/{job}": "only for a job that refreshes the film",
    "/lookups/{name}.csv": "named above",
    "/exports/file": "named above",
    "/import/preview": "named above",
    "/account": "nobody has one at the machine",
    "/login": "nor does anybody log in",
    "/api/v1/search": "named above",
    "/api/v1/path": "named above",
    **dict.fromkeys((f"/api/v1/people/links{form}" for form in ("", ".csv", ".jsonl")), "named above"),
}


WIDER = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("main *")]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".wide")).slice(0, 5)
    .map(one => one.outerHTML.slice(0, 160))"""
"""What stands out of the window, if the page is wider than it."""


def _addresses(numbers: dict[str, str]) -> list[str]:
    """Every GET route of the site and of the interface for programs, with numbers that are there."""
    routes = [route for part in pages.PARTS for route in part.router.routes]
    site = [str(route.path) for route in routes if "GET" in getattr(route, "methods", ())]
    told = api().openapi()["paths"]
    paths = [re.sub(r":\w+\}", "}", path) for path in site] + [
        f"/api/v1{path}" for path in told if "get" in told[path]
    ]
    return [path.format_map(numbers) for path in (*(p for p in paths if p not in LEFT_OUT), *ALSO)]


def _screens(numbers: dict[str, str]) -> list[str]:
    """The pages among them, each once."""
    parts = ("/live/", "/api/", "/search/hits", "/healthz", "/readyz", ".csv", "/exports/file", "/2024/1")
    return [path for path in _addresses(numbers) if not any(part in path for part in parts)]


def _harm(html: str) -> list[str]:
    """What the page has that none of our templates does: elements and attributes that a text has brought."""
    root = LexborHTMLParser(html)
    found = [
        str(node.html) for node in root.css("script:not([src]), img, style, iframe, object, textarea + svg")
    ]
    for node in root.css("*"):
        for name, value in node.attributes.items():
            runs = name in {"href", "src", "action", "formaction"} and (value or "").strip().startswith(
                "javascript"
            )
            if name.startswith("on") or runs:
                found.append(f"{node.tag} {name}={value}")
    return found


async def test_every_screen_shows_them_harmlessly(site: Site, house: dict[str, str]) -> None:
    async with site() as visit:
        shown, loose = 0, []
        for path in _addresses(house):
            answer = await visit.get(path, headers={"accept": "application/json, text/html, */*"})
            assert answer.status_code == 200, (path, answer.text[-500:])
            match answer.headers["content-type"].partition(";")[0]:
                case "text/html":
                    assert _harm(answer.text) == [], path
                    loose += [(path, one) for one in hostile.loose_texts(LexborHTMLParser(answer.text))]
                    shown += "&lt;script&gt;alert(1)" in answer.text
                case "application/json":
                    assert answer.json() is not None
                case kind:
                    assert kind in {"text/csv", "text/plain", "application/jsonl", "application/x-ndjson"}, (
                        path
                    )
            assert answer.headers["x-content-type-options"] == "nosniff"
    assert not loose, "\n".join(map(str, loose))
    assert shown >= 20


async def test_a_browser_runs_nothing_of_it(browser: Browser, house: dict[str, str]) -> None:
    """What breaks the policy, or is asked of another host, fails the test by itself (see `browser`)."""
    screens = (
        "/",
        "/imports/{import_id}",
        "/festivals/oscars/2024",
        "/films/{movie_id}",
        "/people/{person_id}",
        "/review",
        "/jobs",
    )
    async with browser(width=390) as seen:
        said: list[str] = []
        seen.page.on("dialog", lambda dialog: said.append(dialog.message))
        for path in screens:
            await seen.page.goto(path.format_map(house))
            assert await seen.page.evaluate(WIDER) == [], path
        assert said == []


async def test_every_export_is_whole_in_every_format(
    program: Program, house: dict[str, str], tmp_path: Path
) -> None:
    """What is read back is what was imported: each title, and nothing that a title has made."""
    async with program() as built:
        async with built.context.database.transaction() as conn:
            cursor = await conn.execute("select title from movies")
            titles = {str(title) for (title,) in await cursor.fetchall()}
        assert hostile.SCRIPT in titles
        for export in EXPORTS:
            for format in export.formats:
                festival = "oscars" if export.name == "imdb-awards" else None
                body = await exported(built, export.name, format, festival=festival)
                read = _read(format, body, tmp_path)
                assert read is not None, (export.name, format)
                if export.name == "films":
                    assert read == titles, format


def _read(format: str, body: bytes, folder: Path) -> set[str]:
    """The titles that a reader of the format finds (empty: it has none). Raises if it is not well formed."""
    match format:
        case "jsonl":
            rows = [json.loads(line) for line in body.decode().split("\n") if line]
        case "csv":
            rows = list(csv.DictReader(io.StringIO(body.decode(), newline=""), strict=True))
        case "parquet":
            rows = parquet.read_table(io.BytesIO(body)).to_pylist()
        case "radarr" | "stevenlu":
            rows = json.loads(body)
        case "graphml":
            ET.fromstring(body)
            return set()
        case "sqlite":
            (folder / "films.db").write_bytes(body)
            with sqlite3.connect(folder / "films.db") as kept:
                return {str(title) for (title,) in kept.execute("select title from movies")}
        case _:
            (read,) = imdb_awards.ceremonies(body.decode())
            assert len(read.categories) == len(hostile.WORST)
            return set()
    return {str(row["title"]) for row in rows if "title" in row}


async def test_nothing_is_seriously_inaccessible(
    site: Site, program: Program, chromium: playwright.Browser, house: dict[str, str]
) -> None:
    script = axe.source()
    socket = bound("127.0.0.1", 0)
    async with program() as built, listening(build(built), socket):
        url = f"http://127.0.0.1:{socket.getsockname()[1]}"
        context = await chromium.new_context(base_url=url, bypass_csp=True, reduced_motion="reduce")
        page = await context.new_page()
        found = []
        for path in _screens(house):
            found += await axe.look(page, script, path)
        await context.close()
    assert not found, "\n".join(map(str, found))
