"""Wikidata's items as Candidates: the query that asks for them, and what its rows say.

One row is one statement of one item, so that nothing is multiplied by anything. Where Wikidata contradicts
itself (two items for one id, two TMDb numbers for one film), the doubtful value is left out, not guessed.
Properties: P345 IMDb, P4947 TMDb film, P6127 Letterboxd, P1476 original title, P577 published, P31 is a, P57 director.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from msgspec import Struct
from msgspec import field as named

from cinegraph.domain.movies import Candidate, Facts
from cinegraph.domain.people import Credit

By = Literal["imdb_id", "tmdb_id", "wikidata_id"]
"""What kind of id a list of films is asked by."""

_SEASON_OR_EPISODE = {
    "Q21191270",  # television series episode
    "Q1983062",  # episode
    "Q3464665",  # television series season
}
_TELEVISION = {
    "Q5398426",  # television series
    "Q1259759",  # miniseries
    "Q15416",  # television program
    "Q581714",  # animated series
    "Q117467246",  # animated television series
    "Q63952888",  # anime television series
    "Q526877",  # web series
}
_SHORTS = {"Q24862", "Q17517379"}  # short film, animated short film

_PREFIXES = (
    "PREFIX wd: <http://www.wikidata.org/entity/> PREFIX wdt: <http://www.wikidata.org/prop/direct/>"
    " PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"
)
_BRANCHES = (
    *(
        f'?item wdt:{number} ?value BIND("{number}" AS ?what)'
        for number in ("P345", "P4947", "P6127", "P1476", "P577", "P31")
    ),
    '?item rdfs:label ?value FILTER(LANG(?value) IN ("en", "mul")) BIND("label" AS ?what)',
    (
        "?item rdfs:label ?value"
        ' FILTER NOT EXISTS { ?item rdfs:label ?known FILTER(LANG(?known) IN ("en", "mul")) }'
        ' BIND("other_label" AS ?what)'
    ),
    (
        '?item wdt:P57 ?value BIND("P57" AS ?what)'
        ' OPTIONAL { ?value rdfs:label ?name FILTER(LANG(?name) IN ("en", "mul")) }'
        " OPTIONAL { ?value wdt:P345 ?imdb }"
    ),
)


def query(by: By, keys: Sequence[str]) -> str:
    """SPARQL for everything that is read of the items with these ids ("tt…", "Q…", digits)."""
    if by == "wikidata_id":
        items = " ".join(f"wd:{key}" for key in keys)
        given = f'VALUES ?item {{ {items} }} BIND(STRAFTER(STR(?item), "entity/") AS ?asked)'
    else:
        number = {"imdb_id": "P345", "tmdb_id": "P4947"}[by]
        ids = " ".join(f'"{key}"' for key in keys)
        given = f"VALUES ?asked {{ {ids} }} ?item wdt:{number} ?asked ."
    told = " } UNION { ".join(_BRANCHES)
    return f"{_PREFIXES} SELECT ?asked ?item ?what ?value ?name ?imdb WHERE {{ {given} {{ {told} }} }}"


class Term(Struct):
    """A value in SPARQL's JSON: a "literal" with its language, or a "uri" (an item; a blank one for "unknown")."""

    value: str
    type: str = ""
    language: str = named(name="xml:lang", default="")


class Row(Struct):
    """One statement: what `item`, asked for as `asked`, says of itself."""

    asked: Term
    item: Term
    what: Term
    value: Term
    name: Term | None = None
    imdb: Term | None = None


class Rows(Struct):
    bindings: list[Row]


class Answer(Struct):
    """The whole answer of the query service."""

    results: Rows


@dataclass(slots=True)
class _Item:
    """What one item says; `values` by property, in the order in which they came."""

    number: str
    values: dict[str, list[Term]] = field(default_factory=dict)
    directors: dict[str, list[Row]] = field(default_factory=dict)

    def literals(self, what: str) -> list[str]:
        """The distinct values that are known; "unknown value" is none."""
        told = (term.value for term in self.values.get(what, ()) if term.type == "literal" and term.value)
        return list(dict.fromkeys(told))


def candidates(by: By, rows: Iterable[Row]) -> dict[str, Candidate]:
    """The film behind each id that was asked for. An item without a title in any language tells nothing."""
    found: dict[str, dict[str, _Item]] = {}
    for row in rows:
        number = _number(row.item)
        item = found.setdefault(row.asked.value, {}).setdefault(number, _Item(number))
        item.values.setdefault(row.what.value, []).append(row.value)
        if row.what.value == "P57" and row.name is not None:
            item.directors.setdefault(_number(row.value), []).append(row)
    told = {asked: _candidate(by, asked, list(items.values())) for asked, items in found.items()}
    return {asked: film for asked, film in told.items() if film is not None}


def _candidate(by: By, asked: str, items: list[_Item]) -> Candidate | None:
    items.sort(key=lambda item: (len(item.number), item.number))
    titles = list(dict.fromkeys(title for item in items for title in _titles(item)))
    if not titles:
        return None
    alone = len(items) == 1
    ids = _all(items, lambda item: item.literals("P345"))
    number = _only(_all(items, lambda item: item.literals("P4947"))) if len(ids) <= 1 else None
    year = _only(_all(items, _years))
    original = _only(_all(items, lambda item: item.literals("P1476")))
    return Candidate(
        source="wikidata",
        source_id=items[0].number,
        title=titles[0],
        original_title=original if original != titles[0] else None,
        year=int(year) if year else None,
        kind=_kind(items[0]),
        imdb_id=asked if by == "imdb_id" else _only(ids),
        tmdb_id=int(number) if number and number.isdecimal() else None,
        wikidata_id=items[0].number if alone else None,
        letterboxd_id=_only(_all(items, lambda item: item.literals("P6127"))) if len(ids) <= 1 else None,
        facts=Facts(alternative_titles=tuple(t for t in titles[1:] if t != original)),
        credits=_directors(items[0]) if alone else (),
    )


def _all(items: Iterable[_Item], told: Callable[[_Item], Iterable[str | int]]) -> list[str]:
    return list(dict.fromkeys(str(value) for item in items for value in told(item)))


def _only(values: Sequence[str]) -> str | None:
    """The value, if there is just one: of two that differ, neither."""
    return values[0] if len(values) == 1 else None


def _titles(item: _Item) -> list[str]:
    """Its titles, the English one first; another language's only where there is nothing else."""
    labels = sorted(item.values.get("label", ()), key=lambda term: term.language != "en")
    told = [term.value for term in labels] + item.literals("P1476")
    return [title for title in told if title] or sorted(item.literals("other_label"))[:1]


def _years(item: _Item) -> list[int]:
    """The year of the earliest date."""
    dates = item.literals("P577")
    return sorted(int(date[:4]) for date in dates if date[:4].isdecimal())[:1]


def _kind(item: _Item) -> str:
    """Television only if nothing says that it is a film as well."""
    classes = {_number(term) for term in item.values.get("P31", ()) if term.type == "uri"}
    if classes & _SHORTS:
        return "short"
    if classes and classes <= _SEASON_OR_EPISODE | _TELEVISION:
        return "tv_episode" if classes & _SEASON_OR_EPISODE else "tv"
    return "movie"


def _directors(item: _Item) -> tuple[Credit, ...]:
    """Each director once, by their English name, with their IMDb id if there is just one."""
    return tuple(_director(number, rows) for number, rows in item.directors.items())


def _director(number: str, rows: Sequence[Row]) -> Credit:
    names = sorted((row.name for row in rows if row.name), key=lambda name: name.language != "en")
    ids = dict.fromkeys(row.imdb.value for row in rows if row.imdb and row.imdb.value.startswith("nm"))
    return Credit(
        name=names[0].value,
        kind="crew",
        source_key=f"{number}-director",
        imdb_id=_only(list(ids)),
        department="Directing",
        job="Director",
    )


def _number(term: Term) -> str:
    return term.value.rpartition("/")[2]


Found = Mapping[str, Candidate]
"""What was found, by the id that it was asked by."""
