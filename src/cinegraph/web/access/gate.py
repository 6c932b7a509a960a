"""The gate before every request: under which name, by whom, from which page, and how large."""

from urllib.parse import quote

from fastapi import Request, Response
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cinegraph.web import errors
from cinegraph.web.access import csrf, headers
from cinegraph.web.access.visitor import Visitor
from cinegraph.web.current import Current
from cinegraph.web.doorway import Doorway

LARGEST_FORM = 1024 * 1024
LARGEST_UPLOAD = 64 * 1024 * 1024
_FREE = ("/static/", "/healthz", "/readyz")
"""Answered to anybody, without a look at the database."""
_WITHOUT_LOGIN = ("/login",)
_FOR_PROGRAMS = ("/api/", "/metrics")
"""They answer 401 themselves: no program is led to a page."""


class TooLarge(Exception):
    """More was sent than is taken."""


class Gate:
    """Wraps the site. Puts `program` and `visitor` into the request's state; every answer gets its headers here."""

    def __init__(self, app: ASGIApp, current: Current, doorway: Doorway) -> None:
        self._app = app
        self._current = current
        self._doorway = doorway

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        request.state.program = self._current.program
        request.state.doorway = self._doorway
        sending = _protected(request, send)
        refused = await self._refused(request)
        if refused is not None:
            await refused(scope, receive, sending)
            return
        try:
            await self._app(scope, _limited(request, receive), sending)
        except TooLarge as wrong:
            await errors.shown(request, 413, str(wrong))(scope, receive, sending)

    async def _refused(self, request: Request) -> Response | None:
        """The answer for who may not come in; None for who may."""
        if not self._doorway.answers_to(request.headers.get("host", "")):
            return PlainTextResponse("this site is not asked for under that name\n", 421)
        if request.url.path.startswith(_FREE):
            return None
        request.state.visitor = visitor = await self._visitor(request)
        changes = request.method not in csrf.SAFE and not (visitor and visitor.by_token)
        if changes and not csrf.same_site(request):
            return errors.shown(request, 403, "another site sent this: nothing was changed")
        if int(request.headers.get("content-length") or 0) > _largest(request):
            return errors.shown(request, 413, f"at most {_largest(request) // 1024**2} MB are taken at once")
        return None if visitor else self._to_login(request)

    async def _visitor(self, _: Request) -> Visitor | None:
        if self._doorway.open:
            return Visitor("you", "write")
        return None

    @staticmethod
    def _to_login(request: Request) -> Response | None:
        path = request.url.path
        if path in _WITHOUT_LOGIN or path.startswith(_FOR_PROGRAMS):
            return None
        asked = path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/login?next={quote(asked, safe='')}", 303)


def _largest(request: Request) -> int:
    sent = request.headers.get("content-type", "")
    return LARGEST_UPLOAD if sent.startswith("multipart/form-data") else LARGEST_FORM


def _limited(request: Request, receive: Receive) -> Receive:
    """What is sent without saying how large it is, is counted as it comes."""
    largest, taken = _largest(request), 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > largest:
            raise TooLarge(f"at most {largest // 1024**2} MB are taken at once")
        return message

    return counted


def _protected(request: Request, send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            https = request.url.scheme == "https"
            headers.protect(MutableHeaders(scope=message), request.url.path, https)
        await send(message)

    return sending
