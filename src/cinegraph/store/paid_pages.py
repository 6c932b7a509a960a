"""Pages that were paid for: kept as soon as they are there, each in a transaction of its own."""

from dataclasses import replace
from datetime import datetime

from cinegraph.fetch.transports import FetchedPage
from cinegraph.store import pages
from cinegraph.store.database import Database


class KeptPaidPages:
    """Implements `fetch.paid_pages.PaidPages` on the table `pages`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def young(self, kind: str, path: str, since: datetime | None) -> FetchedPage | None:
        """The newest copy that is younger than a day, newer than `since`, and that no import has read."""
        async with self._database.statement() as conn:
            kept = await pages.paid(conn, kind, path, since)
        return None if kept is None else replace(_fetched(kept), again=True)

    async def keep(self, page: FetchedPage) -> None:
        """Its row; twice is the same as once."""
        async with self._database.statement() as conn:
            await pages.keep(conn, pages.KeptPage.of(page))


def _fetched(page: pages.KeptPage) -> FetchedPage:
    return FetchedPage(
        page.url, page.kind, page.body, page.fetched_at, page.transport, page.status, page.cost_usd
    )
