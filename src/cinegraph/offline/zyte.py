"""Zyte API as it answers: it gets pages of this world's own sites. Every 200 is one that would be billed.

It imports nothing of this world, so that `faults` can speak in its words.
"""

import base64
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import httpx2
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

KEY = "offline"

KINDS = {
    "400": "does not understand the request",
    "401": "refuses the key",
    "402": "wants to be paid",
    "403": "has suspended the account: its spending cap is hit",
    "422": "cannot process the request",
    "451": "may not ask this site",
    "503": "is too busy, with Retry-After if VALUE is given",
    "520": "could not get the page this time",
    "521": "cannot get the page",
    "target-404": "answers 200, and the site answered it with 404",
    "target-503": "answers 200, and the site answered it with 503",
    "target-truncated": "answers 200, with half of the page",
}
"""Faults that only Zyte shows."""

OF_THE_TARGET = {"challenge", "target-404", "target-503", "target-truncated"}
"""Faults of the site behind it: Zyte answers 200, and is paid."""

CHALLENGE = b"<html><head><title></title><script>window.gokuProps = {};</script></head><body></body></html>"

_TITLES = {
    400: "Bad Request",
    401: "Authentication Key Not Found",
    402: "Payment Required",
    403: "Account Suspended",
    404: "Not Found",
    422: "Unprocessable Request",
    429: "Too Many Requests",
    451: "Domain Forbidden",
    500: "Internal Server Error",
    503: "Service Unavailable",
    504: "Gateway Timeout",
    520: "Website Ban",
    521: "Website Ban",
}
_STATUSES = {"wrong-key": 401, "quota": 403, "gone": 404, "timeout": 504}
_SITES = {"www.imdb.com": "/imdb", "www.oscars.org": "/oscars"}


def refusal(kind: str, value: float | None) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of a fault of Zyte's own."""
    status = _STATUSES.get(kind) or int(kind)
    wait = {"retry-after": f"{value:g}"} if status in (429, 503) and value is not None else {}
    return status, {"content-type": "application/problem+json"} | wait, _problem(status)


def _problem(status: int) -> bytes:
    title = _TITLES[status]
    return json.dumps({"type": "about:blank", "title": title, "status": status, "detail": ""}).encode()


class OfflineZyte:
    """`extract` is to be mounted at `/zyte/v1/extract`; `world` gives the app that the pages are asked of."""

    def __init__(self, world: Callable[[], ASGIApp]) -> None:
        self._world = world

    async def extract(self, request: Request) -> Response:
        """The page that is asked for, as Zyte hands it on, or Zyte's own refusal."""
        sent = request.headers.get("authorization", "")
        if sent != f"Basic {base64.b64encode(f'{KEY}:'.encode()).decode()}":
            return _refused(401)
        asked = _asked(await request.body())
        if asked is None:
            return _refused(400)
        url, browser = asked
        try:
            status, body = await self._target(url, request.scope.get("fault"))
        except (httpx2.TransportError, RuntimeError):
            return _refused(520)
        told = (
            {"browserHtml": body.decode("utf-8", "replace")}
            if browser
            else {"httpResponseBody": base64.b64encode(body).decode()}
        )
        answer = json.dumps({"url": url, "statusCode": status} | told, ensure_ascii=False)
        return Response(answer, 200, media_type="application/json")

    async def _target(self, url: str, fault: str | None) -> tuple[int, bytes]:
        """What the site behind the address answers."""
        if fault == "challenge":
            return 200, CHALLENGE
        if fault in ("target-404", "target-503"):
            status = int(fault.removeprefix("target-"))
            return status, f"<html><head><title>{status}</title></head><body></body></html>".encode()
        address = urlsplit(url)
        path = (
            _SITES.get(address.hostname or "", "")
            + address.path
            + (f"?{address.query}" if address.query else "")
        )
        async with httpx2.AsyncClient(
            transport=httpx2.ASGITransport(self._world()), follow_redirects=True
        ) as client:
            got = await client.get(f"http://world{path}")
        return got.status_code, got.content[: len(got.content) // 2] if fault else got.content


def _asked(body: bytes) -> tuple[str, bool] | None:
    """The address, and whether as a browser has it; None for a request that Zyte would not accept."""
    try:
        told: Any = json.loads(body)
        url, wanted = told["url"], [k for k in ("httpResponseBody", "browserHtml") if told.get(k) is True]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return (url, wanted == ["browserHtml"]) if isinstance(url, str) and len(wanted) == 1 else None


def _refused(status: int) -> Response:
    return Response(_problem(status), status, media_type="application/problem+json")
