"""`cinegraph export list`: who stands on a list, streamed."""

import csv
import json
import sys
from pathlib import Path
from typing import Annotated, Literal, TextIO

from cyclopts import App, Parameter

from cinegraph.app import Cinegraph
from cinegraph.cli import running
from cinegraph.cli.whole_file import whole
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.find_list import find_list
from cinegraph.store import list_items


def register(export: App) -> None:
    """Add what it exports."""
    export.command(list_, name="list")


def list_(
    key: str,
    /,
    *,
    form: Annotated[Literal["jsonl", "csv"], Parameter(name="--format")] = "jsonl",
    output: Path | None = None,
) -> None:
    """Export the films of a list, one a line: who is there, in the order of the list, then who has left.

    Parameters
    ----------
    key:
        The list ("1001_movies").
    form:
        jsonl: one JSON object a line. csv: one row a film.
    output:
        A file to write instead of standard output; it appears when it is whole. A pipe or a device is written to.
    """
    loaded = running.settings()
    if output is None:
        running.run(loaded, "real", lambda program: _write(program, key, form, sys.stdout))
        return
    with whole(output) as file:
        running.run(loaded, "real", lambda program: _write(program, key, form, file))


async def _write(program: Cinegraph, key: str, form: str, out: TextIO) -> None:
    table: csv.DictWriter[str] | None = None
    written = 0
    async with program.context.database.transaction() as conn:
        _, one = await find_list(conn, key)
        async for row in list_items.members(conn, one.key):
            if form == "jsonl":
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
            else:
                if table is None:
                    table = csv.DictWriter(out, list(row))
                    table.writeheader()
                table.writerow(row)
            written += 1
    if not written:
        raise Refused(f"nothing is stored of {one.key}: `cinegraph lists import {one.key}` first")
