"""A page is paid for once: what came is kept before it is read, and read again for a day before it is paid for again.

So a page that cannot be read costs nothing more until then, whoever asks, and a parser that has been mended reads it.
"""

from datetime import datetime
from typing import Protocol

from cinegraph.fetch.transports import FetchedPage, Transport


class PaidPages(Protocol):
    """Where pages are kept that were paid for."""

    async def young(self, kind: str, path: str, since: datetime | None) -> FetchedPage | None:
        """The newest copy of the page at that path that is younger than a day, was fetched after `since`, and that no
        import has read yet; None without one."""
        ...

    async def keep(self, page: FetchedPage) -> None:
        """Keep it; twice is the same as once."""
        ...


async def paid_once(
    transport: Transport,
    pages: PaidPages,
    site: str,
    kind: str,
    path: str,
    since: datetime | None = None,
) -> FetchedPage:
    """The page as the transport gets it, kept if it cost something; or a young copy, where the transport costs.

    With `since`, none that is older. Raises what the transport raises.
    """
    if transport.price > 0 and (kept := await pages.young(kind, path, since)) is not None:
        return kept
    page = await transport.get(site, kind, path)
    if page.cost > 0:
        await pages.keep(page)
    return page
