"""`cinegraph import`: from ceremonies' pages to rows, while one watches."""

from dataclasses import replace
from typing import Annotated

from cyclopts import App, Parameter

from cinegraph.app import Cinegraph
from cinegraph.cli import given
from cinegraph.cli.carrying_out import How, carry_out, within
from cinegraph.cli.carrying_out_lists import import_lists
from cinegraph.cli.words import AS_USUAL, Flag, Number, Working
from cinegraph.cli.years import parse_years
from cinegraph.pipeline.choose_ceremonies import Words, choose
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.find_list import Found, what_it_means
from cinegraph.pipeline.sort_pages import GivenPage


def register(app: App) -> None:
    """Add the command."""
    app.command(import_, name="import")


def import_(
    organization: str | None = None,
    years: str | None = None,
    /,
    *,
    all_years: Annotated[bool, Parameter(name="--all", negative="")] = False,
    last: Number | None = None,
    festivals: str | None = None,
    page: given.Pages = None,
    no_lookup: Flag = False,
    refresh: Flag = False,
    way: Working = AS_USUAL,
) -> int:
    """Import ceremonies: store every nomination at once, then find each film.

    Parameters
    ----------
    organization:
        Who gives the awards: a slug ("oscars"), an abbreviation ("AMPAS") or an event of IMDb's ("imdb:ev0000003"); or
        a list's key ("1001_movies"). With --page it may be left out: pages say themselves what they are of.
    years:
        One year (2024), a range (2020..2024), or one of two ceremonies within a year (1930/2).
    all_years:
        Every year since the first; with --page, every ceremony that the pages are of.
    last:
        The newest so many editions.
    festivals:
        Several organizations at once, parted by commas (cannes,berlin), or all.
    page:
        Saved pages to read instead of fetching any: files (gzip or plain), folders of them, "-" for standard input.
    no_lookup:
        Store what the pages say and ask no catalogue.
    refresh:
        Fetch pages anew, even if a fresh copy is kept.
    """
    words = words_of(organization, years, festivals, all_years, last, given.read_all(page))
    how = How(way=way, lookup=not no_lookup, refresh=refresh)
    return within(how, lambda program: import_words(program, words, how, named=festivals is not None))


async def import_words(program: Cinegraph, words: Words, how: How, named: bool = False) -> int:
    """Import what the words mean, in a program that is there. The one word for a festival may be a list's key, unless
    it is `named` to be a festival's."""
    if len(words.festivals) == 1 and not named:
        async with program.context.database.transaction() as conn:
            meant = await what_it_means(conn, words.festivals[0])
        if not isinstance(meant, str):
            return await _import_list(program, meant, words, how)
        words = replace(words, festivals=(meant,))
    return await carry_out(program, await choose(program.context, words), how)


async def _import_list(program: Cinegraph, found: Found, words: Words, how: How) -> int:
    """The word is a list: the same verb, another kind of thing."""
    if words.years or words.every_year or words.last is not None:
        raise Refused(f"{found[1].key} is a list, and has no years: leave them out")
    return await import_lists(program, [found], words.pages, how)


def words_of(
    organization: str | None,
    years: str | None,
    festivals: str | None,
    all_years: bool,
    last: int | None,
    pages: tuple[GivenPage, ...],
) -> Words:
    """The words, each in its place. Raises Refused for what contradicts itself."""
    named = names(festivals)
    if named and years is not None:
        raise Refused(f"--festivals names the organizations: leave out {organization!r}")
    if named:  # then the only word without an option is the years
        organization, years = None, organization
    if years is not None and all_years:
        raise Refused(f"--all means every year: leave out {years!r}")
    chosen, instance = parse_years(years) if years else ([], None)
    slugs = named or ((organization,) if organization is not None else ())
    return Words(slugs, tuple(chosen), instance, all_years, last, pages)


def names(festivals: str | None) -> tuple[str, ...]:
    """The organizations of --festivals. Raises Refused if it names none."""
    if festivals is None:
        return ()
    found = tuple(name.strip() for name in festivals.split(",") if name.strip())
    if not found:
        raise Refused("--festivals names no organization: give some (cannes,berlin), or all")
    return found
