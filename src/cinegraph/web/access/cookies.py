"""The cookies: which session, which visit, and what is told on the next page."""

import secrets

from fastapi import Request, Response

SESSION = "cinegraph"
VISIT = "cinegraph-visit"
TOLD = "cinegraph-told"


def name_of(request: Request, name: str) -> str:
    """What a cookie is called: with https, so that no other site and no plain connection can have set it."""
    return f"__Host-{name}" if request.url.scheme == "https" else name


def get(request: Request, name: str) -> str | None:
    """What the cookie holds."""
    return request.cookies.get(name_of(request, name))


def put(request: Request, response: Response, name: str, value: str, seconds: int | None = None) -> None:
    """Set it: for this site only, out of scripts' reach, and with https over https only."""
    response.set_cookie(
        name_of(request, name),
        value,
        max_age=seconds,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def drop(request: Request, response: Response, name: str) -> None:
    """Have the browser forget it."""
    put(request, response, name, "", 0)


def secret_of(request: Request) -> str:
    """What only this browser and we know: its session's or its visit's cookie; made now if it has none yet."""
    kept = get(request, SESSION) or get(request, VISIT) or getattr(request.state, "new_visit", None)
    if kept is None:
        kept = request.state.new_visit = secrets.token_urlsafe(32)
    return str(kept)


def remember_visit(request: Request, response: Response) -> None:
    """Give the browser the secret that was made for it while the page was drawn."""
    made = getattr(request.state, "new_visit", None)
    if made is not None:
        put(request, response, VISIT, made)
