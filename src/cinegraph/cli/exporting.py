"""`cinegraph export`: rows for other programs, streamed."""

import csv
import json
import sys
from pathlib import Path
from typing import Annotated, Any, Literal, TextIO

from cyclopts import App, Parameter

from cinegraph.app import Cinegraph
from cinegraph.cli import exporting_lists, running
from cinegraph.cli.whole_file import whole
from cinegraph.cli.years import parse_years
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.store import exports

_FILM = ("title", "imdb_id", "tmdb_id", "year", "import_type")
_PERSON = ("name", "imdb_id", "role")
_PLAIN = (
    "organization",
    "year",
    "ceremony_number",
    "award",
    "category",
    "is_winner",
    "detail",
    "note",
    "state",
    "citation",
    "instance",
)
_COLUMNS = (
    *_PLAIN[:6],
    *(f"film_{k}" for k in _FILM),
    *(f"person_{k}" for k in _PERSON),
    "company_name",
    *_PLAIN[6:],
    "works",
)


def register(app: App) -> None:
    """Add the command and what it exports."""
    export = App(name="export", help="Write rows for other programs to standard output or a file.")
    export.command(nominations)
    exporting_lists.register(export)
    app.command(export)


def nominations(
    organization: str,
    years: str | None = None,
    /,
    *,
    form: Annotated[Literal["jsonl", "csv"], Parameter(name="--format")] = "jsonl",
    output: Path | None = None,
) -> None:
    """Export nominations, one a line, with their films, people and winners.

    Parameters
    ----------
    organization:
        Who gives the awards ("oscars").
    years:
        One year (2024), a range (2020..2024), the second ceremony of a year (1930/2); all that is stored if left out.
    form:
        jsonl: one JSON object a line. csv: one row a nomination, several values of a field parted by " | ".
    output:
        A file to write instead of standard output; it appears when it is whole. A pipe or a device is written to.
    """
    chosen, instance = parse_years(years) if years else (None, None)
    loaded = running.settings()
    if output is None:
        running.run(
            loaded, "real", lambda program: _write(program, organization, chosen, instance, form, sys.stdout)
        )
        return
    with whole(output) as file:
        running.run(
            loaded, "real", lambda program: _write(program, organization, chosen, instance, form, file)
        )


async def _write(
    program: Cinegraph, name: str, years: list[int] | None, instance: int | None, form: str, out: TextIO
) -> None:
    written = 0
    async with program.context.database.transaction() as conn:
        organization_id, organization = await find_organization(conn, name)
        table = csv.DictWriter(out, _COLUMNS)
        async for row in exports.nominations(conn, organization_id, years, instance):
            if form == "jsonl":
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
            else:
                if not written:
                    table.writeheader()
                table.writerow(_flat(row))
            written += 1
    if not written:
        place = f"/{instance}" if instance else ""
        which = (
            "" if years is None else f" {years[0]}{place}" if len(years) == 1 else f" {years[0]}..{years[-1]}"
        )
        raise Refused(f"nothing is stored of {organization.slug}{which}: import it first")


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """One row of CSV: values that a nomination has several of stand side by side, in the same order."""
    flat = {key: row[key] for key in _PLAIN} | {"is_winner": "true" if row["is_winner"] else "false"}
    for kind, keys in (("film", _FILM), ("person", _PERSON)):
        entries = row["films" if kind == "film" else "people"]
        flat |= {f"{kind}_{key}": _joined([entry[key] for entry in entries]) for key in keys}
    companies = [entry["name"] for entry in row["companies"]]
    return flat | {"company_name": _joined(companies), "works": _joined(row["works"])}


def _joined(values: list[Any]) -> str:
    return " | ".join("" if value is None else str(value) for value in values)
