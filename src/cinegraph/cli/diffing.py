"""`cinegraph diff`: what the last import of a ceremony changed, entry by entry and field by field."""

from typing import Annotated

from cyclopts import App, Parameter

from cinegraph.app import Cinegraph
from cinegraph.cli import diff_shown, running, show
from cinegraph.cli.printing import print
from cinegraph.cli.words import Number
from cinegraph.cli.years import parse_years
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.store import changes
from cinegraph.store.changes import Changed, Run


def register(app: App) -> None:
    """Add the command."""
    app.command(diff)


def diff(
    organization: str | None = None,
    years: str | None = None,
    /,
    *,
    import_id: Annotated[Number | None, Parameter(name="--import")] = None,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> None:
    """Show what the last import of a ceremony changed: added, changed, returned, no longer stated, withdrawn.

    Parameters
    ----------
    organization:
        Who gives the awards ("oscars").
    years:
        One year (2024), a range (2020..2024), or one of two ceremonies within a year (1930/2).
    import_id:
        What this import changed, instead of the last one.
    as_json:
        Print one line of JSON for each import.
    """
    if import_id is None and (organization is None or years is None):
        raise Refused("which ceremony? give an organization and a year (oscars 2024), or --import N")
    found = running.run(
        running.settings(), "real", lambda program: _find(program, organization, years, import_id)
    )
    out = show.console()
    for run, made in found:
        if as_json:
            print(show.json_line(diff_shown.plain(run, made)))
        else:
            diff_shown.show(run, made, out)


async def _find(
    program: Cinegraph, name: str | None, years: str | None, import_id: int | None
) -> list[tuple[Run, list[Changed]]]:
    async with program.context.database.transaction() as conn:
        chosen, instance = parse_years(years) if years else (None, None)
        number, organization = await find_organization(conn, name) if name else (None, None)
        if import_id is None:
            assert number is not None
            assert organization is not None
            runs = await changes.last_runs(conn, number, chosen or [], instance)
            if not runs:
                raise Refused(f"nothing is stored of {organization.slug} {years}: import it first")
        else:
            run = await changes.run(conn, import_id)
            if run is None:
                raise Refused(f"there is no import {import_id}: see `cinegraph status`")
            if organization is not None and run.organization != organization.slug:
                raise Refused(f"import {import_id} is of {run.organization}, not of {organization.slug}")
            if chosen is not None and run.year not in chosen:
                raise Refused(f"import {import_id} is of {run.year}, not of {years}")
            runs = [run]
        return [(run, await changes.of_import(conn, run.import_id)) for run in runs]
