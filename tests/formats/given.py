"""Rows that a test gives a format, without a database."""

from collections.abc import Iterator, Sequence

from cinegraph.domain.exporting import Column, Row, Rows, Table


class Given:
    """A source with these rows; all of them are text to it, since formats of values ask for names only."""

    def __init__(self, names: Sequence[str], rows: Sequence[Row]) -> None:
        self.columns = [Column(name, "text") for name in names]
        self._rows = list(rows)

    def rows(self, part: str = "") -> Rows:
        return self

    def batches(self) -> Iterator[Sequence[Row]]:
        yield from (self._rows[start : start + 2] for start in range(0, len(self._rows), 2))

    def csv(self, *, safe: bool) -> Iterator[bytes]:
        raise AssertionError

    def json(self) -> Iterator[bytes]:
        raise AssertionError

    def tables(self) -> Iterator[tuple[Table, Rows]]:
        raise AssertionError
