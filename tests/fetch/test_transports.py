"""Pages fetched from their sites: what is a page, and what only looks like one."""

import httpx2
import pytest

from cinegraph.fetch.http import Call, Door, NoAnswer
from cinegraph.fetch.pace import SharedPace
from cinegraph.fetch.transports import Direct, arrived
from cinegraph.pages.errors import Blocked, NotThere, Truncated

PAGE = "<!DOCTYPE html><html><head><title>The page</title></head><body>Ünïcode</body></html>"


def direct(response: httpx2.Response, seen: list[httpx2.Request] | None = None) -> Direct:
    """A transport to a site that always answers so."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        (seen if seen is not None else []).append(request)
        return response

    async def record(_: Call) -> None:
        return None

    async def take(source: str, rate: float) -> float:
        return 0.0

    client = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
    door = Door(client, SharedPace(take, {"oscars": 0.0}), record, attempts=1)
    return Direct(door, {"oscars": "http://site/"}, "Cinegraph (test)")


async def test_the_page_as_it_came() -> None:
    seen: list[httpx2.Request] = []
    page = await direct(httpx2.Response(200, text=PAGE), seen).get(
        "oscars", "oscars_ceremony", "/ceremonies/2024"
    )
    assert (page.url, page.body.decode(), page.status) == ("http://site/ceremonies/2024", PAGE, 200)
    assert seen[0].headers["user-agent"] == "Cinegraph (test)", "we name ourselves"


@pytest.mark.parametrize(
    ("response", "error"),
    [
        (httpx2.Response(202, text="", headers={"x-amzn-waf-action": "challenge"}), Blocked),
        (httpx2.Response(200, text="<html>x</html>", headers={"x-amzn-waf-action": "captcha"}), Blocked),
        (httpx2.Response(200, text="<html><head><title>Just a moment...</title></head></html>"), Blocked),
        (httpx2.Response(200, text=""), Blocked),
        (httpx2.Response(200, content=b"\xff\xfe\x00"), Blocked),
        (httpx2.Response(403, text="no"), Blocked),
        (httpx2.Response(302, text="elsewhere"), Blocked),
        (httpx2.Response(404, text="no"), NotThere),
        (httpx2.Response(200, text="<html><head><title>Page not found | X</title></head></html>"), NotThere),
        (httpx2.Response(200, text=PAGE[:-12]), Truncated),
        (httpx2.Response(500, text="broken"), NoAnswer),
        (httpx2.Response(429, text="slow down"), NoAnswer),
    ],
)
async def test_what_is_no_page(response: httpx2.Response, error: type[Exception]) -> None:
    """Lesson 31: challenge ≠ empty ≠ 404 ≠ rate limit ≠ changed layout."""
    with pytest.raises(error):
        await direct(response).get("oscars", "oscars_ceremony", "/ceremonies/2024")


async def test_an_address_that_cannot_be_asked_is_not_waited_for() -> None:
    """A setting that is wrong stays wrong: an import that is put off for it would wait for ever."""

    async def record(_: Call) -> None:
        return None

    async def take(source: str, rate: float) -> float:
        return 0.0

    async with httpx2.AsyncClient() as client:
        door = Door(client, SharedPace(take, {"oscars": 0.0}), record, attempts=2)
        with pytest.raises(Blocked, match="cannot be asked"):
            await Direct(door, {"oscars": "nowhere://x"}, "x").get("oscars", "oscars_ceremony", "/2024")


async def test_a_file_that_is_no_html_page() -> None:
    """The status alone says whether it came; what is in it, its reader says."""

    def dataset(response: httpx2.Response) -> Direct:
        transport = direct(response)
        transport._read = arrived
        return transport

    file = "# Cannes Film Festival\n'2023': {}\n"
    page = await dataset(httpx2.Response(200, text=file)).get("oscars", "imdb_awards", "/ev0000147.yml")
    assert (page.body.decode(), page.transport) == (file, "direct")
    with pytest.raises(NotThere):
        await dataset(httpx2.Response(404, text="no")).get("oscars", "imdb_awards", "/ev0000147.yml")
    with pytest.raises(NoAnswer):
        await dataset(httpx2.Response(503, text="busy")).get("oscars", "imdb_awards", "/ev0000147.yml")
