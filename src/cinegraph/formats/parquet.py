"""Parquet, by pyarrow: columns with their types, compressed; a row group for twenty thousand rows.

pyarrow is an extra: it takes 170 MB, more than everything else that Cinegraph stands on.
"""

import io
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from cinegraph.domain.exporting import Column, How, Row, Source
from cinegraph.formats.missing import MissingPackage

MEDIA_TYPE = "application/vnd.apache.parquet"
SUFFIX = ".parquet"
BINARY = True
FLAT = True
NEEDS = None

_GROUP = 20_000


def write(source: Source, _: How) -> Iterator[bytes]:
    """The whole file, piece by piece. Raises MissingPackage."""
    arrow, writers = _pyarrow()
    rows = source.rows()
    schema = arrow.schema([(column.name, _type(arrow, column)) for column in rows.columns])
    sink = io.BytesIO()
    written = 0
    with writers.ParquetWriter(_Ahead(sink), schema, compression="zstd") as writer:
        for group in _groups(rows.batches()):
            columns = zip(*group, strict=True)
            arrays = [
                arrow.array(_fitting(values, column), field.type)
                for values, column, field in zip(columns, rows.columns, schema, strict=True)
            ]
            writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))
            written += 1
            yield _taken(sink)
    yield _taken(sink)


def _pyarrow() -> tuple[Any, Any]:
    """Both of its modules, loaded when they are needed: that takes a while."""
    try:
        arrow = import_module("pyarrow")
        return arrow, import_module("pyarrow.parquet")
    except ImportError:
        raise MissingPackage(
            "Parquet needs pyarrow, an extra that is not installed: pip install 'cinegraph[parquet]'"
        ) from None


def _type(arrow: Any, column: Column) -> Any:
    types = {
        "boolean": arrow.bool_(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "time": arrow.timestamp("us", tz="UTC"),
        "date": arrow.date32(),
        "texts": arrow.list_(arrow.string()),
    }
    return types.get(column.kind, arrow.string())


def _fitting(values: tuple[Any, ...], column: Column) -> Any:
    """Exact numbers as floating ones; all else as it is."""
    if column.kind == "number":
        return [None if value is None else float(value) for value in values]
    return values


def _groups(batches: Iterator[Any]) -> Iterator[list[Row]]:
    group: list[Row] = []
    for batch in batches:
        group.extend(batch)
        if len(group) >= _GROUP:
            yield group
            group = []
    if group:
        yield group


class _Ahead(io.RawIOBase):
    """A file that only goes forward: what is written is taken away from it, and where it stands is remembered."""

    def __init__(self, sink: io.BytesIO) -> None:
        self._sink, self._place = sink, 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._place += self._sink.write(data)
        return len(data)

    def tell(self) -> int:
        return self._place


def _taken(sink: io.BytesIO) -> bytes:
    data = sink.getvalue()
    sink.seek(0)
    sink.truncate()
    return data
