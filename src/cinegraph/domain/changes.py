"""What an import changed of an entry: field by field, from what to what, as plain values that outlive the rows."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from cinegraph.domain.festivals import Nomination
from cinegraph.domain.titles import fold

Place = tuple[str, str]
"""(award group, category name)"""


ENTRY = ("award", "category", "is_winner", "films", "people", "companies", "detail")
"""The fields by which a diff names an entry."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of an entry, before and after. `field` is named as in the export; values are plain data."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as it stands: where, what is said of it, and whether it is withdrawn."""

    place: Place
    nomination: Nomination
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class _Field:
    """`plain` is what is shown; two values are the same if their `key` is (None: what is shown)."""

    name: str
    plain: Callable[[Told], Any]
    key: Callable[[Told], Hashable] | None = None


def differences(before: Told, after: Told, exact: bool = False) -> tuple[Difference, ...]:
    """Every field in which the two differ, in the order of the export. Titles that fold alike are the same, unless
    each letter counts: a person may have corrected one."""
    return tuple(
        Difference(field.name, field.plain(before), field.plain(after))
        for field in _FIELDS
        if (key := field.plain if exact or field.key is None else field.key)(before) != key(after)
    )


def entry(told: Told) -> dict[str, Any]:
    """The entry in plain data, as a diff names it: its category, nominees, detail, and whether it won."""
    return {field.name: field.plain(told) for field in _FIELDS if field.name in ENTRY}


def _films(told: Told) -> list[dict[str, Any]]:
    return [{"title": f.title, "imdb_id": f.imdb_id, "note": f.note} for f in told.nomination.films]


def _films_key(told: Told) -> Hashable:
    return tuple((fold(f.title), f.note, f.imdb_id) for f in told.nomination.films)


def _people(told: Told) -> list[dict[str, Any]]:
    named = told.nomination.people
    return [{"name": n.person.name, "imdb_id": n.person.imdb_id, "role": n.role} for n in named]


def _companies(told: Told) -> list[dict[str, Any]]:
    return [{"name": c.name, "imdb_id": c.imdb_id, "role": c.role} for c in told.nomination.companies]


_FIELDS = (
    _Field("award", lambda told: told.place[0]),
    _Field("category", lambda told: told.place[1]),
    _Field("is_winner", lambda told: told.nomination.is_winner),
    _Field("films", _films, _films_key),
    _Field("people", _people),
    _Field("companies", _companies),
    _Field("detail", lambda told: told.nomination.detail),
    _Field("note", lambda told: told.nomination.note),
    _Field("citation", lambda told: told.nomination.citation),
    _Field("works", lambda told: list(told.nomination.works)),
    _Field("source", lambda told: list(told.nomination.accounts)),
    _Field("state", lambda told: "withdrawn" if told.withdrawn else "active"),
)
