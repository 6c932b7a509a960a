"""Rows → bytes. No network, no database, no clock. One file a format.

A new format is a file here with MEDIA_TYPE, SUFFIX, BINARY, FLAT, NEEDS and write(), and one line in FORMATS. What it yields is
whole: a reader that stops has the beginning of it. It asks for the first rows before it yields anything, so that who asked
for what is not there gets an error and no half of a file.
"""

from collections.abc import Iterator, Mapping
from typing import Protocol

from cinegraph.domain.exporting import How, Needs, Source
from cinegraph.formats import (
    csv_lines,
    graphml,
    imdb_awards,
    json_lines,
    parquet,
    radarr,
    sqlite_file,
    stevenlu,
)
from cinegraph.formats.missing import MissingPackage

__all__ = ["FORMATS", "Format", "MissingPackage"]


class Format(Protocol):
    """How rows are written down. `BINARY`: nothing for a terminal. `FLAT`: a column holds one value, or texts. `NEEDS`:
    rows without it are left out."""

    @property
    def MEDIA_TYPE(self) -> str: ...  # noqa: N802 a module's constant

    @property
    def SUFFIX(self) -> str: ...  # noqa: N802 a module's constant

    @property
    def BINARY(self) -> bool: ...  # noqa: N802 a module's constant

    @property
    def FLAT(self) -> bool: ...  # noqa: N802 a module's constant

    @property
    def NEEDS(self) -> Needs | None: ...  # noqa: N802 a module's constant

    def write(self, source: Source, how: How, /) -> Iterator[bytes]: ...


FORMATS: Mapping[str, Format] = {
    "jsonl": json_lines,
    "csv": csv_lines,
    "parquet": parquet,
    "graphml": graphml,
    "radarr": radarr,
    "stevenlu": stevenlu,
    "imdb-awards": imdb_awards,
    "sqlite": sqlite_file,
}
