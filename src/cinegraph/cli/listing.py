"""`cinegraph lists import`: from a list's pages or its export to rows, while one watches."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from cinegraph.app import Cinegraph
from cinegraph.cli import given, importing
from cinegraph.cli.carrying_out import How, within
from cinegraph.cli.carrying_out_lists import import_lists
from cinegraph.cli.printing import print
from cinegraph.cli.words import AS_USUAL, Flag, Working
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.find_list import Found, find_list
from cinegraph.pipeline.sort_pages import GivenPage
from cinegraph.store import lists

Files = Annotated[list[Path] | None, Parameter(consume_multiple=True, negative="")]


def register(group: App) -> None:
    """Add the command."""
    group.command(import_, name="import")


def import_(
    key: str | None = None,
    years: str | None = None,
    /,
    *,
    all_lists: Annotated[bool, Parameter(name="--all", negative="")] = False,
    page: given.Pages = None,
    file: Files = None,
    no_lookup: Flag = False,
    refresh: Flag = False,
    way: Working = AS_USUAL,
) -> int:
    """Import a list: store its membership at once, then find each film.

    Parameters
    ----------
    key:
        The list ("1001_movies").
    years:
        For an award list: the years of its event, as in `cinegraph import`.
    all_lists:
        Every list that can be fetched.
    page:
        Saved pages to read instead of fetching any: gzip or plain.
    file:
        The list's CSV export to read instead.
    no_lookup:
        Store what the list says and ask no catalogue.
    refresh:
        Fetch pages anew, even if a fresh copy is kept.
    """
    pages = _given(key, all_lists, page, file)
    how = How(way=way, lookup=not no_lookup, refresh=refresh)
    return within(how, lambda program: _import(program, key, years, pages, how))


def _given(
    key: str | None, all_lists: bool, page: list[Path] | None, file: list[Path] | None
) -> tuple[GivenPage, ...]:
    """The files, if the words go together. Raises Refused."""
    files = page is not None or file is not None
    if all_lists and key is not None:
        raise Refused(f"--all means every list: leave out {key!r}")
    if all_lists and files:
        raise Refused("--page and --file are of one list: name it instead of --all")
    if key is None and not all_lists:
        hint = "name the list that the file is of" if files else "name it, or give --all"
        raise Refused(f"which list? {hint} (`cinegraph lists list` shows them)")
    return (*given.read_all(page), *given.read_all(file, "--file"))


async def _import(
    program: Cinegraph, key: str | None, years: str | None, pages: tuple[GivenPage, ...], how: How
) -> int:
    async with program.context.database.transaction() as conn:
        named = await find_list(conn, key) if key is not None else None
        chosen = [named] if named is not None else _to_be_fetched(await lists.all(conn))
    if named is not None and named[1].tracks_awards:
        words = importing.words_of(named[1].key, years, None, all_years=False, last=None, pages=pages)
        return await importing.import_words(program, words, how)
    if years is not None:
        raise Refused(f"{key} is a list, and has no years: leave out {years!r}")
    return await import_lists(program, chosen, pages, how)


def _to_be_fetched(every: list[Found]) -> list[Found]:
    """Those that the site has: exports must be given, and award lists want years."""
    chosen = [(number, one) for number, one in every if one.source_type == "imdb"]
    for _, one in every:
        if one.source_type != "imdb":
            why = "it wants years" if one.tracks_awards else "it comes as CSV"
            print(f"{one.key} is left out: {why}", file=sys.stderr)
    if not chosen:
        raise Refused("no list can be fetched")
    return chosen
