"""`cinegraph nominations`: look at nominations, by number, and at everything that was corrected of them."""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from cyclopts import App, Parameter
from rich.table import Table
from rich.text import Text

from cinegraph.app import Cinegraph
from cinegraph.cli import correcting, diff_shown, running, show
from cinegraph.cli.printing import print
from cinegraph.cli.words import Number
from cinegraph.cli.years import parse_years
from cinegraph.domain.festivals import Edition
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.store import corrections, entries
from cinegraph.store.corrections import Made
from cinegraph.store.entries import Entry

Json = Annotated[bool, Parameter(name="--json", negative="")]


def register(app: App) -> None:
    """Add the commands."""
    nominations = App(
        name="nominations", help="Look at nominations and correct them; corrections hold, and can be undone."
    )
    nominations.command(list_, name="list")
    nominations.command(show_, name="show")
    for command in correcting.COMMANDS:
        nominations.command(command)
    app.command(nominations)


def list_(
    organization: str,
    years: str,
    /,
    *,
    category: str | None = None,
    corrected: Annotated[bool, Parameter(negative="")] = False,
    state: Literal["active", "withdrawn"] | None = None,
    limit: Number = 500,
    as_json: Json = False,
) -> None:
    """List nominations with their numbers, in the order of the pages.

    Parameters
    ----------
    organization:
        Who gives the awards ("oscars").
    years:
        One year (2024), a range (2020..2024), or one of two ceremonies within a year (1930/2).
    category:
        Only categories with this in their name.
    corrected:
        Only those that a person corrected ever.
    state:
        Only active or only withdrawn ones.
    limit:
        So many at most.
    as_json:
        Print one line of JSON for each.
    """
    if limit < 1:
        raise Refused(f"--limit {limit}: at least one nomination can be listed")
    chosen, instance = parse_years(years)
    wanted = entries.Wanted(chosen, instance, category, corrected, state, limit)
    found = running.run(running.settings(), "real", lambda program: _find(program, organization, wanted))
    if as_json:
        for entry in found:
            print(show.json_line(correcting.plain(entry)))
    else:
        show.console().print(_table(found) if found else "no such nominations")


async def _find(program: Cinegraph, organization: str, wanted: entries.Wanted) -> list[Entry]:
    async with program.context.database.transaction() as conn:
        number, _ = await find_organization(conn, organization)
        return await entries.find(conn, number, wanted)


def _table(found: list[Entry]) -> Table:
    table = Table("number", "ceremony", "category", "entry", "won", "state")
    for one in found:
        state = one.state if one.state == "active" else _withdrawn(one)
        state += ", corrected" if one.corrections else ""
        title = f"{one.organization} {Edition(one.year, one.instance)}"
        cells = (title, one.category, diff_shown.called(asdict(one)), "yes" if one.is_winner else "", state)
        table.add_row(str(one.id), *(Text(cell) for cell in cells))
    return table


def _withdrawn(entry: Entry) -> str:
    return f"withdrawn (import {entry.withdrawn_by} saw it)" if entry.withdrawn_by else "withdrawn"


def show_(nomination: Number, /, *, as_json: Json = False) -> None:
    """Show one nomination, and everything that was corrected of it.

    Parameters
    ----------
    nomination:
        The nomination's number, as `nominations list` gives it.
    as_json:
        Print one JSON object.
    """

    async def verb(program: Cinegraph) -> tuple[Entry, list[Made]]:
        async with program.context.database.transaction() as conn:
            found = await entries.get(conn, nomination)
            if found is None:
                raise Refused(f"there is no nomination {nomination}: see `cinegraph nominations list`")
            return found, await corrections.of_nomination(conn, nomination)

    entry, made = running.run(running.settings(), "real", verb)
    if as_json:
        print(
            show.json_line(
                correcting.plain(entry) | {"history": [correcting.plain_made(one) for one in made]}
            )
        )
        return
    out = show.console()
    for name, found in correcting.plain(entry).items():
        out.print(f"{name:<13} {diff_shown.value(found)}", markup=False)
    for one in made:
        undone = f"; undone by {one.undone_by} at {show.value(one.undone_at)} UTC" if one.undone_at else ""
        why = f": {one.note}" if one.note else ""
        out.print(
            f"correction {one.id} by {one.decided_by} at {show.value(one.decided_at)} UTC{why}"
            f" ({one.kind}: {_changes(one.changes)}){undone}",
            markup=False,
        )


def _changes(changes: dict[str, Any]) -> str:
    return ", ".join(f"{name} = {diff_shown.value(found)}" for name, found in changes.items())
