"""Selectors that count, and the checks that every page passes before it is parsed.

One means exactly one. Whatever is not as expected raises, naming what was expected, what was found and where.
"""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cinegraph.pages.errors import Blocked, NotThere, PageChanged, Truncated

# Marks of a challenge page: AWS WAF (IMDb since March 2026), Cloudflare, Akamai, DataDome, PerimeterX.
_CHALLENGES = (
    "awswafcookiedomainlist",
    "gokuprops",
    "challenge.js",
    "cf-chl-",
    "<title>just a moment...",
    "<title>access denied",
    "captcha-delivery.com",
    "px-captcha",
    "verify you are human",
    "enable javascript and cookies to continue",
)
_NOT_THERE = re.compile(
    r"<title>[^<]*(?:page not found|404 error|error 404|404 not found|404 - |not found \|)[^<]*</title>",
    re.IGNORECASE,
)
_BROKEN = re.compile(
    r"<title>[^<]*(?:service unavailable|internal server error|bad gateway|error 50\d|unexpected error)[^<]*</title>",
    re.IGNORECASE,
)
_END = re.compile(r"</html>\s*(?:<!--.*?-->\s*)*$", re.IGNORECASE | re.DOTALL)


def whole_page(text: str) -> str:
    """The text, if it is a whole page of the site itself.

    Raises Blocked for a challenge or refusal, NotThere for an error page served as a good one,
    Truncated for a page without its end.
    """
    if not text.strip():
        raise Blocked("the page is empty: a challenge or a failed save, not a page without nominations")
    head = text[:20_000].casefold()
    if len(text) < 100_000 and (mark := next((m for m in _CHALLENGES if m in head), None)):
        raise Blocked(f"this is a challenge page, not the page itself (it contains {mark.strip('<')!r})")
    if found := _NOT_THERE.search(text[:20_000]):
        raise NotThere(f"this is an error page: {_plain(found.group())!r}")
    if found := _BROKEN.search(text[:20_000]):
        raise Blocked(f"this is an error page: {_plain(found.group())!r}")
    if not _END.search(text[-2_000:]):
        raise Truncated(f"the page stops after {len(text):,} characters without its closing </html>")
    return text


def _plain(tag: str) -> str:
    return re.sub(r"<[^>]+>", "", tag).strip()


def parse_html(text: str) -> LexborNode:
    """The root of a page's tree."""
    root = LexborHTMLParser(text).root
    if root is None:
        raise PageChanged("the page has no HTML element")
    return root


def one(node: LexborNode, selector: str, where: str) -> LexborNode:
    """The only element that matches. Raises PageChanged if there is none, or more than one."""
    found = node.css(selector)
    if len(found) != 1:
        raise PageChanged(f"expected one {selector!r} in {where}, found {len(found)}")
    return found[0]


def maybe(node: LexborNode, selector: str, where: str) -> LexborNode | None:
    """The element that matches, or None. Raises PageChanged if there is more than one."""
    found = node.css(selector)
    if len(found) > 1:
        raise PageChanged(f"expected at most one {selector!r} in {where}, found {len(found)}")
    return found[0] if found else None


def some(node: LexborNode, selector: str, where: str) -> list[LexborNode]:
    """Every element that matches. Raises PageChanged if there is none."""
    found = node.css(selector)
    if not found:
        raise PageChanged(f"expected {selector!r} in {where}, found none")
    return found


def text_of(node: LexborNode) -> str:
    """The element's text with its white space folded."""
    return " ".join(node.text(separator=" ").split())
