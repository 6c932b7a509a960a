"""What the film lists of media servers share: a JSON array of films that have an id, and a word on those that have none."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any

import msgspec

from cinegraph.domain.exporting import How, Needs, Source

_NAMED = 5

Told = Mapping[str, Any]
"""A film by its columns: title, year, imdb_id, tmdb_id, poster_path."""


def films(source: Source, how: How, needs: Needs, entry: Callable[[Told], object]) -> Iterator[bytes]:
    """An array with an entry for each film that has the id that it needs; the others are counted and told."""
    key = needs.column
    rows = source.rows()
    names = [column.name for column in rows.columns]
    batches = rows.batches()
    first = next(batches, ())
    left_out: list[str] = []
    written = missing = 0
    for batch in chain((first,), batches):
        told = [dict(zip(names, row, strict=True)) for row in batch]
        entries = [msgspec.json.encode(entry(film)) for film in told if film[key] is not None]
        without = [str(film["title"]) for film in told if film[key] is None]
        missing += len(without)
        left_out += without[: _NAMED - len(left_out)]
        if entries:
            yield (b",\n" if written else b"[\n") + b",\n".join(entries)
            written += len(entries)
    yield b"\n]\n" if written else b"[]\n"
    if missing:
        named = ", ".join(left_out) + (" …" if missing > len(left_out) else "")
        how.tell(f"{missing} of {missing + written} films have no {needs.called} and are left out: {named}")
