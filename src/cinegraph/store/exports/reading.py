"""Reading what is exported: one moment of the database, through a connection of its own, a few thousand rows at a time."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any, TypeVar

import psycopg
from psycopg import Connection
from psycopg.errors import QueryCanceled

from cinegraph.domain.exporting import Column, Kind, Needs, Row, Rows, Table
from cinegraph.store.exports import Export, lines, text
from cinegraph.store.exports.selecting import Chosen, restricts_films, selected, where

T = TypeVar("T")

_BATCH = 2_000
_BLOCK = 256 * 1024
"""Bytes that are handed on together."""

_KINDS: Mapping[int, Kind] = {
    16: "boolean",
    20: "integer",
    23: "integer",
    114: "json",
    701: "number",
    1009: "texts",
    1082: "date",
    1184: "time",
    1700: "number",
    3802: "json",
}
"""PostgreSQL's types, by their numbers; every other one is text."""


class NothingSelected(Exception):
    """No row is selected."""


class NoSuchColumn(Exception):
    """The export has no such column: the word, and those that it has."""

    def __init__(self, word: str, known: Sequence[str]) -> None:
        super().__init__(word)
        self.word, self.known = word, known


@contextmanager
def apart(url: str) -> Iterator[Connection]:
    """A connection for one export, in a transaction that sees one moment and writes nothing.

    It is no asynchronous one: that would cost more for each row than PostgreSQL takes to make it (1.5 µs a row against
    0.6). Whoever must not wait asks for it in a thread.
    """
    with psycopg.connect(url, application_name="cinegraph", connect_timeout=10) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield connection


class Reading:
    """The rows of one query."""

    def __init__(
        self, connection: Connection, query: str, values: Mapping[str, Any], only: Sequence[str] = ()
    ) -> None:
        self._connection, self._query, self._values = connection, query, values
        self.columns = self._described(only)
        self.found = False

    def _described(self, only: Sequence[str]) -> tuple[Column, ...]:
        described = self._connection.execute(
            f"select * from ({self._query}) q limit 0".encode(), self._values
        )
        assert described.description is not None
        columns = {d.name: Column(d.name, _KINDS.get(d.type_code, "text")) for d in described.description}
        for name in only:
            if name not in columns:
                raise NoSuchColumn(name, list(columns))
        return tuple(columns[name] for name in only or columns)

    def batches(self) -> Iterator[list[Row]]:
        """As values; see `Rows`."""
        names = ", ".join(f'q."{column.name}"' for column in self.columns)
        with self._connection.cursor(f"export_{id(self)}") as cursor:
            cursor.execute(f"select {names} from ({self._query}) q".encode(), self._values)
            while batch := cursor.fetchmany(_BATCH):
                self.found = True
                yield batch

    def csv(self, *, safe: bool) -> Iterator[bytes]:
        """As CSV; see `Rows`."""
        return self._copied(lines.csv(self._query, self.columns, safe), b"\r\n")

    def json(self) -> Iterator[bytes]:
        """As JSON; see `Rows`."""
        return self._copied(lines.json(self._query, self.columns), b"\n")

    def _copied(self, statement: str, end: bytes) -> Iterator[bytes]:
        """What COPY writes, each row a message of its own, in blocks."""
        with self._connection.cursor() as cursor, cursor.copy(statement.encode(), self._values) as copy:
            rows: list[bytes] = []
            size = 0
            for row in copy:
                self.found = True
                rows.append(bytes(row[:-1]))  # a line break that is the row's own
                size += len(row)
                if size > _BLOCK:
                    rows.append(b"")
                    yield end.join(rows)
                    rows, size = [], 0
            if rows:
                rows.append(b"")
                yield end.join(rows)


class Selected:
    """What a format reads of an export that was chosen; see `Source`."""

    def __init__(
        self,
        connection: Connection,
        export: Export,
        chosen: Chosen,
        *,
        flat: bool = False,
        only: Sequence[str] = (),
    ) -> None:
        self._connection, self._export, self._chosen = connection, export, chosen
        self._flat, self._only = flat, only
        self._read: Reading | None = None

    def rows(self, part: str = "") -> Rows:
        """The export's rows, or a part of it. Raises NoSuchColumn; LookupError for a part that it does not have;
        NothingSelected if there is no row, unless what changed is asked for."""
        export = self._export
        if part and part not in export.parts:
            raise LookupError(f"{export.name} has no part {part!r}")
        file = export.name
        if export.among and restricts_films(self._chosen):
            file = export.among
        if export.flat and self._flat:
            file = export.flat
        if part:
            return Reading(self._connection, self._query(part), self._chosen.values)
        self._read = Reading(self._connection, self._query(file), self._chosen.values, self._only)
        return self._read if self._chosen.since else _Filled(self._read)

    def left_out(self, needs: Needs, seconds: float) -> int | None:
        """How many rows lack what they need, as of the same moment; None: that takes longer to count."""
        beside = f" and q.{needs.beside} is not null" if needs.beside else ""
        query = f"select count(*) from ({self._query(self._export.name)}) q where q.{needs.column} is null{beside}"
        self._connection.execute(f"set local statement_timeout = {round(seconds * 1000)}".encode())
        try:
            with self._connection.transaction():
                row = self._connection.execute(query.encode(), self._chosen.values).fetchone()
        except QueryCanceled:
            return None
        finally:
            self._connection.execute("set local statement_timeout to default")
        assert row is not None
        return int(row[0])

    @property
    def found(self) -> bool:
        """Whether the export had a row."""
        return self._read is not None and self._read.found

    def _query(self, file: str) -> str:
        return (
            text(file)
            .replace("{where}", where(self._export, self._chosen))
            .replace("{selected}", selected(self._export.anchor, self._chosen))
            .replace("{films}", selected("film", self._chosen))
            .replace("{whenever}", "true" if self._chosen.since is None else "false")
        )

    def tables(self) -> Iterator[tuple[Table, Rows]]:
        """Every table that users see, whole."""
        from cinegraph.store.exports import everything  # noqa: PLC0415 the schema takes long to load, and one export needs it

        for table in everything.tables():
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            by = ", ".join(f'"{name}"' for name in table.key)
            yield table, Reading(self._connection, f'select {names} from "{table.name}" order by {by}', {})


class _Filled:
    """The rows of a reading that must have some. Raises NothingSelected when the first of none is asked for."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.columns = reading.columns

    def batches(self) -> Iterator[list[Row]]:
        return _some(self._reading.batches())

    def csv(self, *, safe: bool) -> Iterator[bytes]:
        return _some(self._reading.csv(safe=safe))

    def json(self) -> Iterator[bytes]:
        return _some(self._reading.json())


def _some(blocks: Iterator[T]) -> Iterator[T]:
    """The same, if there is anything."""
    first = next(blocks, None)
    if first is None:
        raise NothingSelected
    return chain((first,), blocks)
