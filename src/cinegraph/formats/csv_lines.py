"""CSV as RFC 4180 has it: a header, lines that end in CR LF, quotes where they are needed. UTF-8 without a mark."""

import csv
import io
from collections.abc import Iterator
from itertools import chain

from cinegraph.domain.exporting import How, Source

MEDIA_TYPE = "text/csv; charset=utf-8"
SUFFIX = ".csv"
BINARY = False
FLAT = True
NEEDS = None


def write(source: Source, how: How) -> Iterator[bytes]:
    """A line for each row below a header; the header alone if there may be no row."""
    rows = source.rows()
    lines = rows.csv(safe=how.safe)
    first = next(lines, b"")
    header = io.StringIO(newline="")
    csv.writer(header).writerow([column.name for column in rows.columns])
    yield from chain((header.getvalue().encode() + first,), lines)
