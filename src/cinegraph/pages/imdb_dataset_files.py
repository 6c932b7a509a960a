"""IMDb's six dataset files → the records that are kept of them, with as little memory as their ids need.

Kept are films and television (`FILM_KINDS`), their titles, ratings, directors, writers and top cast, and the people
among these. Left out are single episodes (two thirds of the file), games, and everything that speaks of them.
A record that cannot be right raises DatasetUnreadable with its line: nothing is guessed.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from cinegraph.domain.titles import fold
from cinegraph.pages.dataset_lines import NULL, Lines

FILM_KINDS = frozenset(
    {"movie", "short", "tvMovie", "tvMiniSeries", "tvSeries", "tvSpecial", "tvShort", "video"}
)
CAST_KEPT = 10
CREW_KEPT = 20
"""So many directors, and so many writers: a long series names hundreds."""
_CAST = frozenset({"actor", "actress", "self"})
_LONGEST_KEY = 500
_TITLE_ID = re.compile(r"tt[0-9]{7,15}")
_PERSON_ID = re.compile(r"nm[0-9]{7,15}")
_WHOLE = re.compile(r"[0-9]{1,9}")
_DECIMAL = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?")

Value = str | tuple[str, ...] | None
Row = tuple[Value, ...]


def title_key(title: str) -> str:
    """What a title is found by: folded, and short enough for an index."""
    return fold(title)[:_LONGEST_KEY]


class Ids:
    """A set of ids' numbers, at about one bit each where they stand close."""

    _BITS = 4096

    def __init__(self) -> None:
        self._parts: dict[int, bytearray] = {}

    def add(self, number: int) -> None:
        """Put it in."""
        part, bit = divmod(number, self._BITS)
        if part not in self._parts:
            self._parts[part] = bytearray(self._BITS // 8)
        self._parts[part][bit >> 3] |= 1 << (bit & 7)

    def __contains__(self, number: int) -> bool:
        part, bit = divmod(number, self._BITS)
        kept = self._parts.get(part)
        return kept is not None and bool(kept[bit >> 3] & 1 << (bit & 7))


@dataclass(slots=True)
class Kept:
    """What is kept so far: the films, the people who are named with them, and what was left out, by its reason."""

    films: Ids = field(default_factory=Ids)
    people: Ids = field(default_factory=Ids)
    left_out: Counter[str] = field(default_factory=Counter)

    def wants(self, lines: Lines, tconst: str) -> bool:
        """Whether the film is kept."""
        return _number(lines, tconst, _TITLE_ID) in self.films


@dataclass(frozen=True, slots=True)
class DatasetFile:
    """One of the files: its name, its columns, the files that decide what is kept of it, and how it is read."""

    name: str
    columns: tuple[str, ...]
    after: tuple[str, ...]
    rows: Callable[[Lines, Kept], Iterator[Row]]


def _titles(lines: Lines, kept: Kept) -> Iterator[Row]:
    for tconst, kind, title, original, _, year, end_year, runtime, genres in lines:
        if kind not in FILM_KINDS or title == NULL:
            kept.left_out[kind if kind not in FILM_KINDS else "without a title"] += 1
            continue
        kept.films.add(_number(lines, tconst, _TITLE_ID))
        key = title_key(title)
        other = original if original not in (NULL, title) else None
        other_key = title_key(other) if other else None
        yield (
            tconst,
            kind,
            title,
            other,
            _whole(lines, year),
            _whole(lines, end_year),
            _whole(lines, runtime),
            _parts(genres),
            key,
            other_key if other_key != key else None,
        )


def _ratings(lines: Lines, kept: Kept) -> Iterator[Row]:
    for tconst, rating, votes in lines:
        if kept.wants(lines, tconst):
            if not _DECIMAL.fullmatch(rating):
                raise lines.wrong(f"{rating[:40]!r} is no rating")
            yield tconst, rating, _whole(lines, votes)


def _akas(lines: Lines, kept: Kept) -> Iterator[Row]:
    """A film's titles, each spelling once: the same one stands there for every country."""
    for tconst, group in groupby(lines, key=itemgetter(0)):
        if not kept.wants(lines, tconst):
            continue
        seen: set[str] = set()
        for _, ordering, title, region, language, types, _, _ in group:
            if title in seen or title == NULL:
                continue
            seen.add(title)
            told = None if types == NULL else types.replace("\x02", ",")
            place = _place(lines, ordering)
            yield tconst, place, title, _null(region), _null(language), told, title_key(title)


def _crew(lines: Lines, kept: Kept) -> Iterator[Row]:
    for tconst, directors, writers in lines:
        if kept.wants(lines, tconst):
            chosen = _people(lines, directors, kept), _people(lines, writers, kept)
            if any(chosen):
                yield tconst, *chosen


def _people(lines: Lines, listed: str, kept: Kept) -> tuple[str, ...]:
    chosen = _parts(listed)[:CREW_KEPT]
    for nconst in chosen:
        kept.people.add(_number(lines, nconst, _PERSON_ID))
    return chosen


def _cast(lines: Lines, kept: Kept) -> Iterator[Row]:
    """The top-billed, whatever the order of a film's lines; its lines stand together."""
    for tconst, group in groupby(lines, key=itemgetter(0)):
        if not kept.wants(lines, tconst):
            continue
        billed: list[tuple[int, Row]] = []
        for _, ordering, nconst, category, _, characters in group:
            if category not in _CAST:
                continue
            place = _place(lines, ordering)
            _number(lines, nconst, _PERSON_ID)
            billed.append((int(place), (tconst, place, nconst, category, _null(characters))))
        for _, row in sorted(billed, key=lambda entry: entry[0])[:CAST_KEPT]:
            kept.people.add(int(str(row[2])[2:]))
            yield row


def _names(lines: Lines, kept: Kept) -> Iterator[Row]:
    for nconst, name, born, died, *_ in lines:
        if _number(lines, nconst, _PERSON_ID) in kept.people and name != NULL:
            yield nconst, name, _whole(lines, born), _whole(lines, died)


def _number(lines: Lines, told: str, form: re.Pattern[str]) -> int:
    if not form.fullmatch(told):
        raise lines.wrong(f"{told[:40]!r} is no id ({form.pattern[:2]} and 7 or more digits)")
    return int(told[2:])


def _whole(lines: Lines, told: str) -> str | None:
    if told == NULL:
        return None
    if not _WHOLE.fullmatch(told):
        raise lines.wrong(f"{told[:40]!r} is no number")
    return told


def _place(lines: Lines, told: str) -> str:
    place = _whole(lines, told)
    if place is None:
        raise lines.wrong("it has no place among its film's")
    return place


def _null(told: str) -> str | None:
    return None if told == NULL else told


def _parts(listed: str) -> tuple[str, ...]:
    return () if listed == NULL else tuple(dict.fromkeys(p for p in listed.split(",") if p))


def _columns(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FILES: tuple[DatasetFile, ...] = (
    DatasetFile(
        "title.basics",
        _columns(
            "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes genres"
        ),
        (),
        _titles,
    ),
    DatasetFile("title.ratings", _columns("tconst averageRating numVotes"), ("title.basics",), _ratings),
    DatasetFile(
        "title.akas",
        _columns("titleId ordering title region language types attributes isOriginalTitle"),
        ("title.basics",),
        _akas,
    ),
    DatasetFile("title.crew", _columns("tconst directors writers"), ("title.basics",), _crew),
    DatasetFile(
        "title.principals",
        _columns("tconst ordering nconst category job characters"),
        ("title.basics",),
        _cast,
    ),
    DatasetFile(
        "name.basics",
        _columns("nconst primaryName birthYear deathYear primaryProfession knownForTitles"),
        ("title.basics", "title.crew", "title.principals"),
        _names,
    ),
)
"""In the order in which they are read: what a later one keeps depends on those before it."""


def blocks(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """The rows in blocks of so many."""
    block: list[Row] = []
    for row in rows:
        block.append(row)
        if len(block) == size:
            yield block
            block = []
    if block:
        yield block
