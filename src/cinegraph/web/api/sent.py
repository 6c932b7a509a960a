"""What may be sent: JSON, and not much of it."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cinegraph.web.api.problems import respond

LARGEST = 64 * 1024
_CHANGES = ("POST", "PUT", "PATCH", "DELETE")


class OnlySmallJson:
    """Refuses a body that is too large (413), whatever its heading says, or that is no JSON (415): a form of another
    site could send anything else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it here."""
        if scope["type"] != "http" or scope["method"] not in _CHANGES:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        length = request.headers.get("content-length", "0")
        sent = length != "0" or "transfer-encoding" in request.headers
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if length.isdecimal() and int(length) > LARGEST:
            await respond(413, _SAYS)(scope, receive, send)
        elif sent and kind != "application/json":
            await respond(415, "send JSON, as application/json")(scope, receive, send)
        elif (body := await _whole(receive)) is None:
            await respond(413, _SAYS)(scope, receive, send)
        else:
            await self._app(scope, _again(body, receive), send)


_SAYS = f"at most {LARGEST // 1024} KB are taken"


async def _whole(receive: Receive) -> bytes | None:
    """All that is sent; None if that is too much, whatever its heading said."""
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if len(body) > LARGEST:
            return None
        if not message.get("more_body", False):
            return body


def _again(body: bytes, receive: Receive) -> Receive:
    told = False

    async def received() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return received
