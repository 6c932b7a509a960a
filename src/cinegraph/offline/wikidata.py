"""Wikidata's query service as it answers: the two kinds of query that Cinegraph sends, in SPARQL's JSON.

A query that it does not understand is a 400, as a malformed one is there; who does not say who they are gets 403.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from cinegraph.offline.facts import Facts, FilmFacts, person_number
from cinegraph.offline.wikidata_awards import MARK, NotUnderstood, OfflineAwards

_ENTITY = "http://www.wikidata.org/entity/"
_QUERY = re.compile(
    r"(?:PREFIX \w+: <[^>]+> )*SELECT (?:\?\w+ )+WHERE \{"
    r" VALUES \?(?:asked|item) \{ (?P<keys>[^}]*) \}"
    r" (?:\?item wdt:(?P<by>P345|P4947) \?asked \.|BIND\(STRAFTER\(STR\(\?item\), \"entity/\"\) AS \?asked\))"
    r" \{ (?P<branches>.+) \} \}"
)
_PLAIN = re.compile(r"\?item wdt:(?P<property>P\d+) \?value BIND\(\"(?P=property)\" AS \?what\)")
_LABELS = (
    '?item rdfs:label ?value FILTER(LANG(?value) IN ("en", "mul")) BIND("label" AS ?what)',
    (
        "?item rdfs:label ?value"
        ' FILTER NOT EXISTS { ?item rdfs:label ?known FILTER(LANG(?known) IN ("en", "mul")) }'
        ' BIND("other_label" AS ?what)'
    ),
)
_DIRECTORS = (
    '?item wdt:P57 ?value BIND("P57" AS ?what)'
    ' OPTIONAL { ?value rdfs:label ?name FILTER(LANG(?name) IN ("en", "mul")) }'
    " OPTIONAL { ?value wdt:P345 ?imdb }"
)
_FILM, _SHORT, _SERIES = "Q11424", "Q24862", "Q5398426"

Term = dict[str, str]
Cell = dict[str, Term]


class OfflineWikidata:
    """Answers from facts; `answer` is to be mounted at `/wikidata/sparql`."""

    def __init__(self, facts: Facts) -> None:
        self._awards = OfflineAwards(facts)
        known = [film for film in facts.films.values() if film.wikidata]
        self._names = {
            name: number for told in facts.ceremonies.values() for name, number in told.people.items()
        }
        self._by: Mapping[str, dict[str, list[FilmFacts]]] = {
            "P345": {film.imdb_id: [film] for film in known},
            "P4947": _grouped((str(film.tmdb_id), film) for film in known if film.tmdb_id is not None),
            "item": {key: [film] for key, film in facts.by_wikidata_id.items()},
        }

    async def answer(self, request: Request) -> Response:
        """What the query asks of the items that have the ids in it."""
        agent = request.headers.get("user-agent", "")
        if "http" not in agent.replace("httpx", "") and "@" not in agent:
            return Response("Please set a user-agent with a contact, see the User-Agent policy.", 403)
        if "application/sparql-results+json" not in request.headers.get("accept", ""):
            return Response("<sparql/>", media_type="application/sparql-results+xml")
        try:
            rows = self._rows(" ".join(request.query_params.get("query", "").split()))
        except NotUnderstood as wrong:
            return Response(f"SPARQL-QUERY: MalformedQueryException: {wrong}", 400)
        body = {
            "head": {"vars": sorted({name for row in rows for name in row})},
            "results": {"bindings": rows},
        }
        return Response(json.dumps(body, ensure_ascii=False), media_type="application/sparql-results+json")

    def _rows(self, query: str) -> list[Cell]:
        if MARK in query:
            return self._awards.rows(query)
        asked = _QUERY.fullmatch(query)
        if asked is None:
            raise NotUnderstood("this world answers films by a list of ids")
        branches = [self._branch(text) for text in asked["branches"].split(" } UNION { ")]
        keys = [key.strip('"').removeprefix("wd:") for key in asked["keys"].split()]
        known = self._by[asked["by"] or "item"]
        return [
            {"asked": _literal(key), "item": _item(film.wikidata_id or ""), **cell}
            for key in keys
            for film in known.get(key, ())
            for branch in branches
            for cell in branch(film)
        ]

    def _branch(self, text: str) -> Callable[[FilmFacts], Iterable[Cell]]:
        """What one branch of the query's UNION tells of a film."""
        if text in _LABELS:
            return _label if text == _LABELS[0] else _none
        if text == _DIRECTORS:
            return self._directors
        plain = _PLAIN.fullmatch(text)
        if plain is None or plain["property"] not in _VALUES:
            raise NotUnderstood(text)
        what, told = plain["property"], _VALUES[plain["property"]]
        return lambda film: [{"what": _literal(what), "value": term} for term in told(film)]

    def _directors(self, film: FilmFacts) -> Iterable[Cell]:
        for name in film.directors:
            cell = {
                "what": _literal("P57"),
                "value": _item(f"Q{person_number(name)}"),
                "name": _literal(name, "en"),
            }
            yield cell | ({"imdb": _literal(self._names[name])} if self._names.get(name) else {})


def _grouped(pairs: Iterable[tuple[str, FilmFacts]]) -> dict[str, list[FilmFacts]]:
    found: dict[str, list[FilmFacts]] = {}
    for key, film in pairs:
        found.setdefault(key, []).append(film)
    return found


def _label(film: FilmFacts) -> Iterable[Cell]:
    return [{"what": _literal("label"), "value": _literal(film.title, "en")}]


def _none(_: FilmFacts) -> Iterable[Cell]:
    return []


def _literal(value: str, language: str = "") -> Term:
    return {"type": "literal", "value": value} | ({"xml:lang": language} if language else {})


def _item(number: str) -> Term:
    return {"type": "uri", "value": _ENTITY + number}


_KINDS = {"short": _SHORT, "tvSeries": _SERIES, "tvMiniSeries": "Q1259759", "tvEpisode": "Q21191270"}
_VALUES: Mapping[str, Callable[[FilmFacts], list[Any]]] = {
    "P345": lambda film: [_literal(film.imdb_id)],
    "P4947": lambda film: [_literal(str(film.tmdb_id))] if film.tmdb_id is not None else [],
    "P6127": lambda film: [_literal(film.letterboxd)] if film.letterboxd else [],
    "P1476": lambda film: [_literal(film.original_title or film.title, film.language)],
    "P577": lambda film: [_literal(f"{film.released}T00:00:00Z")] if film.released else [],
    "P31": lambda film: [_item(_KINDS.get(film.kind, _FILM))],
}
"""Property → its values for a film."""
