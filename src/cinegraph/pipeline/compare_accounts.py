"""What each account of a ceremony says, side by side: of the pages that are kept, or of given ones. Nothing is asked
outside, and nothing is stored."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from psycopg import AsyncConnection

from cinegraph.domain.festivals import Ceremony, Edition, Organization
from cinegraph.domain.retold import with_film_titles
from cinegraph.lookup.comparison import Account, Compared, compare
from cinegraph.pages import PAGE_TYPES, read
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.pipeline.sort_pages import GivenPage, sort_pages, the_ceremony
from cinegraph.store import known_titles
from cinegraph.store import pages as page_store
from cinegraph.store.ceremony_counts import Kept, counted
from cinegraph.store.pages import KeptPage

_ORDER = [kind.KIND for kind in PAGE_TYPES]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The accounts of a ceremony, the most official first, each held against each; `kept` counts its rows, None if it
    was never imported."""

    organization: str
    edition: Edition
    accounts: tuple[Account, ...]
    compared: tuple[Compared, ...]
    kept: Kept | None


async def compare_accounts(
    context: Context, name: str, edition: Edition, given: Sequence[GivenPage] = ()
) -> Comparison:
    """The newest page of each kind that an import of the ceremony has read, or else the given ones, compared.

    Raises Refused if there is no organization of that name, no page, or a given one is of another ceremony.
    """
    async with context.database.transaction() as conn:
        number, organization = await find_organization(conn, name)
        kept = await counted(conn, number, edition)
        pages = (
            _given(organization, edition, given)
            if given
            else await page_store.of_ceremony(conn, number, edition)
        )
        if not pages:
            raise Refused(
                f"no page of {organization.slug} {edition} is kept: import it first, or give saved pages with --page"
            )
        accounts = await _with_titles(conn, [_account(page, organization, edition) for page in pages])
    accounts = _told_apart(sorted(accounts, key=lambda one: _ORDER.index(one.ceremony.account)))
    return Comparison(organization.slug, edition, tuple(accounts), compare(accounts), kept)


def _given(organization: Organization, edition: Edition, given: Sequence[GivenPage]) -> list[KeptPage]:
    """Each page by itself: two of one kind may be compared."""
    return [
        page
        for one in given
        for pages in sort_pages(organization, [edition], [one]).values()
        for page in pages
    ]


def _account(page: KeptPage, organization: Organization, edition: Edition) -> Account:
    return Account(page.url, the_ceremony(read(page.kind, page.body), organization, edition))


async def _with_titles(conn: AsyncConnection, accounts: Sequence[Account]) -> list[Account]:
    """Films that are told by their ids only have the titles that are known here: for the reader, and to be compared
    with pages that give no ids."""
    bare = {
        f.imdb_id
        for a in accounts
        for n in a.ceremony.nominations
        for f in n.films
        if f.imdb_id and not f.titles
    }
    told = {
        f.imdb_id: f.titles[0] for a in accounts for n in a.ceremony.nominations for f in n.films if f.titles
    }
    titles = {i: told[i] for i in bare if i in told} | (
        await known_titles.of(conn, sorted(bare)) if bare else {}
    )
    return [Account(one.label, with_film_titles(one.ceremony, titles)) for one in accounts]


def _told_apart(accounts: Sequence[Account]) -> list[Account]:
    """Each under the name of its kind; two of one kind under their files' names."""
    kinds = Counter(one.ceremony.account for one in accounts)
    return [Account(_label(one.label, one.ceremony, kinds), one.ceremony) for one in accounts]


def _label(url: str, ceremony: Ceremony, kinds: Counter[str]) -> str:
    return ceremony.account if kinds[ceremony.account] == 1 else PurePath(url).name
