"""Posters, from the image host that is set; none is ever required, and without a host there are none."""

import re

from fastapi import Request

_WIDTH = "w154"
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?=/|$)")


def poster(request: Request, path: str | None) -> str | None:
    """The address of a poster in the size of a card; None if it has none, or no image host is set."""
    host: str | None = request.state.program.settings.image_host
    if not host or not path or not path.startswith("/") or ".." in path:
        return None
    return f"{host.rstrip('/')}/{_WIDTH}{path}"


def image_origin(host: str | None) -> str | None:
    """What the policy must allow for that host: its origin."""
    found = _ORIGIN.match(host or "")
    return found[0] if found else None
