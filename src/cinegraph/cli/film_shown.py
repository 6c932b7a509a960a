"""One film as a person reads it: what is known, who told it, and when."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.text import Text

from cinegraph.cli import show

_PEOPLE = 8
_TOLD = 6
_SCALES = {"imdb": "/10", "tmdb": "/10", "rotten_tomatoes": " %", "metacritic": "/100"}
_NAMES = {"imdb": "IMDb", "tmdb": "TMDb", "rotten_tomatoes": "Rotten Tomatoes", "metacritic": "Metacritic"}

Row = Mapping[str, Any]


def film(found: Row, out: Console) -> None:
    """Everything in a few lines of each kind; `--json` has the rest."""
    year = f" ({found['year']})" if found["year"] else ""
    ids = [found["imdb_id"], f"tmdb {found['tmdb_id']}" if found["tmdb_id"] else None, found["wikidata_id"]]
    known = " · ".join(str(one) for one in (*ids, found["state"]) if one)
    out.print(Text(f"{found['title']}{year} · number {found['movie']} · {known}"))
    for name, line in _lines(found):
        out.print(Text(f"  {name:<14} {line}"))


def _lines(found: Row) -> Iterator[tuple[str, str]]:
    if found["original_title"]:
        yield "original title", found["original_title"]
    for one in found["ratings"]:
        votes = f", {one['votes']:,} votes" if one["votes"] is not None else ""
        name, scale = (
            _NAMES.get(one["rating_source"], one["rating_source"]),
            _SCALES.get(one["rating_source"], ""),
        )
        yield "rating", f"{name} {one['value']:g}{scale}{votes}{_by(one)}"
    for one in found["facts"]:
        value = one["words"] if one["usd"] is None else f"{one['usd']:,} USD"
        yield str(one["fact"]).replace("_", " "), f"{value}{_by(one)}"
    yield from _people(found)
    for name in ("genres", "keywords"):
        if found[name]:
            yield name, _some(found[name])
    yield from _made(found)
    yield from _seen(found)
    wins = sum(one["is_winner"] for one in found["nominations"])
    yield "nominations", f"{len(found['nominations'])}, {show.count(wins, 'win')}"
    if found["lists"]:
        yield "lists", _some([one["list"] for one in found["lists"]])
    for one in found["records"]:
        told = f"told {_day(one['told_at'])}" if one["told_at"] else "asked, and has not answered yet"
        yield (
            "record",
            f"{one['source']}: {told if one['found'] or not one['told_at'] else f'had no such film, {told}'}",
        )


def _people(found: Row) -> Iterator[tuple[str, str]]:
    if directors := [one["name"] for one in found["crew"] if one["job"] == "Director"]:
        yield "directed by", _some(directors)
    if found["cast"]:
        yield "cast", _some([one["name"] for one in found["cast"]], _PEOPLE)


def _made(found: Row) -> Iterator[tuple[str, str]]:
    if found["collection"]:
        yield (
            "collection",
            f"{found['collection']['name']} ({show.count(found['collection']['films'], 'film')} here)",
        )
    for name, column in (("companies", "name"), ("countries", "country"), ("languages", "language")):
        if found[name]:
            yield name, _some([one[column] for one in found[name]])
    if found["releases"]:
        yield "released", _some([_release(one) for one in found["releases"]])


def _seen(found: Row) -> Iterator[tuple[str, str]]:
    if found["providers"]:
        countries = len({one["country"] for one in found["providers"]})
        names = list(dict.fromkeys(one["provider"] for one in found["providers"]))
        yield (
            "to be seen at",
            f"{_some(names)} (in {show.count(countries, 'country').replace('countrys', 'countries')})",
        )
    for kind in ("poster", "backdrop"):
        pictures = [one for one in found["images"] if one["kind"] == kind]
        if pictures:
            best = pictures[0]
            yield (
                f"{kind}s",
                f"{len(pictures)}, {best['address'] or 'address not known yet'} ({best['width']}×{best['height']})",
            )
    if found["videos"]:
        yield "videos", _some([f"{one['name']} ({one['site']} {one['key']})" for one in found["videos"]], 2)


def _release(one: Row) -> str:
    words = [one["country"], _day(one["released_on"]), one["kind"], one["certification"]]
    return " ".join(str(word) for word in words if word)


def _by(one: Row) -> str:
    return f" · {one['source']}, {_day(one['told_at'])}"


def _day(moment: object) -> str:
    return moment.date().isoformat() if isinstance(moment, datetime) else str(moment)


def _some(names: Sequence[str], most: int = _TOLD) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
