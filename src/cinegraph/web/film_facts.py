"""What catalogues told of a film, fact by fact: the value, who says so, and when they said it last."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cinegraph.store.screens.film import Told
from cinegraph.store.screens.film_records import Recorded

_MONEY = ("budget", "revenue", "box_office")
_HIDDEN = ("poster_path", "backdrop_path", "source_id", "overview", "tagline")
"""Shown elsewhere, or of no use to a person."""
_ORDER = (
    "release_date",
    "runtime",
    "status",
    "content_rating",
    "rated",
    "awards",
    "budget",
    "revenue",
    "box_office",
    "countries",
    "languages",
    "original_language",
    "companies",
    "collection",
    "homepage",
)
_CALLED = {"content_rating": "rated"}
"""A fact with rows of its own → how it is called where a source's words are kept as they came."""
_LONGEST = 12
"""So many entries of a list are shown at once."""
_MIDNIGHT = re.compile(r"T00:00:00(\.0+)?(Z|\+00:00)$")


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it is shown, with more of it if it is a long list; the sources that say so; when one said it last."""

    text: str
    more: tuple[str, ...]
    sources: tuple[str, ...]
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact by its name; sources may differ."""

    name: str
    values: tuple[Value, ...]


def facts(details: Mapping[str, Any], told: Sequence[Told], recorded: Sequence[Recorded] = ()) -> list[Fact]:
    """Every fact that some source gives, those that people ask for first; what is `recorded` in rows of its own is told
    of these."""
    details = {source: dict(known) for source, known in details.items() if isinstance(known, Mapping)}
    at = {one.source: one.at for one in told}
    for one in recorded:
        details.setdefault(one.source, {})[one.name] = one.words if one.usd is None else one.usd
        details[one.source].pop(_CALLED.get(one.name, ""), None)
        if one.told_at is not None:
            at[one.source] = max(one.told_at, at.get(one.source, one.told_at))
    names = {name for known in details.values() for name in known}
    ordered = sorted(names - set(_HIDDEN), key=lambda n: (_ORDER.index(n) if n in _ORDER else len(_ORDER), n))
    return [Fact(name, _values(name, details, at)) for name in ordered]


def words(details: Mapping[str, Any], name: str) -> tuple[str, str] | None:
    """What the film is about, or its motto, and who says so."""
    found = ((source, known.get(name)) for source, known in details.items() if isinstance(known, Mapping))
    return next(((str(text), source) for source, text in found if text), None)


def _values(name: str, details: Mapping[str, Any], at: Mapping[str, datetime]) -> tuple[Value, ...]:
    said: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for source, known in details.items():
        if isinstance(known, Mapping) and name in known:
            said.setdefault(_shown(name, known[name]), []).append(source)
    return tuple(
        Value(text, more, tuple(sources), max((at[s] for s in sources if s in at), default=None))
        for (text, more), sources in said.items()
    )


def _shown(name: str, value: Any) -> tuple[str, tuple[str, ...]]:
    if name in _MONEY and isinstance(value, int | float):
        return f"${value:,.0f}", ()
    if name == "runtime":
        return f"{value} min", ()
    if isinstance(value, list | tuple):
        entries = [_entry(one) for one in value]
        return ", ".join(entries[:_LONGEST]), tuple(entries[_LONGEST:])
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value), ()


def _entry(one: Any) -> str:
    """An entry of a list; of a dated release the country, the day and the certificate."""
    if not isinstance(one, list | tuple):
        return str(one)
    return " ".join(_MIDNIGHT.sub("", str(part)) for part in one if part)
