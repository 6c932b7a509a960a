"""A whole SQLite file, as Datasette and others open it: every table with its keys, references and indexes, and the words
of titles and names to search in.

SQLite writes to a file of its own in the folder for temporary ones, which is then passed on.
"""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from cinegraph.domain.exporting import How, Kind, Rows, Source, Table

MEDIA_TYPE = "application/vnd.sqlite3"
SUFFIX = ".db"
BINARY = True
FLAT = True
NEEDS = None

_PIECE = 2**20

_TYPES: Mapping[Kind, str] = {"boolean": "INTEGER", "integer": "INTEGER", "number": "REAL"}


def write(source: Source, _: How) -> Iterator[bytes]:
    """The file, when all of it is there."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "films.db"
        with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as file:
            for first in ("pragma journal_mode = off", "pragma synchronous = off", "begin"):
                file.execute(first)
            made = []
            for table, rows in source.tables():
                _fill(file, table, rows)
                made.append(table)
                yield b""  # nothing yet: whoever waits may leave here
            for table in made:
                _index(file, table)
            file.execute("commit")
        with path.open("rb") as whole:
            while piece := whole.read(_PIECE):
                yield piece


def _fill(file: sqlite3.Connection, table: Table, rows: Rows) -> None:
    file.execute(_created(table))
    into = f"insert into {_name(table.name)} values ({', '.join('?' * len(table.columns))})"
    changed = [(place, _CHANGED[c.kind]) for place, c in enumerate(table.columns) if c.kind in _CHANGED]
    for batch in rows.batches():
        file.executemany(into, [_row(row, changed) for row in batch])


def _created(table: Table) -> str:
    number = next((c.name for c in table.columns if table.key == (c.name,) and c.kind == "integer"), None)
    parts = [
        f"{_name(c.name)} INTEGER PRIMARY KEY"
        if c.name == number
        else f"{_name(c.name)} {_TYPES.get(c.kind, 'TEXT')}{' NOT NULL' if c.required else ''}"
        for c in table.columns
    ]
    if number is None:
        parts.append(f"PRIMARY KEY {_names(table.key)}")
    parts += [f"UNIQUE {_names(names)}" for names in table.unique]
    parts += [
        f"FOREIGN KEY {_names(names)} REFERENCES {_name(other)} {_names(theirs)}"
        for names, other, theirs in table.references
    ]
    return f"create table {_name(table.name)} ({', '.join(parts)})"


def _index(file: sqlite3.Connection, table: Table) -> None:
    """References are looked up from the other side, too."""
    known = {table.key, *table.unique}
    wanted = {*table.indexes, *(names for names, _, _ in table.references)}
    for names in sorted(wanted - known):
        if not any(whole[: len(names)] == names for whole in known):
            called = _name(f"ix_{table.name}_{'_'.join(names)}")
            file.execute(f"create index {called} on {_name(table.name)} {_names(names)}")
    if table.searched:
        words = ", ".join(_name(name) for name in table.searched)
        found = _name(f"{table.name}_fts")
        file.execute(
            f"create virtual table {found} using fts5({words}, content={_name(table.name)}, content_rowid='id',"
            " tokenize='unicode61 remove_diacritics 2')"
        )
        file.execute(f"insert into {found} ({found}) values ('rebuild')")


def _row(
    row: tuple[Any, ...], changed: list[tuple[int, Callable[[Any], object]]]
) -> tuple[Any, ...] | list[Any]:
    if not changed:
        return row
    fitting = list(row)
    for place, change in changed:
        if fitting[place] is not None:
            fitting[place] = change(fitting[place])
    return fitting


def _time(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _day(value: date) -> str:
    return value.isoformat()


def _number(value: Decimal | float) -> float:
    return float(value)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


_CHANGED: Mapping[Kind, Callable[[Any], object]] = {
    "time": _time,
    "date": _day,
    "number": _number,
    "json": _json,
}
"""Kinds that SQLite has no type for."""


def _name(name: str) -> str:
    return f'"{name}"'


def _names(names: tuple[str, ...]) -> str:
    return f"({', '.join(_name(name) for name in names)})"
