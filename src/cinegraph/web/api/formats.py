"""Which form an answer has: JSON, or all rows of a list as CSV or JSON Lines, by the address's ending or by Accept."""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

import msgspec
from fastapi import Request

Form = Literal["json", "csv", "jsonl"]

TYPES: dict[Form, str] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl",
}
_ACCEPTED: dict[str, Form] = {
    "text/csv": "csv",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "jsonl",
    "application/ndjson": "jsonl",
    "application/json": "json",
    "*/*": "json",
    "application/*": "json",
    "text/*": "csv",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

JSON = msgspec.json.Encoder(decimal_format="number")


def wanted(request: Request) -> Form:
    """The form that the address names, else the best that is accepted; JSON if nothing is said."""
    ending = request.url.path.rpartition("/")[2].rpartition(".")[2]
    if ending in ("csv", "jsonl"):
        return "csv" if ending == "csv" else "jsonl"
    return next(iter(accepted(request)), "json")


def accepted(request: Request) -> list[Form]:
    """The forms that the asker takes, the best first; of equal ones, the one that it names first."""
    found: list[tuple[float, Form]] = []
    for part in (request.headers.get("accept") or "*/*").split(","):
        name, *rest = (word.strip().lower() for word in part.split(";"))
        if name in _ACCEPTED and (weight := _weight(rest)) > 0:
            found.append((-weight, _ACCEPTED[name]))
    return [form for _, form in sorted(found, key=lambda one: one[0])]


def _weight(parameters: Sequence[str]) -> float:
    for one in parameters:
        if one.startswith("q="):
            try:
                return float(one[2:])
            except ValueError:
                return 0.0
    return 1.0


async def lines(rows: AsyncIterator[Sequence[object]]) -> AsyncIterator[bytes]:
    """One JSON object a line."""
    async for some in rows:
        yield JSON.encode_lines(some)


async def table(row: type, rows: AsyncIterator[Sequence[object]]) -> AsyncIterator[bytes]:
    """A line with the columns, and one a row. What a spreadsheet would take for a formula has an apostrophe before it."""
    names = [f.name for f in fields(row)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    async for some in rows:
        writer.writerows([[_cell(getattr(one, name)) for name in names] for one in some])
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()
    if out.getvalue():
        yield out.getvalue().encode()


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return f"'{value}" if value.startswith(_FORMULA) else value
        case Decimal():
            return f"{value:f}"
        case datetime() | date():
            return value.isoformat()
    return JSON.encode(value).decode()
