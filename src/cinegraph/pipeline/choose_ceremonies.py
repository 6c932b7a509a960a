"""What a user asks for in words becomes ceremonies: of one organization, of several, or of whom the pages are."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from psycopg import AsyncConnection

from cinegraph.domain.festivals import Edition, Organization
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.given_pages import editions_told, for_these, only_pages, whose
from cinegraph.pipeline.name_ceremonies import editions_of, find_organization
from cinegraph.pipeline.request_import import Wanted, obtainable, unobtainable
from cinegraph.pipeline.sort_pages import GivenPage
from cinegraph.store import organizations

EVERYONE = "all"
_ANNOUNCED_BEFORE = 2
"""Months between the nominations of a ceremony and its night."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a user asks for: `festivals` are slugs or "all" (empty: whom the pages are of); of each the named years
    (at `instance`, if one of two within a year is meant), every year, or the `last` so many editions."""

    festivals: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    instance: int | None = None
    every_year: bool = False
    last: int | None = None
    pages: tuple[GivenPage, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The ceremonies that are meant, and lines about what was left out."""

    wanted: tuple[Wanted, ...]
    left_out: tuple[str, ...] = ()


async def choose(context: Context, words: Words) -> Chosen:
    """The ceremonies that the words mean. Raises Refused if they mean none, or what cannot be."""
    _one_choice_of_years(words)
    pages, strange = only_pages(words.pages)
    async with context.database.transaction() as conn:
        if not words.festivals:
            return Chosen(tuple(await whose(conn, pages)), strange)
        found = await named(conn, words.festivals)
    if pages and len(found) > 1:
        raise Refused("pages say themselves whose they are: leave out --festivals, or name one organization")
    if pages:
        wanted, left = _with_pages(*found[0], words, pages, context.now())
        return Chosen((wanted,), strange + left)
    return _without_pages(context, found, words)


async def named(conn: AsyncConnection, festivals: Sequence[str]) -> list[tuple[int, Organization]]:
    """The organizations by their names, each once, or all. Raises Refused for one that there is not."""
    if tuple(festivals) == (EVERYONE,):
        return await organizations.every(conn)
    found = [await find_organization(conn, name) for name in festivals]
    return list({number: (number, one) for number, one in found}.values())


def newest(organization: Organization, count: int, today: datetime) -> list[Edition]:
    """The last so many editions: those that pages told of, and by the usual month, up to today."""
    found: list[Edition] = []
    told = [e.year for e in organization.known_editions]
    last = max([_latest_year(organization, today), *told])
    for year in range(last, min([organization.founded_year, *told]) - 1, -1):
        found = [*organization.editions_of(year), *found]
        if len(found) >= count:
            break
    return found[-count:]


def _latest_year(organization: Organization, today: datetime) -> int:
    """The last year whose edition may have pages already."""
    lead = _ANNOUNCED_BEFORE if organization.kind == "ceremony" else 0
    begun = organization.month is None or organization.month - lead <= today.month
    return today.year if begun else today.year - 1


def _one_choice_of_years(words: Words) -> None:
    named_years = bool(words.years)
    if named_years + words.every_year + (words.last is not None) > 1:
        raise Refused("choose one of a year, --all and --last")
    if words.last is not None and words.last < 1:
        raise Refused(f"--last {words.last}: at least one edition can be imported")
    if words.instance is not None and len(words.years) != 1:
        raise Refused("a place within a year belongs to one year (1930/2)")
    if words.instance is not None and (len(words.festivals) > 1 or EVERYONE in words.festivals):
        raise Refused("a place within a year belongs to one organization: name the one that is meant")
    if not words.festivals and not words.pages:
        raise Refused(
            "which ceremony? name an organization (`cinegraph import oscars 2024`), --festivals or --page"
        )
    if not words.festivals and (named_years or words.every_year or words.last is not None):
        raise Refused("which organization? pages without one are imported as they are: leave the years out")
    if words.festivals and not words.pages and not (named_years or words.every_year or words.last):
        raise Refused("which year? give one (2024), a range (2020..2024), --last N or --all")


def _with_pages(
    number: int, organization: Organization, words: Words, pages: tuple[GivenPage, ...], today: datetime
) -> tuple[Wanted, tuple[str, ...]]:
    editions = _editions(organization, words, today) if words.years or words.last else None
    fitting, others = for_these(organization, editions, pages)
    left = (
        (f"{others} of the pages in the folder are of other ceremonies, and are left out",) if others else ()
    )
    if not fitting:
        raise Refused(f"not one of the {len(pages)} pages is of what was asked for")
    return Wanted(
        number, organization, tuple(editions) if editions else editions_told(fitting), fitting
    ), left


def _without_pages(context: Context, found: Sequence[tuple[int, Organization]], words: Words) -> Chosen:
    """Those of whom a page may be fetched. Whoever was named must be one of them; of all, the others are left out."""
    wanted: list[Wanted] = []
    left: list[Organization] = []
    for number, one in found:
        editions = tuple(_editions(one, words, context.now(), len(found) > 1))
        if obtainable(context, one):
            wanted.append(Wanted(number, one, editions))
        elif words.festivals == (EVERYONE,):
            left.append(one)
        else:
            raise Refused(unobtainable(one))
    wanted = [one for one in wanted if one.editions]
    if not wanted:
        raise Refused(_nothing(words) if len(left) < len(found) else NOTHING_TO_FETCH)
    return Chosen(tuple(wanted), without(left))


NOTHING_TO_FETCH = "no page of any organization may be fetched: switch a site on (docs/configuring.md), or give saved pages with --page"


def without(left: Sequence[Organization]) -> tuple[str, ...]:
    """The line that says whose pages may not be fetched."""
    if not left:
        return ()
    slugs = ", ".join(one.slug for one in left)
    return (f"left out, because none of their pages may be fetched: {slugs}",)


def _nothing(words: Words) -> str:
    years = f"{words.years[0]}..{words.years[-1]}" if len(words.years) > 1 else f"{words.years[0]}"
    return f"none of these organizations held a ceremony in {years}"


def _editions(
    organization: Organization, words: Words, today: datetime, one_of_several: bool = False
) -> list[Edition]:
    if words.last is not None:
        return newest(organization, words.last, today)
    if words.every_year:
        return every_edition(organization, today)
    if one_of_several:  # not all of them began as early: their editions of these years are meant
        return [e for year in words.years if year <= today.year for e in organization.editions_of(year)]
    return editions_of(organization, words.years, today, words.instance)


def every_edition(organization: Organization, today: datetime) -> list[Edition]:
    """Every edition that pages told of, and one for each other year since the first; within a history that is whole,
    only what it tells."""
    told = {e.year for e in organization.known_editions}
    first, last = min([organization.founded_year, *told]), max([today.year, *told])
    silent = set(range(min(told), max(told))) - told if is_history(told) else set[int]()
    return [
        e for year in range(first, last + 1) if year not in silent for e in organization.editions_of(year)
    ]


def is_history(told: AbstractSet[int]) -> bool:
    """Whether pages told of most years between the first and the last that they told of: then no other had one."""
    return bool(told) and 2 * len(told) > max(told) - min(told) + 1 > 1
