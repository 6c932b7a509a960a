"""What an organization's fields may hold: the one rule for the shipped file, a user's file and the command line."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from cinegraph.domain.festivals import Organization

SETTABLE = tuple(name for name in Organization.__dataclass_fields__ if name not in ("slug", "known_editions"))
"""The fields that a person may set; the slug is the name under which they are kept."""

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ABBREVIATION = re.compile(r"[A-Z0-9]{2,16}")
_EVENT = re.compile(r"ev\d{7,}")
_ITEM = re.compile(r"Q[1-9]\d*")
_MOST_ITEMS = 200
"""One query asks for them all."""
_COUNTRY = re.compile(r"[A-Z]{2}")
_RESERVED = ("all", "imdb")
_FIRST = 1850
"""Nobody gave prizes to films before there were any."""


class _Rule(NamedTuple):
    """A field, when its value can be, and what it must be."""

    field: str
    holds: Callable[[Organization], bool]
    says: str


_RULES = (
    _Rule("slug", lambda o: bool(_SLUG.fullmatch(o.slug)), "must be small letters, digits and hyphens"),
    _Rule("slug", lambda o: o.slug not in _RESERVED, "is a word with a meaning of its own: take another"),
    _Rule("name", lambda o: bool(o.name.strip()), "must not be empty"),
    _Rule("name", lambda o: _is_line(o.name), "must be one line of text"),
    _Rule("official_name", lambda o: o.official_name is None or bool(o.official_name.strip()), "is empty"),
    _Rule("official_name", lambda o: _is_line(o.official_name or ""), "must be one line of text"),
    _Rule("other_names", lambda o: all(n.strip() for n in o.other_names), "must not hold an empty name"),
    _Rule("other_names", lambda o: all(map(_is_line, o.other_names)), "must each be one line of text"),
    _Rule(
        "abbreviation",
        lambda o: bool(_ABBREVIATION.fullmatch(o.abbreviation)),
        "must be 2 to 16 capital letters and digits",
    ),
    _Rule(
        "imdb_event_id",
        lambda o: o.imdb_event_id is None or bool(_EVENT.fullmatch(o.imdb_event_id)),
        'must be "ev" and at least 7 digits',
    ),
    _Rule(
        "country",
        lambda o: bool(_COUNTRY.fullmatch(o.country)),
        "must be a country's two capital letters (FR)",
    ),
    _Rule("main_award", lambda o: _is_line(o.main_award or ""), "must be one line of text"),
    _Rule("founded_year", lambda o: _FIRST <= o.founded_year <= 9999, f"must be a year since {_FIRST}"),
    _Rule("month", lambda o: o.month is None or 1 <= o.month <= 12, "must be 1 to 12"),
    _Rule("page_kinds", lambda o: len(set(o.page_kinds)) == len(o.page_kinds), "must name each kind once"),
    _Rule("gap_years", lambda o: _within(o, o.gap_years), "must be years from founded_year on"),
    _Rule("double_years", lambda o: _within(o, o.double_years), "must be years from founded_year on"),
    _Rule(
        "double_years",
        lambda o: not set(o.gap_years) & set(o.double_years),
        "names a year that gap_years names too",
    ),
    _Rule(
        "eligibility_offset",
        lambda o: o.eligibility_offset is None or 0 <= o.eligibility_offset <= 5,
        "must be 0 to 5 years",
    ),
    _Rule("prestige_win", lambda o: o.prestige_win is None or 0 <= o.prestige_win <= 100, "must be 0 to 100"),
    _Rule(
        "prestige_nomination",
        lambda o: o.prestige_nomination is None or 0 <= o.prestige_nomination <= (o.prestige_win or 0),
        "must be 0 to 100, and not above prestige_win",
    ),
    _Rule(
        "wikidata_ids",
        lambda o: len(o.wikidata_ids) <= _MOST_ITEMS and all(map(_ITEM.fullmatch, o.wikidata_ids)),
        f'must be at most {_MOST_ITEMS} items, each "Q" and its number',
    ),
)


def _within(organization: Organization, years: tuple[int, ...]) -> bool:
    return all(organization.founded_year <= year <= 9999 for year in years)


def _is_line(text: str) -> bool:
    return not any(unicodedata.category(letter) == "Cc" for letter in text)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field whose value cannot be; as text, the line that says so: "month = 13 must be 1 to 12"."""

    field: str
    says: str

    def __str__(self) -> str:
        return self.says


def wrong_with(organization: Organization) -> Wrong | None:
    """The first thing that cannot be; None if all is well."""
    for rule in _RULES:
        if not rule.holds(organization):
            return Wrong(rule.field, f"{rule.field} = {getattr(organization, rule.field)!r} {rule.says}")
    return None
