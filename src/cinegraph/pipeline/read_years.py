"""Years as a person writes them."""

import re

from cinegraph.pipeline.context import Refused

_FORM = re.compile(r"^(?P<first>\d{4})(?:\.\.(?P<last>\d{4})|/(?P<instance>[1-9]))?$")


def parse_years(text: str) -> tuple[list[int], int | None]:
    """The years of "2024", "2020..2024" or "1930/2", and the place within the year if one is named. Raises Refused."""
    found = _FORM.match(text.strip())
    if found is None:
        raise Refused(
            f"{text!r} is no year: give one (2024), a range (2020..2024) or a place within a year (1930/2)"
        )
    first, last = int(found["first"]), int(found["last"] or found["first"])
    if last < first:
        raise Refused(f"the range {text} runs backwards: write {last}..{first}")
    return list(range(first, last + 1)), int(found["instance"]) if found["instance"] else None


def parse_year_set(text: str) -> tuple[int, ...]:
    """The years of "1940..1945, 1948", in order, each once; none for an empty text. Raises Refused."""
    years: set[int] = set()
    for part in filter(None, (word.strip() for word in text.split(","))):
        found, instance = parse_years(part)
        if instance is not None:
            raise Refused(f"{part!r} is no year: a place within a year does not belong here")
        years |= set(found)
    return tuple(sorted(years))
