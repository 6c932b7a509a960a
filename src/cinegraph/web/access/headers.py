"""What every answer tells the browser: run our own files only, talk to us only, be framed by nobody."""

from starlette.datastructures import MutableHeaders

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'"
)
_POLICY = "content-security-policy"
_ALWAYS = {
    _POLICY: POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_YEAR = 31_536_000


def protect(headers: MutableHeaders, path: str, https: bool, images: str | None = None) -> None:
    """Add them. Files of ours are kept for ever (their address changes with them), pages never. `images`: the other
    origin that pictures may come from."""
    if images:
        headers.setdefault(_POLICY, POLICY.replace("img-src 'self'", f"img-src 'self' {images}"))
    for name, value in _ALWAYS.items():
        headers.setdefault(name, value)
    kept = path.startswith("/static/")
    headers.setdefault("cache-control", f"public, max-age={_YEAR}, immutable" if kept else "no-store")
    if https:
        headers.setdefault("strict-transport-security", f"max-age={_YEAR}")
