"""How a page is got: what a transport is, and the plain one, directly from the page's site.

The others are `fetch.zyte` (a service that is paid for each page) and `fetch.saved_files` (a folder).

NoAnswer             nothing was learnt (from `fetch.http`)
 ├─ AccountRefused   the service that should get the page refuses us: a person must act
 └─ CapReached       nothing more is got before a known moment: a spending limit, ours or the service's
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Protocol

from cinegraph.fetch.http import Door, NoAnswer, Refused, Request, Response, Spent, TryAgain
from cinegraph.pages.errors import Blocked, NotThere
from cinegraph.pages.html import whole_page


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page as it came. `transport` says how; `cost` is in US dollars; `again` says that it is a copy that was kept,
    for which nobody was asked."""

    url: str
    kind: str
    body: bytes
    fetched_at: datetime
    transport: str
    status: int | None = None
    cost: Decimal = Decimal(0)
    again: bool = False


class AccountRefused(NoAnswer):
    """The service does not serve our account: a wrong key, an unpaid bill, a site it may not ask."""


class CapReached(NoAnswer):
    """A limit of what may be spent is reached; `until` is when to ask again."""

    def __init__(self, reason: str, until: datetime) -> None:
        super().__init__(reason)
        self.until = until


class Transport(Protocol):
    """A way to get a page; `price` is what one page costs, in US dollars.

    Raises a PageError for what is no page, NoAnswer (or one of its kinds above) for no answer at all.
    """

    @property
    def price(self) -> Decimal: ...

    async def get(self, site: str, kind: str, path: str) -> FetchedPage: ...


class Direct:
    """Ask the site itself, naming ourselves. `sites` maps a site's name to its address."""

    price = Decimal(0)

    def __init__(self, door: Door, sites: Mapping[str, str], user_agent: str) -> None:
        self._door = door
        self._sites = dict(sites)
        self._agent = user_agent

    async def get(self, site: str, kind: str, path: str) -> FetchedPage:
        """The page at that path of the site, whole. Raises Blocked, NotThere, Truncated or NoAnswer."""
        url = self._sites[site].rstrip("/") + path
        request = Request(
            site,
            "page",
            path,
            url,
            headers={"User-Agent": self._agent},
            facts={"strategy": "direct", "page": kind},
        )
        try:
            response = await self._door.ask(request, whole)
        except Spent as reason:
            raise CapReached(str(reason), reason.until) from None
        except Refused as reason:
            raise Blocked(str(reason)) from None
        return FetchedPage(url, kind, response.body, datetime.now(UTC), "direct", response.status)


def whole(response: Response) -> Response:
    """The response, if it is the page itself. Raises TryAgain, or a PageError for what stands in its place."""
    status = response.status
    if response.headers.get("x-amzn-waf-action") or status == 202:
        raise Blocked(f"the site answers with a challenge instead of the page (status {status})")
    if status in (401, 403, 451):
        raise Blocked(f"the site refuses to show the page (status {status})")
    if status in (404, 410):
        raise NotThere(f"the site has no such page (status {status})")
    if status == 429 or status >= 500:
        raise TryAgain(f"status {status}", response.retry_after)
    if status != 200:
        raise Blocked(f"the site answers with status {status} instead of the page")
    try:
        whole_page(response.body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Blocked("the site answers with something that is not text") from None
    return response
