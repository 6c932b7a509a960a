"""Pages by Zyte: what is asked, what each status means, and that the key stands nowhere."""

import base64
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx2
import pytest

from cinegraph.fetch.http import Call, Door, NoAnswer, Reader, Request, Spent, T
from cinegraph.fetch.transports import AccountRefused, CapReached
from cinegraph.fetch.zyte import DAY, Zyte, build, credentials
from cinegraph.pages.errors import Blocked, NotThere, Truncated
from cinegraph.settings import Settings
from tests.sources.asking import Asking

KEY = "s3cr3t-k3y"
PAGE = "<!DOCTYPE html><html><head><title>The page</title></head><body>Ünïcode</body></html>"
SITES = {"imdb": "https://www.imdb.com/"}


class Asked(Asking):
    """Zyte behind a transport that always answers so; one attempt, so that nobody waits."""

    def __init__(self, response: httpx2.Response, attempts: int = 1, browser: bool = False) -> None:
        super().__init__(httpx2.MockTransport(lambda _: response), "zyte", attempts=attempts)
        self.zyte = Zyte(self.door, "http://zyte/v1/extract", KEY, Decimal("0.02"), SITES, browser)


def extracted(status: int, page: str | bytes) -> httpx2.Response:
    """Zyte's answer around what the site said."""
    body = base64.b64encode(page if isinstance(page, bytes) else page.encode()).decode()
    return httpx2.Response(200, json={"url": "x", "statusCode": status, "httpResponseBody": body})


async def test_the_page_as_it_came_and_what_it_cost() -> None:
    asked = Asked(extracted(200, PAGE))
    page = await asked.zyte.get("imdb", "imdb_title", "/title/tt0086425/")
    assert (page.url, page.body.decode(), page.status) == ("https://www.imdb.com/title/tt0086425/", PAGE, 200)
    assert (page.transport, page.cost) == ("zyte", Decimal("0.02"))
    (sent,) = asked.requests
    assert (sent.method, str(sent.url)) == ("POST", "http://zyte/v1/extract")
    assert json.loads(sent.content) == {"url": page.url, "httpResponseBody": True}
    assert base64.b64decode(sent.headers["authorization"].removeprefix("Basic ")).decode() == f"{KEY}:"
    (call,) = asked.calls
    assert (call.source, call.operation, call.identifier) == ("zyte", "page", "/title/tt0086425/")


async def test_as_a_browser_shows_it() -> None:
    asked = Asked(httpx2.Response(200, json={"statusCode": 200, "browserHtml": PAGE}), browser=True)
    page = await asked.zyte.get("imdb", "imdb_title", "/title/tt0086425/")
    assert page.body.decode() == PAGE
    assert json.loads(asked.requests[0].content) == {"url": page.url, "browserHtml": True}


class Listening(Door):
    """A door that keeps the questions that it was given."""

    asked: Request

    async def ask(self, request: Request, read: Reader[T]) -> T:
        self.asked = request
        return await super().ask(request, read)


class Turn:
    """A pace that never waits; with `spent`, one that a budget holds back."""

    def __init__(self, spent: Spent | None = None) -> None:
        self._spent = spent

    async def turn(self, source: str) -> None:
        if self._spent is not None:
            raise self._spent


async def test_every_question_names_its_price() -> None:
    async def record(_: Call) -> None:
        return None

    client = httpx2.AsyncClient(transport=httpx2.MockTransport(lambda _: extracted(200, PAGE)))
    door = Listening(client, Turn(), record, attempts=1)
    await Zyte(door, "http://zyte", KEY, Decimal("0.02"), SITES).get("imdb", "imdb_event", "/event/")
    assert door.asked.price == Decimal("0.02")


OWN: list[tuple[int, type[NoAnswer], float | None]] = [
    (400, AccountRefused, None),
    (401, AccountRefused, None),
    (402, AccountRefused, None),
    (403, CapReached, None),
    (404, AccountRefused, None),
    (422, AccountRefused, None),
    (429, NoAnswer, 20),
    (451, AccountRefused, None),
    (500, NoAnswer, None),
    (503, NoAnswer, 20),
    (520, NoAnswer, None),
    (521, NoAnswer, DAY),
]


@pytest.mark.parametrize(("status", "error", "after"), OWN, ids=[str(o[0]) for o in OWN])
async def test_zytes_own_statuses(status: int, error: type[NoAnswer], after: float | None) -> None:
    asked = Asked(httpx2.Response(status, json={"status": status, "title": "Said", "detail": "so"}))
    with pytest.raises(NoAnswer) as raised:
        await asked.zyte.get("imdb", "imdb_title", "/title/tt0086425/")
    assert (type(raised.value), raised.value.after) == (error, after)
    assert f"status {status}, so" in str(raised.value)
    assert [call.success for call in asked.calls] == [False]


@pytest.mark.parametrize(("told", "waits"), [("3", 20), ("600", 600)])
async def test_busy_waits_as_long_as_it_is_told_and_never_less_than_20_seconds(
    told: str, waits: float
) -> None:
    asked = Asked(httpx2.Response(429, headers={"retry-after": told}, text="no JSON"))
    with pytest.raises(NoAnswer) as raised:
        await asked.zyte.get("imdb", "imdb_title", "/title/tt0086425/")
    assert raised.value.after == waits


async def test_a_cap_that_is_hit_renews_the_next_day() -> None:
    with pytest.raises(CapReached) as raised:
        await Asked(httpx2.Response(403)).zyte.get("imdb", "imdb_title", "/title/tt0086425/")
    now = datetime.now(UTC)
    assert now < raised.value.until <= now + timedelta(days=1)


BILLED: list[tuple[str, httpx2.Response, type[Exception]]] = [
    ("404", extracted(404, "no"), NotThere),
    ("challenge", extracted(202, ""), Blocked),
    (
        "challenge as 200",
        extracted(200, "<html><head><title>Just a moment...</title></head></html>"),
        Blocked,
    ),
    ("refused", extracted(403, "no"), Blocked),
    ("busy site", extracted(429, "slow down"), Blocked),
    ("broken site", extracted(503, "broken"), Blocked),
    ("empty", extracted(200, ""), Blocked),
    ("no text", extracted(200, b"\xff\xfe\x00"), Blocked),
    ("half", extracted(200, PAGE[:-12]), Truncated),
    ("no page in it", httpx2.Response(200, json={"statusCode": 200}), Blocked),
    ("not as expected", httpx2.Response(200, json={"status": 200}), AccountRefused),
]


@pytest.mark.parametrize(("response", "error"), [b[1:] for b in BILLED], ids=[b[0] for b in BILLED])
async def test_what_was_paid_for_in_vain_is_not_asked_for_again_at_once(
    response: httpx2.Response, error: type[Exception]
) -> None:
    """Every 200 is billed: of three attempts that are allowed, one is made."""
    asked = Asked(response, attempts=3)
    with pytest.raises(error):
        await asked.zyte.get("imdb", "imdb_title", "/title/tt0086425/")
    assert len(asked.requests) == 1


async def test_half_an_answer_of_zytes_is_none() -> None:
    whole = extracted(200, PAGE).content
    with pytest.raises(NoAnswer, match="stops in the middle"):
        await Asked(httpx2.Response(200, content=whole[:40])).zyte.get(
            "imdb", "imdb_title", "/title/tt0086425/"
        )


async def test_a_budget_of_ours_that_is_spent_is_a_cap_too() -> None:
    until = datetime(2030, 1, 1, tzinfo=UTC)
    sent: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        return extracted(200, PAGE)

    async def record(_: Call) -> None:
        return None

    client = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
    door = Door(client, Turn(Spent("zyte's budget is spent", until)), record, attempts=1)
    with pytest.raises(CapReached, match="budget is spent") as raised:
        await Zyte(door, "http://zyte", KEY, Decimal(0), SITES).get("imdb", "imdb_title", "/title/tt1/")
    assert raised.value.until == until
    assert sent == []


async def test_the_key_is_in_no_row_and_no_message() -> None:
    """Not even if the connection's own error repeats the request's headers."""
    seen: list[str] = []

    def broken(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError(f"cannot send {request.headers['authorization']} with {KEY}")

    async def record(call: Call) -> None:
        seen.append(repr(call))

    client = httpx2.AsyncClient(transport=httpx2.MockTransport(broken))
    door = Door(client, Turn(), record, attempts=1, secrets=(KEY, credentials(KEY)))
    with pytest.raises(NoAnswer) as raised:
        await Zyte(door, "http://zyte", KEY, Decimal(0), SITES).get("imdb", "imdb_title", "/title/tt1/")
    told = str(raised.value) + "".join(seen)
    assert "cannot send" in told
    assert KEY not in told
    assert credentials(KEY) not in told


@pytest.mark.parametrize(("settings", "built"), [({}, False), ({"zyte_key": "x"}, True)])
def test_built_from_settings(settings: dict[str, Any], built: bool) -> None:
    door: Door = None  # type: ignore[assignment] # not asked here
    assert (build(Settings(**settings), door) is not None) is built
