"""Zyte API: a paid service that gets a page for us, `POST https://api.zyte.com/v1/extract`.

Every 200 of Zyte's is billed, whatever the site itself said: its status is inside (`statusCode`). A page that was
paid for and is no page is therefore never asked for again at once. What is not a 200 costs nothing:

    401 key, 402 payment, 451 site forbidden, 400 and 422   AccountRefused: a person must act
    403 account suspended (its spending cap is hit)         CapReached, until the next day
    429 and 503 too busy                                    again after at least 20 s
    500, 520 temporary                                      again
    521 permanent                                           NoAnswer, not before the next day

The key is sent as the user of Basic authentication and stands nowhere else.
"""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec

from cinegraph.fetch.http import Door, NoAnswer, Refused, Request, Response, Spent, TryAgain
from cinegraph.fetch.transports import AccountRefused, CapReached, FetchedPage, whole
from cinegraph.pages.errors import Blocked
from cinegraph.settings import Settings

NAME = "zyte"
DAY = 86_400.0
"""Seconds after which a page that was paid for in vain, or that Zyte cannot get, may be asked for again."""
_BILLED = frozenset({200})
_BUSY = 20.0
"""Seconds: Zyte's own advice for 429 and 503."""


class _Extract(msgspec.Struct):
    """Zyte's answer: the site's status, and the page as bytes or as a browser has it."""

    status: int = msgspec.field(name="statusCode")
    body: bytes | None = msgspec.field(name="httpResponseBody", default=None)
    html: str | None = msgspec.field(name="browserHtml", default=None)


class _Problem(msgspec.Struct):
    title: str = ""
    detail: str = ""


class Zyte:
    """Pages by Zyte. `sites` maps a site's name to its address; `browser` asks for the page as a browser shows it."""

    def __init__(
        self,
        door: Door,
        url: str,
        key: str,
        price: Decimal,
        sites: Mapping[str, str],
        browser: bool = False,
    ) -> None:
        self._door = door
        self._url = url
        self._authorization = f"Basic {credentials(key)}"
        self._sites = dict(sites)
        self._wanted = "browserHtml" if browser else "httpResponseBody"
        self.price = price

    async def get(self, site: str, kind: str, path: str) -> FetchedPage:
        """The page at that path of the site, whole.

        Raises Blocked, NotThere, Truncated, AccountRefused, CapReached or NoAnswer.
        """
        target = self._sites[site].rstrip("/") + path
        request = Request(
            NAME,
            "page",
            path,
            self._url,
            headers={"Authorization": self._authorization},
            facts={"strategy": "zyte", "page": kind},
            body={"url": target, self._wanted: True},
            price=self.price,
            billed=_BILLED,
        )
        try:
            page = await self._door.ask(request, _page)
        except Refused as reason:
            raise AccountRefused(str(reason)) from None
        except Spent as reason:
            raise CapReached(str(reason), reason.until) from None
        return FetchedPage(target, kind, page.body, datetime.now(UTC), NAME, page.status, self.price)


def build(settings: Settings, door: Door) -> Zyte | None:
    """Zyte as the settings have it, for IMDb's site; None without a key."""
    if settings.zyte_key is None:
        return None
    return Zyte(
        door,
        settings.zyte_url,
        settings.zyte_key.get_secret_value(),
        settings.zyte_price_usd,
        {"imdb": settings.imdb_url},
        settings.zyte_browser_html,
    )


def credentials(key: str) -> str:
    """The key as Basic authentication carries it: the user, with an empty password."""
    return base64.b64encode(f"{key}:".encode()).decode()


def _page(response: Response) -> Response:
    """The site's own response, out of Zyte's."""
    if response.status != 200:
        raise _refusal(response)
    try:
        got = msgspec.json.decode(response.body, type=_Extract)
    except msgspec.ValidationError as odd:
        raise Refused(f"Zyte's answer is not built as expected: {odd}") from None
    except msgspec.DecodeError as broken:
        raise TryAgain(f"Zyte's answer stops in the middle, and it is paid for it: {broken}", DAY) from None
    body = got.body if got.body is not None else (got.html or "").encode()
    try:
        return whole(Response(got.status, {}, body))
    except TryAgain as failed:
        raise Blocked(f"the site gave Zyte no page ({failed}), and Zyte is paid for it") from None


_SAYS = {
    401: "refuses the key (set CINEGRAPH_ZYTE_KEY)",
    402: "wants to be paid",
    403: "has suspended the account, its spending cap is hit",
    429: "is too busy",
    451: "may not ask this site",
    503: "is too busy",
    521: "cannot get the page",
}


def _refusal(response: Response) -> Exception:
    """What a status of Zyte's own means."""
    status = response.status
    otherwise = "failed" if status >= 500 else "does not understand the question"
    said = f"Zyte {_SAYS.get(status, otherwise)}: status {status}{_words(response.body)}"
    if status == 403:
        return CapReached(said, _tomorrow())
    if status == 521:
        return NoAnswer(said, DAY)
    if status in (429, 503):
        return TryAgain(said, max(_BUSY, response.retry_after or 0.0))
    return TryAgain(said, response.retry_after) if status >= 500 else Refused(said)


def _words(body: bytes) -> str:
    try:
        problem = msgspec.json.decode(body, type=_Problem)
    except msgspec.DecodeError:
        return ""
    words = problem.detail or problem.title
    return f", {' '.join(words.split())[:200]}" if words else ""


def _tomorrow() -> datetime:
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=1)
