"""`cinegraph imports`: what a person says of an import, and does with it."""

from typing import Annotated

from cyclopts import App, Parameter

from cinegraph.cli import managing_imports, running, show
from cinegraph.cli.printing import print
from cinegraph.cli.words import Number, login
from cinegraph.domain.festivals import Edition
from cinegraph.pipeline import check_volume
from cinegraph.pipeline.review_movie import By


def register(app: App) -> None:
    """Add the commands."""
    imports = App(
        name="imports", help="Pause, resume or cancel an import; say that one which looks too small is right."
    )
    imports.command(acknowledge)
    for command in managing_imports.COMMANDS:
        imports.command(command)
    app.command(imports)


def acknowledge(
    import_id: Number,
    /,
    *,
    note: str | None = None,
    by: Annotated[str | None, Parameter(name="--by")] = None,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> None:
    """Say that an import with far fewer entries than its neighbours is right: status asks no more.

    Parameters
    ----------
    import_id:
        The import's number, as `cinegraph status` gives it.
    note:
        Why.
    by:
        Who says so; the login name if left out.
    as_json:
        Print one JSON object.
    """
    who = By(by or login(), note)
    done = running.run(
        running.settings(), "real", lambda program: check_volume.acknowledge(program.context, import_id, who)
    )
    if as_json:
        told = {
            "import": done.import_id,
            "organization": done.organization,
            "year": done.year,
            "instance": done.instance,
            "warning": done.told,
            "acknowledged_by": done.acknowledged_by,
            "note": done.note,
        }
        print(show.json_line(told))
        return
    title = f"{done.organization} {Edition(done.year, done.instance)}"
    show.console().print(
        f"import {done.import_id} of {title} is right with {done.seen} entries", markup=False
    )
