"""JSON Lines: one object a line, in UTF-8."""

from collections.abc import Iterator

from cinegraph.domain.exporting import How, Source

MEDIA_TYPE = "application/x-ndjson"
SUFFIX = ".jsonl"
BINARY = False
FLAT = False
NEEDS = None


def write(source: Source, _: How) -> Iterator[bytes]:
    """A line for each row."""
    yield from source.rows().json()
