"""HEAD: what GET would answer, without its body."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_BEYOND = ("/api/", "/live/", "/static/", "/exports/")
"""Programs' ways, streams and files: they answer HEAD as they themselves see fit."""


class Heads:
    """Wraps the site: a page is asked for as if with GET, and only its head is sent."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer HEAD of a page here, let everything else through."""
        if scope["type"] != "http" or scope["method"] != "HEAD" or scope["path"].startswith(_BEYOND):
            await self._app(scope, receive, send)
            return

        async def only_head(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, only_head)
