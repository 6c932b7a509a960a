"""`cinegraph imports pause|resume|cancel`: imports that are on their way."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from cyclopts import Parameter

from cinegraph.app import Cinegraph
from cinegraph.cli import running, show
from cinegraph.cli.printing import print
from cinegraph.cli.words import Number, login
from cinegraph.pipeline import manage_imports

Json = Annotated[bool, Parameter(name="--json", negative="")]


def pause(
    import_id: Number,
    /,
    *,
    by: Annotated[str | None, Parameter(name="--by")] = None,
    as_json: Json = False,
) -> None:
    """Let an import wait: none of its jobs begins any more until it is resumed.

    Parameters
    ----------
    import_id:
        The import's number, as `cinegraph status` gives it.
    by:
        Who pauses it; the login name if left out.
    as_json:
        Print one JSON object.
    """
    who = by or login()

    async def verb(program: Cinegraph) -> dict[str, object]:
        await manage_imports.pause_import(program.context, import_id, who)
        return {"import": import_id, "paused": True}

    _tell(verb, f"import {import_id} waits until `cinegraph imports resume {import_id}`", as_json)


def resume(import_id: Number, /, *, as_json: Json = False) -> None:
    """Let an import that was paused go on.

    Parameters
    ----------
    import_id:
        The import's number.
    as_json:
        Print one JSON object.
    """

    async def verb(program: Cinegraph) -> dict[str, object]:
        await manage_imports.resume_import(program.context, import_id)
        return {"import": import_id, "paused": False}

    _tell(verb, f"import {import_id} goes on: `cinegraph worker` does it", as_json)


def cancel(import_id: Number, /, *, as_json: Json = False) -> None:
    """End an import as it stands. What is stored stays; films that were not looked for yet stay pending.

    Parameters
    ----------
    import_id:
        The import's number.
    as_json:
        Print one JSON object.
    """

    async def verb(program: Cinegraph) -> dict[str, object]:
        stopped = await manage_imports.cancel_import(program.context, import_id)
        return {"import": import_id, "cancelled": True, "jobs": stopped.jobs}

    _tell(verb, f"import {import_id} is cancelled", as_json)


def _tell(verb: Callable[[Cinegraph], Awaitable[dict[str, object]]], said: str, as_json: bool) -> None:
    told = running.run(running.settings(), "real", verb)
    if as_json:
        print(show.json_line(told))
    else:
        show.console().print(said, markup=False)


COMMANDS = (pause, resume, cancel)
