"""Where the six files of IMDb's datasets are: in a folder, or downloaded into one; and which version each is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cinegraph.fetch import http
from cinegraph.fetch.downloads import Download
from cinegraph.pages.dataset_lines import Lines
from cinegraph.pages.imdb_dataset_files import FILES, DatasetFile
from cinegraph.pipeline.context import Refused

SOURCE = "imdb_datasets"
_KEPT_AS = 1
"""Raise it when other rows are kept of the same files: they are then read anew."""

Progress = Callable[[str, str, int, int], None]
"""Told (what is done, with which file, bytes done, bytes in all)."""


@dataclass(frozen=True, slots=True)
class Given:
    """One of the files, as it is here; two files with one signature are the same."""

    file: DatasetFile
    path: Path
    signature: dict[str, object]

    @property
    def bytes(self) -> int:
        """Its size as it lies there."""
        return int(str(self.signature["bytes"]))


def in_folder(folder: Path) -> list[Given]:
    """The six files of a folder, `.tsv.gz` or `.tsv`, each with the header that it must have.

    Raises Refused for what is missing, DatasetUnreadable for a foreign file, OSError.
    """
    if not folder.is_dir():
        raise Refused(
            f"{folder}: there is no such folder (a folder with IMDb's dataset files, or their address)"
        )
    found = {file.name: _file(folder, file.name) for file in FILES}
    if missing := [name for name, path in found.items() if path is None]:
        raise Refused(
            f"{folder} lacks {', '.join(f'{name}.tsv.gz' for name in missing)}: all six files are needed"
        )
    given = []
    for file in FILES:
        path = found[file.name]
        assert path is not None
        _check(path, file)
        about = path.stat()
        changed = datetime.fromtimestamp(about.st_mtime, UTC).isoformat()
        given.append(Given(file, path, _signature(about.st_size, changed)))
    return given


async def from_address(
    door: http.Door, address: str, folder: Path, user_agent: str, progress: Progress
) -> list[Given]:
    """The six files, downloaded into the folder; what is there already and current is not fetched again.

    Raises Refused if the address does not give one of them, or does not answer.
    """
    given = []
    for file in FILES:
        name = f"{file.name}.tsv.gz"
        download = Download(door, SOURCE, f"{address.rstrip('/')}/{name}", folder / name, user_agent)

        def told(here: int, total: int, name: str = name) -> None:
            progress("download", name, here, total)

        try:
            got = await download.get(told)
        except http.NoAnswer as reason:
            raise Refused(f"{address}: {name}: {reason}; the same command goes on where this ended") from None
        except (http.Refused, http.Spent) as reason:
            raise Refused(str(reason)) from None
        _check(got.path, file)
        version = got.version or datetime.now(UTC).isoformat()
        given.append(Given(file, got.path, _signature(got.path.stat().st_size, version)))
    return given


def remove_downloads(folder: Path) -> None:
    """Remove what was downloaded, whole or in part; nothing else that lies there."""
    for file in FILES:
        for ending in ("", ".part", ".json"):
            (folder / f"{file.name}.tsv.gz{ending}").unlink(missing_ok=True)


def _file(folder: Path, name: str) -> Path | None:
    named = (folder / f"{name}.tsv.gz", folder / f"{name}.tsv")
    return next((path for path in named if path.is_file()), None)


def _check(path: Path, file: DatasetFile) -> None:
    with path.open("rb") as raw:
        Lines(raw, str(path), file.columns).check()


def _signature(size: int, version: str) -> dict[str, object]:
    return {"bytes": size, "version": version, "kept_as": _KEPT_AS}
