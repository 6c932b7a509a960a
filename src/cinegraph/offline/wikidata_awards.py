"""Wikidata's statements about a ceremony, from facts: the answer to the one question about awards that we send.

As over there, one nomination is stated on the film, on each person, or on both; winners are stated as nominated too;
some statements name the ceremony, some only a day or a year; some are deprecated, some of another night. All Q-ids are
invented but the organization's.
"""

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cinegraph.offline.facts import CeremonyFacts, Facts, FilmFacts, person_number

Cell = dict[str, dict[str, str]]

MARK = "?awardEdition"
_ENTITY = "http://www.wikidata.org/entity/"
_STATEMENT = "http://www.wikidata.org/entity/statement/"
_RANKS = "http://wikiba.se/ontology#"
_ROOTS = {"oscars": {"Q19020", "Q102427"}}
_ASKED = re.compile(
    r'VALUES \(\?awardEdition \?event \?organization\) \{ \("(?P<edition>(?P<year>\d{4})/(?P<instance>\d+)[^"]*)"'
    r' "(?P<event>[^"]*)" "(?P<organization>[^"]*)"\) \}'
)
_PROPERTIES = {
    *("P31", "P361", "P1027", "P166", "P1411", "P805", "P585"),
    *("P345", "P1686", "P2453", "P1706", "P1346"),
}


class NotUnderstood(Exception):
    """The query is another than the one that this world answers."""


@dataclass(slots=True)
class _Statement:
    """One statement as it will be told: `subject` and the rest are items as (number, name, IMDb id, class)."""

    subject: "_Item"
    how: str
    works: list["_Item"] = field(default_factory=list)
    others: list["_Item"] = field(default_factory=list)
    rank: str = "NormalRank"
    night: str = "ceremony"


_Item = tuple[str, str, str, str]


class OfflineAwards:
    """Answers from facts: the rows of a query about awards."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def rows(self, query: str) -> list[Cell]:
        """What the query asks for. Raises NotUnderstood."""
        asked = _ASKED.search(query)
        balanced = query.count("{") == query.count("}") and query.count("(") == query.count(")")
        if asked is None or not balanced or set(re.findall(r":(P\d+)", query)) - _PROPERTIES:
            raise NotUnderstood("this world answers the awards of one edition")
        roots = re.search(r"VALUES \?root \{ (?P<roots>[^}]*) \}", query)
        ceremony = self._facts.ceremonies.get(int(asked["year"]))
        if ceremony is None or roots is None or ceremony.header["instance"] != int(asked["instance"]):
            return []
        known = {f"wd:{number}" for number in _ROOTS.get(ceremony.header["slug"], ())}
        if not known & set(roots["roots"].split()):
            return []
        told = {
            "awardEdition": _text(asked["edition"]),
            "event": _text(asked["event"]),
            "organization": _text(asked["organization"]),
        }
        return [told | row for row in self._of(ceremony)]

    def _of(self, ceremony: CeremonyFacts) -> Iterator[Cell]:
        number = 0
        for category in ceremony.categories:
            name = f"Academy Award for {category['academy']}"
            award: _Item = (f"Q8{zlib.crc32(name.encode()):010d}", name, "", "Q19020")
            for statement in self._category(category, ceremony):
                number += 1
                yield from _rows(f"Q{number}-{statement.how}", statement, award, ceremony)

    def _category(self, category: Mapping[str, Any], ceremony: CeremonyFacts) -> Iterator[_Statement]:
        """Every third nomination from the people's side, every third from the film's, every third from both."""
        acting = category["honours"] == "people"
        for place, nomination in enumerate(category["nominations"]):
            film = self._facts.films[nomination["film"]]
            if film.wikidata_id is None:
                continue
            people = [_person(name, ceremony) for name in nomination.get("people", ())]
            told = list(_sides(nomination, place, _film(film), people, acting))
            for statement in told:
                statement.night = ("ceremony", "day", "year")[place % 3]
                if nomination.get("winner"):
                    yield _Statement(
                        statement.subject, "won", statement.works, statement.others, night=statement.night
                    )
                yield statement
            if place == 1:
                yield _Statement(told[0].subject, "won", told[0].works, told[0].others, rank="DeprecatedRank")
                yield _Statement(told[0].subject, "won", told[0].works, told[0].others, night="another")


def _sides(
    nomination: Mapping[str, Any], place: int, film: _Item, people: Sequence[_Item], acting: bool
) -> Iterator[_Statement]:
    if "song" in nomination:
        title = str(nomination["song"])
        song: _Item = (f"Q7{zlib.crc32(title.encode()):010d}", title, "", "Q7366")
        yield _Statement(song, "nominated", [film], list(people))
        yield from (_Statement(person, "nominated", [film]) for person in people)
        return
    if people and (acting or place % 3 != 1):
        yield from (_Statement(person, "nominated", [film]) for person in people)
    if not people or place % 3 != 0:
        yield _Statement(film, "nominated", others=list(people))


def _rows(key: str, statement: _Statement, award: _Item, ceremony: CeremonyFacts) -> Iterator[Cell]:
    """One row for each fact of the statement."""
    head = {
        "statement": _uri(_STATEMENT + key),
        "how": _text(statement.how),
        "rank": _uri(_RANKS + statement.rank),
    }
    yield head | {"what": _text("award")} | _of_item(award, entity=False)
    yield head | {"what": _text("subject")} | _of_item(statement.subject)
    for what, items in (("work", statement.works), ("with", statement.others)):
        for item in items:
            yield head | {"what": _text(what)} | _of_item(item)
    year, day = ceremony.header["year"], ceremony.header["held_on"].isoformat()
    if statement.night in ("ceremony", "another"):
        day = f"{year - 1}{day[4:]}" if statement.night == "another" else day
        event = _uri(f"{_ENTITY}Q6{day.replace('-', '')}")
        yield head | {"what": _text("ceremony"), "value": event, "day": _text(f"{day}T00:00:00Z")}
    precision, date = ("11", day) if statement.night == "day" else ("9", f"{year}-01-01")
    yield head | {"what": _text("date"), "value": _text(f"{date}T00:00:00Z"), "precision": _text(precision)}


def _film(film: FilmFacts) -> _Item:
    return film.wikidata_id or "", film.title, film.imdb_id, "Q11424"


def _person(name: str, ceremony: CeremonyFacts) -> _Item:
    return f"Q{person_number(name)}", name, ceremony.people.get(name, ""), "Q5"


def _of_item(item: _Item, entity: bool = True) -> Cell:
    number, name, imdb_id, kind = item
    told = {"value": _uri(_ENTITY + number), "name": {"type": "literal", "xml:lang": "en", "value": name}}
    if entity:
        told["type"] = _uri(_ENTITY + kind)
    return told | ({"imdb": _text(imdb_id)} if entity and imdb_id else {})


def _text(value: str) -> dict[str, str]:
    return {"type": "literal", "value": value}


def _uri(value: str) -> dict[str, str]:
    return {"type": "uri", "value": value}
