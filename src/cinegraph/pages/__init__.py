"""Text → domain values. No network, no database, no clock. One file per page type.

A new page type is a file here with KIND, NAME, SITE, WHOLE_HISTORY, path(), recognises() and ceremonies(), and one line in
PAGE_TYPES, which are in order: the most official account first.
"""

import gzip
import io
import zlib
from functools import lru_cache
from typing import Protocol

from cinegraph.domain.festivals import Ceremony, Edition, Organization
from cinegraph.pages import academy_database, imdb_awards, imdb_event, oscars_ceremony, wikidata_awards
from cinegraph.pages.errors import Foreign, Truncated
from cinegraph.pages.html import whole_page

LARGEST_PAGE = 64 * 2**20
"""Bytes, unpacked."""


class PageType(Protocol):
    """A kind of page: how it is called, where it is, how it is recognised and read.

    `WHOLE_HISTORY` says that one page tells of many ceremonies (a database's answer, a dataset's file).
    """

    @property
    def KIND(self) -> str: ...  # noqa: N802 a module's constant

    @property
    def NAME(self) -> str: ...  # noqa: N802 a module's constant

    @property
    def SITE(self) -> str: ...  # noqa: N802 a module's constant

    @property
    def WHOLE_HISTORY(self) -> bool: ...  # noqa: N802 a module's constant

    def path(self, organization: Organization, edition: Edition, /) -> str | None: ...

    def recognises(self, text: str) -> bool: ...

    def ceremonies(self, text: str) -> tuple[Ceremony, ...]: ...


PAGE_TYPES: tuple[PageType, ...] = (
    oscars_ceremony,
    academy_database,
    imdb_event,
    imdb_awards,
    wikidata_awards,
)
_READ_LATELY = 4
"""Pages whose ceremonies are remembered: the largest event takes 10 MB, and 80 imports read it one after the other."""


def page_type(kind: str) -> PageType:
    """The page type of that kind. Raises KeyError for one that we do not have."""
    return {known.KIND: known for known in PAGE_TYPES}[kind]


@lru_cache(maxsize=_READ_LATELY)
def read(kind: str, body: bytes) -> tuple[Ceremony, ...]:
    """What a page of that kind tells, by its bytes; the same bytes are read once as long as they are remembered.

    Raises KeyError for a kind that we do not have, and whatever is wrong with the page.
    """
    return page_type(kind).ceremonies(decode(body))


def recognise(text: str) -> PageType:
    """The type of a page by its content.

    Raises Foreign for a page of another kind, and whatever is wrong with it as a page at all
    (Blocked, NotThere, Truncated).
    """
    for known in PAGE_TYPES:
        if known.recognises(text):
            return known
    if text.strip() and "<html" not in text[:4_096].casefold():
        raise Foreign(_no_page(text.lstrip()))
    whole_page(text)
    kinds = " nor ".join(known.NAME for known in PAGE_TYPES)
    raise Foreign(f"this is neither {kinds}")


def _no_page(text: str) -> str:
    """What a file that is no HTML and that no page type knows seems to be, and where it belongs."""
    if text.startswith(("{", "[")):
        return "this JSON is no answer of Wikidata about awards, and no other JSON tells of a ceremony"
    if "const" in (name.strip().casefold() for name in text.partition("\n")[0].split(",")):
        return "this is the CSV export of a list, not of a ceremony: say which list it is of"
    return "this is no HTML page, and no file of the IMDb-Awards dataset"


def decode(body: bytes) -> str:
    """The text of a page as it was saved: gzip or plain, UTF-8.

    Raises Truncated if the gzip stream stops early, Foreign if it is not text, or larger than any page.
    """
    if body[:2] == b"\x1f\x8b":
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(body)) as packed:
                body = packed.read(LARGEST_PAGE + 1)
        except EOFError:
            raise Truncated("the gzip file stops in the middle") from None
        except (OSError, zlib.error) as wrong:
            raise Foreign(f"the file is not readable as gzip: {wrong}") from None
    if len(body) > LARGEST_PAGE:
        raise Foreign(f"it is larger than any page that Cinegraph reads ({LARGEST_PAGE // 2**20} MiB)")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Foreign(
            f"the file is not text in UTF-8 (byte {wrong.start} is {body[wrong.start]:#x})"
        ) from None
