"""`cinegraph reparse`: today's parsers over all pages that are kept, without a single request."""

from typing import Annotated

from cyclopts import App, Parameter
from rich.console import Console

from cinegraph.app import Cinegraph
from cinegraph.cli import diff_shown, running, show
from cinegraph.cli.printing import print
from cinegraph.cli.years import parse_years
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.pipeline.reparse import Reparsed
from cinegraph.pipeline.reparse import reparse as reparse_pages
from cinegraph.store import kept_pages

Flag = Annotated[bool, Parameter(negative="")]


def register(app: App) -> None:
    """Add the command."""
    app.command(reparse)


def reparse(
    organization: str | None = None,
    years: str | None = None,
    /,
    *,
    dry_run: Flag = False,
    no_lookup: Flag = False,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> int:
    """Read all kept pages again with the parsers of today, and store what they say otherwise. Nobody is asked.

    Parameters
    ----------
    organization:
        Only this one's ("oscars"); all if left out.
    years:
        Only one year (2024), a range (2020..2024), or one of two ceremonies within a year (1930/2).
    dry_run:
        Show what would change, and store nothing.
    no_lookup:
        Put no lookup of a new film into the queue.
    as_json:
        Print one line of JSON for each ceremony.
    """

    async def verb(program: Cinegraph) -> int:
        return await _run(program, organization, years, not no_lookup, dry_run, as_json)

    return running.run(running.settings(), "real", verb)


async def _run(
    program: Cinegraph, name: str | None, years: str | None, lookup: bool, dry_run: bool, as_json: bool
) -> int:
    chosen, instance = parse_years(years) if years else (None, None)
    async with program.context.database.transaction() as conn:
        number = (await find_organization(conn, name))[0] if name else None
        kept = await kept_pages.newest(conn, number, chosen, instance)
    if not kept:
        which = " ".join(word for word in (name, years) if word)
        raise Refused(f"no page is kept{f' of {which}' if which else ''}: import something first")
    out, refused, changed, waiting = show.console(), 0, 0, 0
    async for one in reparse_pages(program.context, kept, lookup, dry_run):
        refused += one.state == "refused"
        changed += bool(one.made)
        waiting += one.waiting
        _tell(one, as_json, out)
    if not as_json:
        would = "would change" if dry_run else "changed"
        films = f"; {show.count(waiting, 'film')} wait for `cinegraph worker`" if waiting else ""
        out.print(
            f"{show.count(len(kept), 'ceremony' if len(kept) == 1 else 'ceremonie')} read, {changed} {would},"
            f" {refused} refused{films}",
            markup=False,
        )
    return 1 if refused else 0


def _tell(one: Reparsed, as_json: bool, out: Console) -> None:
    words = [change for change, _, _ in one.made]
    if as_json:
        told = {
            "organization": one.organization,
            "year": one.edition.year,
            "instance": one.edition.instance,
            "state": one.state,
            "import": one.import_id,
            "counts": diff_shown.counts(words),
            "changes": [diff_shown.plain_change(line) for line in one.made],
            "waiting": one.waiting,
        }
        print(show.json_line(told | ({"error": one.error} if one.error else {})))
        return
    import_id = f" · import {one.import_id}" if one.import_id else ""
    said = f"refused: {one.error}" if one.error else diff_shown.summary(words)
    out.print(f"{one.organization} {one.edition}{import_id}: {said}", markup=False)
    diff_shown.show_entries(one.made, out)
