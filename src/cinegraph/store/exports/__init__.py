"""What can be exported: one SQL file each, and one line in EXPORTS.

An export's file is a SELECT with its columns under their names, `{where}` where the selection goes, and an order (in a part of
it, `{whenever}` is true unless only what changed is asked for). Its line says what a row is and which alias the selection
finds it by. Formats are not known here.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Anchor = Literal["ceremony", "nomination", "film", "person", "listing", "pair"]
"""What a row is about, and so how a selection reaches it; the aliases that its SQL has: `c`; `n`, `c` and `g` (its
category); `m`; `p`; `t` (a list's item) and `m`; `x` (a collaboration)."""

TABLES = ("jsonl", "csv", "parquet")
"""Formats of whatever has rows and columns."""


@dataclass(frozen=True, slots=True)
class Export:
    """What can be exported. `says`: what one row is. `changed`: when the row was last touched, for `--since`. `flat` is
    the file with one value a column, where the export's own nests; `parts` are other files that a format may ask for.
    `among` replaces the file where a selection restricts films or nominations. `formats`: the first is the usual one.
    """

    name: str
    says: str
    anchor: Anchor
    changed: str
    formats: tuple[str, ...] = TABLES
    flat: str | None = None
    parts: tuple[str, ...] = ()
    among: str | None = None


_NOMINATION_CHANGED = """greatest(n.updated_at,
    (select max(greatest(f.updated_at, m.updated_at)) from festival_nomination_films f
        join movies m on m.id = f.movie_id where f.nomination_id = n.id),
    (select max(greatest(f.updated_at, p.updated_at)) from festival_nomination_people f
        join people p on p.id = f.person_id where f.nomination_id = n.id))"""

EXPORTS = (
    Export("ceremonies", "an edition of a festival or award", "ceremony", "c.updated_at"),
    Export(
        "nominations", "an entry in a category", "nomination", _NOMINATION_CHANGED, flat="nominations_flat"
    ),
    Export("films", "a film", "film", "m.updated_at"),
    Export("people", "a person", "person", "p.updated_at"),
    Export("lists", "a film on a list", "listing", "greatest(t.updated_at, m.updated_at)"),
    Export("ratings", "how a film is rated somewhere", "film", "r.updated_at"),
    Export("scores", "a film's score in a profile", "film", "s.updated_at"),
    Export(
        "graph",
        "two people who worked together",
        "pair",
        "x.updated_at",
        formats=("graphml", *TABLES),
        parts=("graph_people",),
        among="graph_of_films",
    ),
    Export("radarr", "a film for Radarr", "film", "m.updated_at", formats=("radarr", "stevenlu")),
    Export("imdb-awards", "an event's editions", "ceremony", "c.updated_at", formats=("imdb-awards",)),
    Export("sqlite", "everything", "ceremony", "c.updated_at", formats=("sqlite",)),
)


@cache
def named() -> dict[str, Export]:
    """Every export by its name."""
    return {export.name: export for export in EXPORTS}


@cache
def text(file: str) -> str:
    """An export's SQL."""
    name = f"{file.replace('-', '_')}.sql"
    return (files("cinegraph.store.exports") / "sql" / name).read_text(encoding="utf-8").strip()
