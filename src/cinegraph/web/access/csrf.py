"""Every change carries a token that only our own pages know, made of the browser's secret.

Besides, the gate turns away whatever a browser itself says comes from another site.
"""

import hmac

from fastapi import HTTPException, Request
from itsdangerous import BadSignature, Signer

from cinegraph.web.access import cookies
from cinegraph.web.access.visitor import visitor_of

FIELD = "csrf"
HEADER = "x-csrf-token"
SAFE = ("GET", "HEAD", "OPTIONS")
_FIELDS = 2_000
_FILES = 500


def token(request: Request) -> str:
    """The token for a form on the page that is being drawn."""
    return _signer(request).sign("form").decode()


async def check(request: Request) -> None:
    """A dependency of every page: a change without the token is refused (403)."""
    if request.method in SAFE:
        return
    visitor = visitor_of(request)
    if visitor is not None and visitor.by_token:
        return
    given = request.headers.get(HEADER)
    if given is None:
        form = await request.form(max_fields=_FIELDS, max_files=_FILES)
        given = str(form.get(FIELD, ""))
    try:
        _signer(request).unsign(given)
    except BadSignature:
        raise HTTPException(
            403, "this form is from an earlier visit: go back, load the page again, and send it once more"
        ) from None


def same_site(request: Request) -> bool:
    """Whether the browser says that one of our own pages sent this, or says nothing (it is no browser)."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    ours = f"{request.url.scheme}://{request.headers.get('host', '')}"
    return origin is None or hmac.compare_digest(origin.encode(), ours.encode())


def _signer(request: Request) -> Signer:
    return Signer(cookies.secret_of(request), salt="cinegraph.csrf")
