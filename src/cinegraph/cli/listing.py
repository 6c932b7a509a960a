"""`cinegraph lists import`: from a list's pages or its export to rows, while one watches."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from cinegraph.app import Cinegraph, refuse_what_cannot_work, require_keys, require_pages
from cinegraph.cli import importing, running
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.find_list import Found, find_list
from cinegraph.pipeline.request_import import GivenPage
from cinegraph.pipeline.request_list import request_lists
from cinegraph.store import lists

Flag = Annotated[bool, Parameter(negative="")]
Files = Annotated[list[Path] | None, Parameter(consume_multiple=True, negative="")]


@dataclass(frozen=True, slots=True)
class Asked:
    """How lists are to be imported."""

    pages: tuple[GivenPage, ...] = ()
    lookup: bool = True
    refresh: bool = False
    detach: bool = False
    as_json: bool = False


def register(group: App) -> None:
    """Add the command."""
    group.command(import_, name="import")


def import_(
    key: str | None = None,
    years: str | None = None,
    /,
    *,
    all_lists: Annotated[bool, Parameter(name="--all", negative="")] = False,
    page: Files = None,
    file: Files = None,
    offline: Flag = False,
    no_lookup: Flag = False,
    refresh: Flag = False,
    detach: Flag = False,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
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
    offline:
        Ask the offline world that comes along, not the real one.
    no_lookup:
        Store what the list says and ask no catalogue.
    refresh:
        Fetch pages anew, even if a fresh copy is kept.
    detach:
        Leave the work to `cinegraph worker`.
    as_json:
        Print one line of JSON for each import.
    """
    given = _given(key, all_lists, page, file)
    return _reach(key, years, Asked(given, not no_lookup, refresh, detach, as_json), offline)


def _reach(key: str | None, years: str | None, asked: Asked, offline: bool) -> int:
    loaded = running.settings()
    if not offline:
        require_keys(loaded) if asked.lookup else require_pages(loaded)
    with running.outside(loaded, offline) as (reaching, world):
        return running.run(reaching, world, lambda program: _import(program, key, years, asked))


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
    return (*importing.read_files(page), *importing.read_files(file, "--file"))


async def _import(program: Cinegraph, key: str | None, years: str | None, asked: Asked) -> int:
    async with program.context.database.transaction() as conn:
        named = await find_list(conn, key) if key is not None else None
        chosen = [named] if named is not None else _to_be_fetched(await lists.all(conn))
    if named is not None and named[1].tracks_awards:
        return await importing.import_words(
            program,
            named[1].key,
            years,
            asked.pages,
            asked.lookup,
            asked.refresh,
            asked.detach,
            asked.as_json,
        )
    if years is not None:
        raise Refused(f"{key} is a list, and has no years: leave out {years!r}")
    return await import_lists(program, chosen, asked)


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


async def import_lists(program: Cinegraph, chosen: list[Found], asked: Asked) -> int:
    """Import these lists and show what came of each; the answer is the exit code."""
    if asked.lookup:
        await refuse_what_cannot_work(program)
    requested = await request_lists(program.context, chosen, asked.pages, asked.lookup, asked.refresh)
    for one in requested:
        if one.resumed:
            print(f"import {one.import_id} of {one.key} goes on", file=sys.stderr)
    ids = [one.import_id for one in requested]
    if asked.detach:
        counted = await importing.count(program, ids)
    else:
        quiet = asked.as_json and not sys.stderr.isatty()
        counted = await importing.work(program, ids, quiet)
    await importing.tell(program, counted, asked.as_json, asked.detach)
    return importing.exit_code(counted, asked.detach)
