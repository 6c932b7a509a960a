"""IMDb's title page as a catalogue: by id only, a full film, got by a transport that the owner has switched on.

Off by default: IMDb's terms forbid to fetch its pages without consent. `files` reads a folder of saved pages and is
free; `zyte` pays for each page, also for one that turns out to be a challenge. A page that was paid for is kept before
it is read, and read again for a day before it is paid for again.

What a page that is no page means:

    NotThere (404, or no file in the folder)       the catalogue has no such film: None
    Blocked, Truncated (a challenge is no answer)  TryLater, not before the next day: it may have been paid for
    PageChanged, Foreign, AnotherTitle             Unusable: a person must look at the page or mend the parser
"""

from decimal import Decimal

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.fetch import zyte
from cinegraph.fetch.paid_pages import PaidPages, paid_once
from cinegraph.fetch.saved_files import SavedFiles
from cinegraph.fetch.transports import AccountRefused, CapReached, FetchedPage, Transport
from cinegraph.pages import decode, imdb_title
from cinegraph.pages.errors import Blocked, NotThere, PageError, Truncated
from cinegraph.sources.base import OutOfQuota, Parts, SourceError, Strategy, TryLater, Unusable, told_by

NAME = "imdb_title"


class ImdbTitle:
    """Title pages as `transport` gets them; `pages` keeps those that were paid for (None: they are free)."""

    name = NAME
    full = True

    def __init__(self, transport: Transport, pages: PaidPages | None = None) -> None:
        self._transport = transport
        self._pages = pages

    @property
    def price_usd(self) -> Decimal:
        return self._transport.price

    async def by_id(self, ref: MovieRef) -> Candidate | None:
        """The film of the page; its own id may be another one than was asked, which `lookup.matching` looks at."""
        if ref.imdb_id is None:
            return None
        again = False
        try:
            page = await self._page(ref.imdb_id)
            again = page.again
            return imdb_title.parse(decode(page.body))
        except NotThere:
            return None
        except PageError as wrong:
            raise _failure(ref.imdb_id, wrong, again) from None

    async def _page(self, imdb_id: str) -> FetchedPage:
        with told_by(imdb_title.NAME):
            try:
                asked = (imdb_title.SITE, imdb_title.KIND, imdb_title.path(imdb_id))
                if self._pages is None:
                    return await self._transport.get(*asked)
                return await paid_once(self._transport, self._pages, *asked)
            except AccountRefused as reason:
                raise Unusable(str(reason)) from None
            except CapReached as reason:
                raise OutOfQuota(str(reason), reason.until) from None

    def strategies(self, ref: MovieRef) -> tuple[Strategy, ...]:  # noqa: ARG002 named as in Source
        """None: a page is found by its id."""
        return ()

    async def search(self, ref: MovieRef, strategy: Strategy) -> tuple[Candidate, ...]:  # noqa: ARG002 as above
        """Nothing, for there is no search."""
        return ()

    async def complete(self, candidate: Candidate) -> Candidate:
        """The candidate itself: the page was read whole."""
        return candidate

    async def check(self) -> None:
        """Nothing is asked: every question to a paid service costs. A refused key shows with the first film."""


def _failure(imdb_id: str, wrong: PageError, again: bool) -> SourceError:
    """What a page that is no page means; `again`: it is the copy that failed before, and nobody was asked."""
    failure: SourceError
    if isinstance(wrong, (Blocked, Truncated)):
        failure = TryLater(f"{imdb_title.NAME} of {imdb_id} could not be read: {wrong}", zyte.DAY)
    else:
        failure = Unusable(f"{imdb_title.NAME} of {imdb_id} cannot be believed: {wrong}")
    failure.counted = again
    return failure


def build(parts: Parts) -> ImdbTitle | None:
    """The source as the settings have it; None if it is off, or the folder or key that it needs is missing."""
    settings = parts.settings
    if settings.imdb_title == "files" and settings.imdb_title_folder is not None:
        return ImdbTitle(SavedFiles(settings.imdb_title_folder))
    if settings.imdb_title == "zyte" and (service := zyte.build(settings, parts.door)) is not None:
        return ImdbTitle(service, parts.pages)
    return None
