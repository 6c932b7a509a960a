"""`cinegraph export`: what is stored, for other programs, streamed to standard output or into a file."""

import sys
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

from cyclopts import App, Parameter

from cinegraph.app import Cinegraph
from cinegraph.cli import running
from cinegraph.cli.printing import print
from cinegraph.cli.whole_file import whole
from cinegraph.cli.words import Flag
from cinegraph.domain.exporting import Selection
from cinegraph.formats import FORMATS
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.export import stream
from cinegraph.pipeline.read_selection import Asked, read_selection
from cinegraph.store.exports import EXPORTS, Export


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """Which rows, beside festival and years.

    Parameters
    ----------
    category:
        Only of the categories with this canonical key ("picture"; `cinegraph categories list` has them).
    winners:
        Only what won.
    in_list:
        Only films on this list ("1001_movies").
    decade:
        Only films of these ten years ("1990").
    import_type:
        Only films of which so much is known: full, minimal or stub.
    country:
        Only films of this country: its code ("FR"), or its name where a catalogue gave that.
    since:
        Only what changed since: a date ("2026-01-31"), a time, or an import's number. What is gone has its state.
    """

    category: str | None = None
    winners: Flag = False
    in_list: Annotated[str | None, Parameter(name="--list")] = None
    decade: str | None = None
    import_type: str | None = None
    country: str | None = None
    since: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How it is written.

    Parameters
    ----------
    columns:
        Only these columns, in this order, with commas between them.
    safe_csv:
        CSV for spreadsheets: text that one would run (it begins with = + - @) gets a ' before it.
    output:
        A file to write instead of standard output; it appears when it is whole. A pipe or a device is written to.
    """

    columns: str | None = None
    safe_csv: Flag = False
    output: Path | None = None


WhichRows = Annotated[Which, Parameter(name="*")]
WrittenHow = Annotated[Written, Parameter(name="*")]
Festival = Annotated[str | None, Parameter(name="--festival")]
Years = Annotated[str | None, Parameter(name="--years")]
Output = Annotated[Path | None, Parameter(name="--output")]
_ALL, _PLAIN = Which(), Written()


def register(app: App) -> None:
    """Add the command and what it exports: a command for each line of EXPORTS, and one list by its key."""
    export = App(
        name="export", help="Write what is stored, for other programs, to standard output or a file."
    )
    for one in EXPORTS:
        made = _whole_command(one) if one.name in _WHOLE else _command(one)
        export.command(made, name=one.name, help=_HELP.get(one.name, f"Export rows: each is {one.says}."))
    export.command(list_, name="list")
    app.command(export)


_HELP = {
    "radarr": "Export films as a list that Radarr and other media servers read.",
    "imdb-awards": "Export a festival's history in the form of the IMDb-Awards dataset, for Kometa.",
    "graph": "Export who worked with whom: people and weighted edges.",
    "sqlite": "Export everything as one SQLite file, for Datasette.",
}
_WHOLE = ("imdb-awards", "sqlite")
"""Exports that take no selection of rows and no columns."""


def _command(one: Export) -> Callable[..., None]:
    def run(
        festival: Festival = None,
        years: Years = None,
        *,
        which: WhichRows = _ALL,
        form: str = one.formats[0],
        written: WrittenHow = _PLAIN,
    ) -> None:
        """Export.

        Parameters
        ----------
        festival:
            Who gave the awards ("oscars"); everybody if left out.
        years:
            Of which ceremonies: one year (2024), a range (2020..2024), the second ceremony of a year (1930/2).
        form:
            How it is written.
        """
        _write(one.name, _selection(festival, years, which), form, written)

    formats = Literal.__getitem__(one.formats)  # what may be said differs from export to export
    run.__annotations__["form"] = Annotated[formats, Parameter(name="--format")]
    return run


def _whole_command(one: Export) -> Callable[..., None]:
    def event(festival: str, /, *, output: Output = None) -> None:
        """Export.

        Parameters
        ----------
        festival:
            The festival ("cannes"), or IMDb's event ("ev0000147").
        output:
            A file to write instead of standard output; it appears when it is whole.
        """
        _write(one.name, Selection(festival=festival), None, Written(output=output))

    def everything(*, output: Output = None) -> None:
        """Export.

        Parameters
        ----------
        output:
            The file to write; it appears when it is whole.
        """
        _write(one.name, Selection(), None, Written(output=output))

    return event if one.name == "imdb-awards" else everything


def list_(
    key: str,
    /,
    *,
    form: Annotated[Literal["jsonl", "csv", "parquet"], Parameter(name="--format")] = "jsonl",
    output: Output = None,
) -> None:
    """Export the films of a list, one a line: who is there, in the order of the list, then who has left.

    Parameters
    ----------
    key:
        The list ("1001_movies").
    form:
        jsonl: one JSON object a line. csv, parquet: one row a film.
    output:
        A file to write instead of standard output; it appears when it is whole. A pipe or a device is written to.
    """
    _write("lists", Selection(list=key), form, Written(output=output))


def _selection(festival: str | None, years: str | None, which: Which) -> Selection:
    """The words of the command as a selection. Raises Refused for an empty word, and for years or a decade that are
    none."""
    said = {"festival": festival, "years": years, **asdict(which)}
    if empty := next(
        (name for name, word in said.items() if isinstance(word, str) and not word.strip()), None
    ):
        option = empty.removeprefix("in_").replace("_", "-")
        raise Refused(f"--{option} is empty: leave it out, and it does not restrict")
    return read_selection(
        Asked(
            festival=festival,
            years=years,
            category=which.category,
            winners=which.winners,
            list=which.in_list,
            decade=which.decade,
            import_type=which.import_type,
            country=which.country,
            since=which.since,
        )
    )


def _write(what: str, selection: Selection, form: str | None, written: Written) -> None:
    loaded = running.settings()

    async def into(program: Cinegraph, file: BinaryIO) -> None:
        only = () if written.columns is None else tuple(c.strip() for c in written.columns.split(","))
        blocks = stream(program.context, what, selection, form, only=only, safe=written.safe_csv, tell=_tell)
        async with aclosing(blocks):
            async for block in blocks:
                file.write(block)

    if written.output is None:
        if FORMATS[form or what].BINARY and sys.stdout.isatty():
            raise Refused(f"{form or what} is nothing for a terminal: give --output FILE")
        running.run(loaded, "real", lambda program: into(program, sys.stdout.buffer))
        sys.stdout.buffer.flush()
        return
    with whole(written.output) as file:
        running.run(loaded, "real", lambda program: into(program, file))


def _tell(line: str) -> None:
    print(f"cinegraph: {line}", file=sys.stderr)
