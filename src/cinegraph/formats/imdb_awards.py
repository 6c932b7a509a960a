"""The IMDb-Awards dataset's own format (Kometa-Team), byte by byte: `pages.imdb_awards` reads it back.

Editions from the latest to the first; award groups and categories in lower case, in the order of the pages; a film that
has several entries in a category stands there once. Of an edition without films there is `{}`. How it is written was read
off the six real files: two spaces before the comment of the first edition, one before all others; names as ruamel.yaml
writes them, also a very long key behind a question mark.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

import yaml

from cinegraph.domain.exporting import How, Needs, Row, Source
from cinegraph.domain.harmless import harmless

MEDIA_TYPE = "application/yaml"
SUFFIX = ".yml"
BINARY = False
FLAT = True
NEEDS = Needs("imdb_id", "IMDb id", beside="category")

_LONGEST_KEY = 122
"""127 with the five letters of a tag that is counted and not written."""

_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

Lists = tuple[dict[str, None], dict[str, None]]
"""Nominees and winners, each once, in their order."""


def write(source: Source, how: How) -> Iterator[bytes]:
    """The event's file, edition by edition. What it cannot state (an entry without a film, a film without an IMDb id) is
    counted and told."""
    assert how.event is not None
    event, name = how.event
    rows = (row for batch in source.rows().batches() for row in batch)
    missing: Counter[str] = Counter()
    for place, ((year, instance), entries) in enumerate(groupby(rows, key=lambda row: (row[0], row[1]))):
        head = f"# {harmless(' '.join(name.split()))}\n" if not place else ""
        awards = _awards(list(entries), missing)
        key = f"'{year}'" if instance == 1 else f"'{year}-{instance}'"
        gap = "  " if awards and not place else " "
        about = f"# https://www.imdb.com/event/{event}/{year}/{instance}/\n"
        yield f"{head}{key}:{'' if awards else ' {}'}{gap}{about}{_told(awards)}".encode()
    for reason, number in sorted(missing.items()):
        how.tell(f"left out: {number} {'nominations' if number != 1 else 'nomination'} {reason}")


def _awards(entries: Sequence[Row], missing: Counter[str]) -> dict[str, dict[str, Lists]]:
    """Award → category → its films."""
    awards: dict[str, dict[str, Lists]] = {}
    for _, _, award, category, imdb_id, title, won in entries:
        if category is None:
            continue
        if imdb_id is None:
            missing["without a film" if title is None else "of a film without an IMDb id"] += 1
            continue
        group, name = (award or category).lower(), category.lower()
        nominees, winners = awards.setdefault(group, {}).setdefault(name, ({}, {}))
        nominees[imdb_id] = None
        if won:
            winners[imdb_id] = None
    return awards


def _told(awards: dict[str, dict[str, Lists]]) -> str:
    lines: list[str] = []
    for award, categories in awards.items():
        lines += _below(award, 2, "")
        for category, (nominees, winners) in categories.items():
            won = [film for film in nominees if film in winners]
            lines += _below(category, 4, f"nominee: [{', '.join(nominees)}]")
            lines.append(f"      winner: [{', '.join(won)}]")
    return "".join(f"{line}\n" for line in lines)


def _below(key: str, deep: int, first: str) -> list[str]:
    """The key, and the first line of what is below it."""
    indent, written = " " * deep, _written(key)
    if len(key) > _LONGEST_KEY:
        return (
            [f"{indent}? {written}", f"{indent}: {first}"]
            if first
            else [f"{indent}? {written}", f"{indent}:"]
        )
    return [f"{indent}{written}:", f"{indent}  {first}"] if first else [f"{indent}{written}:"]


@lru_cache(maxsize=8_192)
def _written(text: str) -> str:
    """As it is, if that can be read back; else in quotes, double ones where it has a single one."""
    if _dumped(text) == text:
        return text
    if "'" in text or not text.isprintable():
        return _dumped(text, default_style='"')
    return _dumped(text, default_style="'")


def _dumped(text: str, **options: Any) -> str:
    told = yaml.dump(text, Dumper=_Dumper, allow_unicode=True, width=10**6, **options)
    return str(told).removesuffix("\n").removesuffix("\n...")
