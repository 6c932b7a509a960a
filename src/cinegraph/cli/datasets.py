"""`cinegraph datasets`: datasets that are loaded whole into the database, for those who may use them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Parameter
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from cinegraph.app import Cinegraph
from cinegraph.cli import running, show
from cinegraph.cli.printing import print
from cinegraph.pipeline import dataset_files
from cinegraph.pipeline.load_imdb import drop_imdb, load_imdb
from cinegraph.settings import Settings
from cinegraph.store import datasets, imdb_staging

TERMS = "IMDb's datasets are for personal and non-commercial use only: https://developer.imdb.com/non-commercial-datasets/"

Json = Annotated[bool, Parameter(name="--json", negative="")]


_WEB = ("http://", "https://")


def register(app: App) -> None:
    """Add the commands."""
    group = App(
        name="datasets", help="Load, show and drop datasets (IMDb's: personal and non-commercial use only)."
    )
    for command in (load, status, drop):
        group.command(command)
    app.command(group)


def load(name: Literal["imdb"], origin: str | None = None, /, *, as_json: Json = False) -> None:
    """Load IMDb's datasets, for personal and non-commercial use only; they replace those loaded before.

    An interrupted load goes on where it ended; a failed one leaves the former dataset untouched. Once loaded they
    are asked for films if CINEGRAPH_IMDB_DATASETS is true.

    Parameters
    ----------
    name:
        The dataset: imdb.
    origin:
        A folder with the six files (title.basics.tsv.gz …, or .tsv), or the http(s) address that they are
        downloaded from; IMDb's own address if left out.
    as_json:
        Print one JSON object.
    """
    loaded = running.settings()
    told = _absolute(origin or loaded.imdb_datasets_url)
    running.run(loaded, "real", lambda program: _load(program, name, told, as_json))


def status(*, as_json: Json = False) -> None:
    """Show which datasets are loaded, since when, from where, and what an interrupted load has left.

    Parameters
    ----------
    as_json:
        Print one JSON object.
    """
    running.run(running.settings(), "real", lambda program: _status(program, as_json))


def drop(name: Literal["imdb"], /) -> None:
    """Drop IMDb's datasets: the loaded rows, what an interrupted load left, and downloaded files.

    Parameters
    ----------
    name:
        The dataset: imdb.
    """
    running.run(running.settings(), "real", lambda program: _drop(program, name))


async def _load(program: Cinegraph, name: str, told: str, as_json: bool) -> None:
    settings = program.settings
    downloaded = told.startswith(_WEB)
    with _shown(quiet=as_json) as progress:
        if downloaded:
            given = await dataset_files.from_address(
                program.context.door, told, _folder(settings), settings.user_agent, progress
            )
        else:
            given = dataset_files.in_folder(Path(told))
        replaced = await load_imdb(program.context.database, given, told, progress)
    if downloaded:
        dataset_files.remove_downloads(_folder(settings))
    if not as_json:
        print(
            f"{name}: loaded"
            if replaced
            else f"{name}: these very files are loaded already; nothing was done"
        )
    await _status(program, as_json)


async def _status(program: Cinegraph, as_json: bool) -> None:
    async with program.context.database.transaction() as conn:
        kept = await datasets.loaded(conn, imdb_staging.NAME)
        waiting = await imdb_staging.staged(conn)
    if as_json:
        told: dict[str, object] = {"name": imdb_staging.NAME, "loaded": kept is not None}
        if kept is not None:
            told |= {"loaded_at": kept.loaded_at.isoformat(), "origin": kept.origin, "rows": kept.rows}
            told["files"] = kept.files
        switched_on = program.settings.imdb_datasets
        print(show.json_line(told | {"staged": list(waiting), "switched_on": switched_on, "terms": TERMS}))
        return
    if kept is None:
        print("imdb: not loaded (`cinegraph datasets load imdb DIR`)")
    else:
        print(f"imdb: {kept.rows} rows, loaded {kept.loaded_at:%Y-%m-%d %H:%M} from {kept.origin}")
        for name, file in sorted(kept.files.items()):
            print(
                f"  {name:<18}{file['rows']:>12} kept of {show.count(file['lines'], 'record')}{_left_out(file)}"
            )
    if waiting:
        print(f"imdb: an interrupted load has staged {', '.join(waiting)}; the same load goes on behind them")
    if kept is not None and not program.settings.imdb_datasets:
        print("imdb: not asked for films: CINEGRAPH_IMDB_DATASETS is false")
    print(TERMS)


def _absolute(origin: str) -> str:
    return origin if origin.startswith(_WEB) else str(Path(origin).expanduser().absolute())


def _left_out(file: dict[str, dict[str, int]]) -> str:
    told = ", ".join(f"{kind} {number}" for kind, number in sorted(file["left_out"].items()))
    return f" (left out: {told})" if told else ""


async def _drop(program: Cinegraph, name: str) -> None:
    was_there = await drop_imdb(program.context.database)
    dataset_files.remove_downloads(_folder(program.settings))
    print(f"{name}: dropped" if was_there else f"{name}: there was nothing to drop")


def _folder(settings: Settings) -> Path:
    """Where downloads lie until they are loaded."""
    return settings.data_dir / "datasets" / "imdb"


@contextmanager
def _shown(quiet: bool) -> Iterator[dataset_files.Progress]:
    """Bars on a terminal: bytes of the file as it lies there, read and in all; elsewhere a line for each file, nothing if quiet."""
    console = show.console(stderr=True)
    columns = (TextColumn("{task.description:<32}"), BarColumn(32), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=quiet or not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def progress(what: str, file: str, done: int, total: int) -> None:
            label = f"{what} {file}"
            if label not in tasks:
                tasks[label] = bars.add_task(label, total=None)
                if not console.is_terminal and not quiet:
                    print(f"cinegraph: {label}", file=sys.stderr)
            bars.update(tasks[label], completed=done, total=total or None)

        yield progress
