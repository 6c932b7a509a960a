"""An organization's fields as a person types and reads them: the same in a browser, in the log and on the command line."""

import re
from collections.abc import Mapping, Sequence

from cinegraph.domain.organizations import SETTABLE
from cinegraph.pipeline.context import FieldRefused, Refused
from cinegraph.pipeline.read_years import parse_year_set

NUMBERS = ("founded_year", "month", "eligibility_offset", "prestige_win", "prestige_nomination")
YEARS = ("gap_years", "double_years")
WORDS = ("page_kinds", "wikidata_ids")
_NUMBER = re.compile(r"[0-9]{1,9}")


def read_field(field: str, text: str) -> object | None:
    """The value that is meant; None: the field is empty. Years are "1940..1945, 1948", words are parted by commas, names
    stand on lines of their own. Raises FieldRefused for what cannot be read, Refused for a field that is none."""
    if field not in SETTABLE and field != "slug":
        raise Refused(f"there is no field {field!r}")
    told = text.strip()
    if not told:
        return None
    if field in NUMBERS:
        if not _NUMBER.fullmatch(told):
            raise FieldRefused(field, f"{field}: {told[:40]!r} is no whole number from 0 on")
        return int(told)
    if field in YEARS:
        try:
            return parse_year_set(told)
        except Refused as wrong:
            raise FieldRefused(field, f"{field}: {wrong}") from None
    if field in WORDS or field == "other_names":
        parts = told.splitlines() if field == "other_names" else told.split(",")
        return tuple(filter(None, (part.strip() for part in parts)))
    return told


def read_fields(typed: Mapping[str, str]) -> dict[str, object | None]:
    """All of them, as `read_field` does."""
    return {field: read_field(field, text) for field, text in typed.items()}


def field_text(field: str, value: object, between: str = "; ") -> str | None:
    """A field's value as `read_field` takes it, with names parted by `between`; None: it is empty."""
    if value is None or value == ():
        return None
    if isinstance(value, tuple):
        return (
            year_spans(value) if field in YEARS else (between if field == "other_names" else ", ").join(value)
        )
    return str(value)


def year_spans(years: Sequence[int]) -> str:
    """Years as they are typed: "1940..1945, 1948"."""
    spans: list[list[int]] = []
    for year in sorted(years):
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return ", ".join(str(first) if first == last else f"{first}..{last}" for first, last in spans)
