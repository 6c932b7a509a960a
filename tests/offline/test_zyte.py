"""The offline world's Zyte and title pages: they answer as the real ones do."""

import base64
import json
from typing import Any

import httpx2
import pytest

from cinegraph.offline.facts import Facts
from cinegraph.offline.faults import BadPlan, Faults, parse_plan
from cinegraph.offline.zyte import KEY
from cinegraph.pages import decode, imdb_title, recognise
from tests.conftest import SHARED

AUTHORIZED = {"Authorization": f"Basic {base64.b64encode(f'{KEY}:'.encode()).decode()}"}
TITLE = {"url": "https://www.imdb.com/title/tt15398776/", "httpResponseBody": True}


async def extract(outside: Faults, asked: object, headers: dict[str, str] = AUTHORIZED) -> httpx2.Response:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(outside)) as client:
        content = asked if isinstance(asked, bytes) else json.dumps(asked).encode()
        return await client.post("http://x/zyte/v1/extract", content=content, headers=headers)


def page_in(response: httpx2.Response) -> str:
    return decode(base64.b64decode(response.json()["httpResponseBody"]))


async def test_every_film_has_its_page(outside: Faults, facts: Facts) -> None:
    for film in facts.films.values():
        got = await extract(outside, TITLE | {"url": f"http://x/imdb/title/{film.imdb_id}/"})
        told = imdb_title.parse(page_in(got))
        assert (told.imdb_id, told.title, told.directors) == (film.imdb_id, film.title, film.directors)
        assert [c.name for c in told.credits if c.kind == "cast"] == [name for name, _ in film.cast]


@pytest.mark.parametrize(
    "url",
    [
        "https://www.imdb.com/event/ev0000003/2024/1/",
        "http://x/imdb/event/ev0000003/2024/1/",
        "https://www.oscars.org/oscars/ceremonies/2024",
    ],
)
async def test_it_gets_pages_of_this_worlds_sites(outside: Faults, url: str) -> None:
    got = await extract(outside, TITLE | {"url": url})
    assert recognise(page_in(got)).ceremonies(page_in(got))[0].winners


async def test_as_a_browser_has_it(outside: Faults) -> None:
    got = await extract(outside, {"url": TITLE["url"], "browserHtml": True})
    assert imdb_title.parse(got.json()["browserHtml"]).title == "Oppenheimer"


async def test_what_the_site_says_is_inside(outside: Faults) -> None:
    got = await extract(outside, TITLE | {"url": "https://www.imdb.com/title/tt99999999/"})
    assert (got.status_code, got.json()["statusCode"]) == (200, 404)


@pytest.mark.parametrize(
    ("asked", "headers", "status"),
    [
        (TITLE, {}, 401),
        (TITLE, {"Authorization": "Basic eDo="}, 401),
        (b"nonsense", AUTHORIZED, 400),
        ({}, AUTHORIZED, 400),
        ([], AUTHORIZED, 400),
        ({"url": "https://www.imdb.com/"}, AUTHORIZED, 400),
        (TITLE | {"browserHtml": True}, AUTHORIZED, 400),
    ],
)
async def test_what_it_refuses(outside: Faults, asked: Any, headers: dict[str, str], status: int) -> None:
    got = await extract(outside, asked, headers)
    assert (got.status_code, got.json()["status"]) == (status, status)


@pytest.mark.parametrize("status", [400, 401, 402, 403, 422, 429, 451, 500, 503, 520, 521])
async def test_its_own_faults(outside: Faults, status: int) -> None:
    outside.plan = parse_plan(f"zyte:{status}")
    assert (await extract(outside, TITLE)).status_code == status
    assert "imdb" not in outside.counts, "nothing was fetched, nothing is billed"


@pytest.mark.parametrize("plan", ["tmdb:402", "all:520", "imdb:target-404"])
def test_only_zyte_shows_them(plan: str) -> None:
    with pytest.raises(BadPlan, match="only zyte"):
        parse_plan(plan)


@pytest.mark.shared
async def test_a_title_page_is_built_as_the_recorded_one(outside: Faults) -> None:
    """Every key that this world's page has stands on the real page of 2026 too."""

    def data(text: str) -> Any:
        return json.loads(
            text.split('__NEXT_DATA__" type="application/json">')[1].split("</script>", maxsplit=1)[0]
        )

    ours = data(page_in(await extract(outside, TITLE)))
    real = data(decode((SHARED / "pages/imdb_title/tt26581740-2026.html.gz").read_bytes()))
    for part in ("aboveTheFoldData", "mainColumnData"):
        assert set(ours["props"]["pageProps"][part]) <= set(real["props"]["pageProps"][part])
    cast = ours["props"]["pageProps"]["mainColumnData"]["cast"]["edges"][0]["node"]
    assert set(cast) <= set(real["props"]["pageProps"]["mainColumnData"]["cast"]["edges"][0]["node"])
    assert ours["page"] == real["page"]
