"""`cinegraph import`: from a ceremony's pages to rows, while one watches."""

import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from cinegraph.app import Cinegraph, refuse_what_cannot_work, require_keys, require_pages
from cinegraph.cli import live, running, show, working
from cinegraph.cli.years import parse_years
from cinegraph.domain.festivals import Edition, Organization
from cinegraph.pages import LARGEST_PAGE
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.find_list import Found, what_it_means
from cinegraph.pipeline.report import report, waits
from cinegraph.pipeline.request_import import GivenPage, editions_of, find_organization, request_imports
from cinegraph.store import imports
from cinegraph.store.imports import FINAL, Reconciliation


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of the command."""

    organization: str
    years: str | None
    all_years: bool
    pages: tuple[GivenPage, ...]
    lookup: bool
    refresh: bool
    detach: bool
    as_json: bool


def register(app: App) -> None:
    """Add the command."""
    app.command(import_, name="import")


def import_(
    organization: str,
    years: str | None = None,
    /,
    *,
    all_years: Annotated[bool, Parameter(name="--all", negative="")] = False,
    page: Annotated[list[Path] | None, Parameter(consume_multiple=True, negative="")] = None,
    offline: Annotated[bool, Parameter(negative="")] = False,
    no_lookup: Annotated[bool, Parameter(negative="")] = False,
    refresh: Annotated[bool, Parameter(negative="")] = False,
    detach: Annotated[bool, Parameter(negative="")] = False,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> int:
    """Import ceremonies: store every nomination at once, then find each film.

    Parameters
    ----------
    organization:
        Who gives the awards: a slug ("oscars") or an abbreviation ("AMPAS"); or a list's key ("1001_movies").
    years:
        One year (2024), a range (2020..2024), or one of two ceremonies within a year (1930/2).
    all_years:
        Every year since the first.
    page:
        Saved pages to read instead of fetching any: gzip or plain, recognised by what is in them.
    offline:
        Ask the offline world that comes along, not the real one.
    no_lookup:
        Store what the pages say and ask no catalogue.
    refresh:
        Fetch pages anew, even if a fresh copy is kept.
    detach:
        Leave the work to `cinegraph worker`.
    as_json:
        Print one line of JSON for each import.
    """
    given = read_files(page)
    return _import(
        Asked(organization, years, all_years, given, not no_lookup, refresh, detach, as_json), offline
    )


def _import(asked: Asked, offline: bool) -> int:
    loaded = running.settings()
    if not offline:
        require_keys(loaded) if asked.lookup else require_pages(loaded)
    with running.outside(loaded, offline) as (reaching, world):
        return running.run(reaching, world, lambda program: _run(program, asked))


def read_files(paths: list[Path] | None, option: str = "--page") -> tuple[GivenPage, ...]:
    """The files that an option names. Raises Refused if it names none, or something that is no file."""
    if paths is not None and not paths:
        raise Refused(f"{option} names no file: give the saved pages, or leave it out to fetch them")
    return tuple(_read(path) for path in paths or ())


def _read(path: Path) -> GivenPage:
    if path.is_dir():
        raise Refused(f"{path} is a folder: give the saved pages themselves")
    with path.open("rb") as file:
        body = file.read(LARGEST_PAGE + 1)
    if len(body) > LARGEST_PAGE:
        raise Refused(f"{path} is larger than any page that Cinegraph reads ({LARGEST_PAGE // 2**20} MiB)")
    return GivenPage(str(path), body)


async def import_words(
    program: Cinegraph,
    word: str,
    years: str | None,
    pages: tuple[GivenPage, ...],
    lookup: bool,
    refresh: bool,
    detach: bool,
    as_json: bool,
) -> int:
    """`cinegraph import` with these words, in a program that is there: an award list's way to its nominations."""
    return await _run(
        program,
        Asked(
            word,
            years,
            all_years=False,
            pages=pages,
            lookup=lookup,
            refresh=refresh,
            detach=detach,
            as_json=as_json,
        ),
    )


async def _run(program: Cinegraph, asked: Asked) -> int:
    context = program.context
    async with context.database.transaction() as conn:
        meant = await what_it_means(conn, asked.organization)
    if not isinstance(meant, str):
        return await _import_list(program, meant, asked)
    asked = replace(asked, organization=meant)
    async with context.database.transaction() as conn:
        organization_id, organization = await find_organization(conn, asked.organization)
    editions = _editions(organization, asked, program)
    if asked.lookup:
        await refuse_what_cannot_work(program)
    requested = await request_imports(
        context, organization, organization_id, editions, asked.pages, asked.lookup, asked.refresh
    )
    ids = [request.import_id for request in requested]
    for request in requested:
        if request.resumed:
            print(
                f"import {request.import_id} of {organization.slug} {request.edition} goes on",
                file=sys.stderr,
            )
    if asked.detach:
        counted = await count(program, ids)
    else:
        counted = await work(program, ids, quiet=asked.as_json and not sys.stderr.isatty())
    await tell(program, counted, asked.as_json, asked.detach)
    return exit_code(counted, asked.detach)


async def _import_list(program: Cinegraph, found: Found, asked: Asked) -> int:
    """The word is a list: the same verb, another kind of thing."""
    from cinegraph.cli import listing  # noqa: PLC0415 it stands on this file

    if asked.years is not None or asked.all_years:
        raise Refused(f"{found[1].key} is a list, and has no years: leave out {asked.years or '--all'!r}")
    how = listing.Asked(asked.pages, asked.lookup, asked.refresh, asked.detach, asked.as_json)
    return await listing.import_lists(program, [found], how)


def _editions(organization: Organization, asked: Asked, program: Cinegraph) -> list[Edition]:
    today = program.context.now()
    if asked.all_years:
        if asked.years:
            raise Refused(f"--all means every year: leave out {asked.years!r}")
        return editions_of(organization, range(organization.founded_year, today.year + 1), today)
    if not asked.years:
        raise Refused("which year? give one (2024), a range (2020..2024) or --all")
    years, instance = parse_years(asked.years)
    editions = editions_of(organization, years, today)
    if instance is None:
        return editions
    chosen = [edition for edition in editions if edition.instance == instance]
    if not chosen and organization.double_years:
        raise Refused(f"{organization.name} held no ceremony {years[0]}/{instance}")
    return chosen or [Edition(years[0], instance)]


async def work(program: Cinegraph, ids: list[int], quiet: bool) -> list[Reconciliation]:
    """Work the queue in this process until the imports have ended, or everything left was put off."""
    with live.display(quiet) as shown:

        async def over() -> bool:
            counted = await count(program, ids)
            await shown.update(program.context.database, counted)
            moving = [one for one in counted if not _rests(program, one)]
            return not moving or len(await _forsaken(program, moving)) == len(moving)

        await working.work(program, over)
    return await count(program, ids)


def _rests(program: Cinegraph, counted: Reconciliation) -> bool:
    """Ended, or put off for longer than one would watch."""
    if counted.state in FINAL:
        return True
    if not waits(counted) or counted.next_due is None:
        return False
    return (counted.next_due - program.context.now()).total_seconds() > working.PATIENCE_SECONDS


async def _forsaken(program: Cinegraph, moving: list[Reconciliation]) -> list[int]:
    """Those that no job will ever bring to an end: nobody should wait for them."""
    idle = [one.import_id for one in moving if not one.waiting_jobs]
    if not idle:
        return []
    async with program.context.database.transaction() as conn:
        return await imports.forsaken(conn, idle)


async def count(program: Cinegraph, ids: list[int]) -> list[Reconciliation]:
    async with program.context.database.transaction() as conn:
        return await imports.reconcile(conn, ids)


async def tell(program: Cinegraph, counted: list[Reconciliation], as_json: bool, detach: bool) -> None:
    for one in counted:
        if as_json:
            print(json.dumps(report(one), ensure_ascii=False))
        elif detach:
            print(f"import {one.import_id} of {show.title(one)} is queued: `cinegraph worker` does it")
        elif one.state not in ("queued", "failed"):
            await show.reconciliation(program.context.database, one, show.console())
        if one.error:
            hint = "; it waits, and is tried again by a worker or the same command" if waits(one) else ""
            print(f"cinegraph: {show.title(one)}: {one.error}{hint}", file=sys.stderr)
        elif not detach and one.state not in FINAL and not waits(one):
            print(
                f"cinegraph: {show.title(one)}: nothing works for it: run the command again", file=sys.stderr
            )


def exit_code(counted: list[Reconciliation], detached: bool) -> int:
    states = {one.state for one in counted}
    if states & {"failed", "cancelled"}:
        return 1
    return 0 if detached or states == {"finished"} else 3
