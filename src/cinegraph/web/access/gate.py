"""The gate before every request: under which name, by whom, from which page, and how large."""

import getpass
from functools import cache, partial
from urllib.parse import quote

import psycopg
from fastapi import HTTPException, Request, Response
from psycopg_pool import PoolTimeout
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cinegraph.pipeline.log_in import recognize
from cinegraph.store.users import Known
from cinegraph.web import errors
from cinegraph.web.access import cookies, csrf, headers
from cinegraph.web.access.uploads import LARGEST_UPLOAD
from cinegraph.web.access.visitor import Visitor
from cinegraph.web.current import Current
from cinegraph.web.doorway import Doorway
from cinegraph.web.pictures import image_origin

LARGEST_FORM = 1024 * 1024
_LET_PASS = 4 * LARGEST_UPLOAD
_FREE = ("/static/", "/healthz", "/readyz")
"""Answered to anybody, without a look at the database."""
_WITHOUT_LOGIN = ("/login",)
_FOR_PROGRAMS = ("/api/", "/metrics")
"""They answer 401 themselves: no program is led to a page."""
_OF_READERS = ("/login", "/logout", "/account")
"""What who may only read may send all the same: it is about themselves."""


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
        try:
            refused = await self._refused(request)
        except (psycopg.OperationalError, PoolTimeout):
            refused = errors.away(request)
        if refused is not None:
            if refused.status_code == 413 and getattr(request.state, "visitor", None):
                await _let_pass(receive)
            await refused(scope, receive, sending)
            return
        await self._app(scope, _limited(request, receive), sending)

    async def _refused(self, request: Request) -> Response | None:
        """The answer for who may not come in; None for who may."""
        if not self._doorway.answers_to(request.headers.get("host", "")):
            return PlainTextResponse("this site is not asked for under that name\n", 421)
        if request.url.path.startswith(_FREE):
            return None
        request.state.visitor = visitor = await self._visitor(request)
        request.state.look_again = partial(self._visitor, request)
        changes = request.method not in csrf.SAFE
        if changes and not (visitor and visitor.by_token) and not csrf.same_site(request):
            return errors.shown(request, 403, "another site sent this: nothing was changed")
        if changes and visitor and not visitor.may_write and not request.url.path.startswith(_OF_READERS):
            return errors.shown(request, 403, "you may look at everything here, and change nothing")
        if _announced(request) > _largest(request):
            return errors.shown(request, 413, f"at most {_largest(request) // 1024**2} MB are taken at once")
        return None if visitor else self._to_login(request)

    async def _visitor(self, request: Request) -> Visitor | None:
        """A token comes before a session; a wrong one is nobody, also at the machine."""
        context = self._current.program.context
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return _as_visitor(await recognize(context, token=token.strip()), by_token=True)
        if self._doorway.open:
            return Visitor(_person_here(), "write")
        return _as_visitor(await recognize(context, session=cookies.get(request, cookies.SESSION)))

    @staticmethod
    def _to_login(request: Request) -> Response | None:
        path = request.url.path
        if path in _WITHOUT_LOGIN or path.startswith(_FOR_PROGRAMS):
            return None
        asked = path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/login?next={quote(asked, safe='')}", 303)


def _as_visitor(known: Known | None, by_token: bool = False) -> Visitor | None:
    if known is None:
        return None
    return Visitor(known.name, known.scope, known.user_id, known.session_id, by_token)


@cache
def _person_here() -> str:
    """Who runs this: at the machine, they sign decisions with the name that they have there."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


def _announced(request: Request) -> int:
    said = request.headers.get("content-length", "0")
    return int(said) if said.isascii() and said.isdecimal() else 0


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
            raise HTTPException(413, f"at most {largest // 1024**2} MB are taken at once")
        return message

    return counted


async def _let_pass(receive: Receive) -> None:
    """Take what is sent, and keep nothing of it: a browser reads no answer before it has sent its file, and shows a broken
    connection where it is not let. Of one that is larger still nothing is taken."""
    passed, more = 0, True
    while more and passed < _LET_PASS:
        message = await receive()
        passed += len(message.get("body", b""))
        more = bool(message.get("more_body", False))


def _protected(request: Request, send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            https = request.url.scheme == "https"
            images = image_origin(request.state.program.settings.image_host)
            headers.protect(MutableHeaders(scope=message), request.url.path, https, images)
        await send(message)

    return sending
