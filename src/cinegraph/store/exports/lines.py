"""Lines that PostgreSQL writes itself: a row becomes text where it lies, and Python only passes it on.

Read as values and written by `csv` and `json`, a row costs five to ten times as much as in a plain COPY.
"""

from collections.abc import Callable, Sequence

from cinegraph.domain.exporting import Column, Kind

_TIME = "to_char({0} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"

_AS_TEXT: dict[Kind, str] = {
    "text": "{0}",
    "texts": "array_to_string({0}, ' | ', '')",
    "time": _TIME,
    "boolean": "{0}::text",
}
"""How a kind is written in CSV, if not as PostgreSQL does."""

_AS_JSON: dict[Kind, str] = {
    "text": "to_json({0})::text",
    "date": """'"' || {0}::text || '"'""",
    "time": f"""'"' || {_TIME} || '"'""",
    "texts": "(select '[' || coalesce(string_agg(coalesce(to_json(one)::text, 'null'), ', ' order by place), '') || ']'"
    " from unnest({0}) with ordinality as told(one, place))",
}

_FORMULA = r"^[=+\-@\t\r]"
"""A cell that begins so is run by spreadsheets, not shown."""

COPY_CSV = "copy ({0}) to stdout (format csv)"

COPY_LINES = r"copy ({0}) to stdout (format csv, quote e'\x01', delimiter e'\x02', null e'\x03')"
"""One text a row, as it is: JSON has none of these signs, nor a line break."""


def csv(query: str, columns: Sequence[Column], safe: bool) -> str:
    """The COPY whose lines are the query's rows as CSV, without a header. An empty text is written as no value is."""
    return COPY_CSV.format(_from(query, columns, lambda column: _cell(column, safe), ", "))


def json(query: str, columns: Sequence[Column]) -> str:
    """The COPY whose lines are the query's rows as objects, keys in the order of the columns."""
    pairs = [f"'{_key(column, first=not place)}' || {_json(column)}" for place, column in enumerate(columns)]
    return COPY_LINES.format(f"select {' || '.join(pairs)} || '}}' from ({query}) q")


def _from(query: str, columns: Sequence[Column], how: Callable[[Column], str], by: str) -> str:
    return f"select {by.join(how(column) for column in columns)} from ({query}) q"


def _cell(column: Column, safe: bool) -> str:
    said = _AS_TEXT.get(column.kind, "{0}").format(_name(column))
    if column.kind not in {"text", "texts", "json"}:
        return said
    if safe:
        said = f"case when {said}::text ~ '{_FORMULA}' then '''' || {said}::text else {said}::text end"
    return f"nullif({said}, '')" if column.kind != "json" or safe else f"{said}::text"


def _key(column: Column, *, first: bool) -> str:
    return f'{"{" if first else ", "}"{column.name}": '


def _json(column: Column) -> str:
    said = _AS_JSON.get(column.kind, "{0}::text").format(_name(column))
    return f"coalesce({said}, 'null')"


def _name(column: Column) -> str:
    return f'q."{column.name}"'
