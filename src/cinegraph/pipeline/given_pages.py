"""Saved pages that a user gives: which of the found files are pages, and whose they are."""

from collections.abc import Sequence
from functools import lru_cache

from psycopg import AsyncConnection

from cinegraph.domain.festivals import Ceremony, Edition, Organization
from cinegraph.pages import decode, read, recognise
from cinegraph.pages.errors import Foreign, PageError
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.name_ceremonies import unknown_event
from cinegraph.pipeline.request_import import Wanted
from cinegraph.pipeline.sort_pages import GivenPage
from cinegraph.store import organizations


def ceremonies_in(body: bytes) -> tuple[Ceremony, ...]:
    """Every ceremony that a page of any kind tells of. Raises a PageError."""
    return read(recognise(decode(body)).KIND, body)


@lru_cache(maxsize=256)
def told_by(page: GivenPage) -> tuple[Ceremony, ...]:
    """Every ceremony that the page tells of. Raises Refused, naming the file, for what cannot be believed."""
    try:
        return ceremonies_in(page.body)
    except PageError as wrong:
        raise Refused(f"{page.name}: {wrong}") from None


def only_pages(given: Sequence[GivenPage]) -> tuple[tuple[GivenPage, ...], tuple[str, ...]]:
    """The pages among these files, and a line for each file of a folder that is none.

    A file that was named stays whatever it is, and so does a page that is broken: they are refused, and not left out.
    Raises Refused if files were given and none of them is a page.
    """
    pages: list[GivenPage] = []
    strange: list[str] = []
    for page in given:
        try:
            if page.found:
                recognise(decode(page.body))
        except Foreign as wrong:
            strange.append(f"{page.name}: {wrong}")
        except PageError:
            pages.append(page)
        else:
            pages.append(page)
    if given and not pages:
        raise Refused(
            f"not one of the {len(given)} files is a page that Cinegraph reads; the first: {strange[0]}"
        )
    return tuple(pages), tuple(f"left out: {line}" for line in strange)


async def whose(conn: AsyncConnection, given: Sequence[GivenPage]) -> list[Wanted]:
    """The ceremonies that pages are of, as the pages say themselves: by event, or by who has such pages.

    Raises Refused for a page whose organization is not known here.
    """
    known = await organizations.every(conn)
    pages: dict[int, list[GivenPage]] = {}
    for page in given:
        for number in {_organization_of(page, told, known) for told in told_by(page)}:
            pages.setdefault(number, []).append(page)
    return [
        Wanted(number, one, editions_told(pages[number]), tuple(pages[number]))
        for number, one in known
        if number in pages
    ]


def _organization_of(page: GivenPage, told: Ceremony, known: Sequence[tuple[int, Organization]]) -> int:
    if told.imdb_event_id is not None:
        found = [number for number, one in known if one.imdb_event_id == told.imdb_event_id]
        if not found:
            raise Refused(f"{page.name}: {unknown_event(told.imdb_event_id, told.name)}")
    else:
        found = [number for number, one in known if told.account in one.page_kinds]
    if len(found) != 1:
        raise Refused(
            f"{page.name}: the page does not say of which organization it is: name it (`cinegraph import SLUG --page …`)"
        )
    return found[0]


def editions_told(given: Sequence[GivenPage]) -> tuple[Edition, ...]:
    """The editions that the pages are of, in order."""
    found = {
        (told.edition.year, told.edition.instance): told.edition for page in given for told in told_by(page)
    }
    return tuple(found[key] for key in sorted(found))


def for_these(
    organization: Organization, editions: Sequence[Edition] | None, given: Sequence[GivenPage]
) -> tuple[tuple[GivenPage, ...], int]:
    """The pages that are of these editions (None: of any) of the organization, and how many pages of a folder are of
    other ceremonies. A file that was named stays: it is refused if it is of another."""
    wanted = None if editions is None else {(e.year, e.instance) for e in editions}
    fitting = tuple(page for page in given if not page.found or _tells_of(page, organization, wanted))
    return fitting, len(given) - len(fitting)


def _tells_of(page: GivenPage, organization: Organization, wanted: set[tuple[int, int]] | None) -> bool:
    return any(
        (wanted is None or (told.edition.year, told.edition.instance) in wanted)
        and told.account in organization.page_kinds
        and told.imdb_event_id in (None, organization.imdb_event_id)
        for told in told_by(page)
    )
