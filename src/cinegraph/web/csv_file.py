"""A table as a CSV file that a browser saves: no cell that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Sequence

from fastapi import Response

_RUN = ("=", "+", "-", "@", "\t", "\r")


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The answer that is saved under that name."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(columns)
    table.writerows([_cell(value) for value in row] for row in rows)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _cell(value: object) -> object:
    """Text that begins like a formula is text."""
    return f"'{value}" if isinstance(value, str) and len(value) > 1 and value.startswith(_RUN) else value
