"""Whether a list is what it is expected to be: its first page is looked at, and nothing is stored of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from cinegraph.domain.lists import FilmList, ListPage, same_name
from cinegraph.fetch.http import NoAnswer, about
from cinegraph.pages import decode, imdb_list
from cinegraph.pages.errors import PageError
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.find_list import Found, organization_of
from cinegraph.pipeline.request_list import check_list, kind_of, read, refuse_unreachable
from cinegraph.pipeline.same_world import same_world
from cinegraph.pipeline.sort_pages import GivenPage
from cinegraph.store import lists
from cinegraph.store import pages as page_store
from cinegraph.store.pages import KeptPage


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found out about a list. `said` is how many films it says it has, `named` what it calls itself (None if
    nobody could be asked); `wrong` and `notes` are lines, the latter need nobody."""

    key: str
    said: int | None = None
    named: str | None = None
    wrong: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


async def check_lists(
    context: Context, chosen: Sequence[Found], given: Sequence[GivenPage] = ()
) -> list[Checked]:
    """Look at each list: at the given page of the one that is chosen, or at the site. Nothing is stored of it; the calls
    are, and pages that were paid for.

    Raises Refused for a database of another world, or if a page is given and several lists are chosen.
    """
    if given and (len(chosen) != 1 or len(given) != 1):
        raise Refused("a page is looked at for one list at a time: name that list, and give one --page")
    async with context.database.transaction() as conn:
        await same_world(conn, context)
    return [await _check(context, one, given) for _, one in chosen]


async def _check(context: Context, one: FilmList, given: Sequence[GivenPage]) -> Checked:
    if one.fault:
        return Checked(one.key, wrong=(one.fault,))
    try:
        if one.tracks_awards:
            async with context.database.transaction() as conn:
                return Checked(
                    one.key, notes=(f"it stands for the nominations of {await organization_of(conn, one)}",)
                )
        if not given:
            refuse_unreachable(context, one)
    except Refused as why:
        return (
            Checked(one.key, notes=(f"not looked at: {why}",))
            if not one.tracks_awards
            else Checked(one.key, wrong=(str(why),))
        )
    try:
        told = await _look(context, one, given)
        check_list(told, one)
    except (PageError, NoAnswer) as wrong:
        return Checked(one.key, wrong=(str(wrong),))
    return Checked(one.key, told.total, told.name, tuple(await _differs(context, one, told)))


async def _look(context: Context, one: FilmList, given: Sequence[GivenPage]) -> ListPage:
    if given:
        return read(kind_of(given[0].body), decode(given[0].body))
    with about(list=one.key):
        got = await context.transports[imdb_list.SITE].get(
            imdb_list.SITE, imdb_list.KIND, imdb_list.path(one.source_id or "")
        )
    if got.cost:  # what was paid for is kept before it is read
        kept = KeptPage(got.url, got.kind, got.fetched_at, got.body, got.transport, got.status, got.cost)
        async with context.database.transaction() as conn:
            await page_store.keep(conn, kept)
    return imdb_list.parse(decode(got.body))


async def _differs(context: Context, one: FilmList, told: ListPage) -> list[str]:
    found = []
    if told.name is not None and not same_name(one.name, told.name):
        found.append(f"it calls itself {told.name!r}, and {one.name!r} is expected")
    if one.expected_count is not None and one.expected_count != told.total:
        found.append(f"it has {told.total:,} films, and {one.expected_count:,} are expected")
    async with context.database.transaction() as conn:
        (status,) = await lists.statuses(conn, one.key)
    if status.said is not None and status.missing:
        found.append(f"only {status.there:,} of its films are here, {status.missing:,} are missing")
    return found
