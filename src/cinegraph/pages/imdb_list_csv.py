"""A list as its owner exports it from IMDb: CSV, UTF-8, one film a row, read by the names of its columns.

Today's columns: Position, Const, Created, Modified, Description, Title, Original Title, URL, Title Type, IMDb Rating,
Runtime (mins), Year, Genres, Num Votes, Release Date, Directors, and the owner's own ratings. Older exports write the
names in small letters, lack Original Title, and word the kinds otherwise ("Feature Film"). Columns that are not needed
are not looked at.
"""

import csv
import io
import re
from datetime import date
from typing import Literal

from cinegraph.domain.lists import ListEntry, ListPage
from cinegraph.domain.movies import MovieRef
from cinegraph.pages.errors import Empty, Foreign, PageChanged, Truncated

KIND: Literal["imdb_csv"] = "imdb_csv"
NAME = "IMDb's CSV export of a list"

NEEDED = ("Position", "Const", "Title", "Title Type", "Year")
_TITLE_ID = re.compile(r"tt\d{7,}")
_KINDS = {
    "movie": "movie",
    "feature film": "movie",
    "short": "short",
    "short film": "short",
    "documentary": "movie",
    "tv series": "tvSeries",
    "tv mini series": "tvMiniSeries",
    "mini-series": "tvMiniSeries",
    "tv movie": "tvMovie",
    "tv special": "tvSpecial",
    "tv short": "tvShort",
    "tv episode": "tvEpisode",
    "video": "video",
    "music video": "musicVideo",
    "video game": "videoGame",
    "tvseries": "tvSeries",
    "tvminiseries": "tvMiniSeries",
    "tvmovie": "tvMovie",
    "tvspecial": "tvSpecial",
    "tvshort": "tvShort",
    "tvepisode": "tvEpisode",
}
"""IMDb's words in exports → its ids of kinds. A word that is not here leaves the kind unsaid."""


def parse(text: str) -> ListPage:
    """The whole list that the export holds; it names neither the list nor its id.

    Raises Foreign for a file that is no such export, Empty for one without a film, Truncated for one that stops in
    the middle of a row, PageChanged for a row that cannot be read, naming its line.
    """
    if not text.strip():
        raise Foreign("the file is empty")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader)]
        places = _places(header)
        entries = [_entry(reader.line_num, row, header, places) for row in reader if row]
    except csv.Error as wrong:
        raise Truncated(
            f"line {reader.line_num}: the CSV cannot be read ({wrong}): was the file cut off?"
        ) from None
    if not entries:
        raise Empty("the export has its columns, and no film")
    return ListPage(KIND, tuple(entries), len(entries))


def _places(header: list[str]) -> dict[str, int]:
    """Where each column stands, by its folded name."""
    names = [name.casefold() for name in header]
    missing = [name for name in NEEDED if names.count(name.casefold()) != 1]
    if missing:
        found = ", ".join(header)
        raise Foreign(
            f"this is not {NAME}: expected the columns {', '.join(NEEDED)}, each once, and {missing[0]!r} is not so;"
            f" found {found if len(found) <= 120 else found[:119] + '…'}"
        )
    return {name: place for place, name in enumerate(names)}


def _entry(line: int, row: list[str], header: list[str], places: dict[str, int]) -> ListEntry:
    if len(row) != len(header):
        wrong = Truncated if len(row) < len(header) else PageChanged
        raise wrong(f"line {line}: expected {len(header)} columns, found {len(row)}")

    def value(name: str) -> str | None:
        place = places.get(name)
        return (row[place].strip() or None) if place is not None else None

    imdb_id, title = value("const"), value("title")
    if not _TITLE_ID.fullmatch(imdb_id or ""):
        raise PageChanged(f"line {line}: expected a film's id (tt…) in Const, found {imdb_id or ''!r}")
    if title is None:
        raise PageChanged(f"line {line}: {imdb_id} has no title")
    original = value("original title")
    film = MovieRef(
        title=title,
        original_title=original if original != title else None,
        imdb_id=imdb_id,
        year=_number(line, "Year", value("year")),
        kind=_KINDS.get((value("title type") or "").casefold()),
        directors=tuple(name.strip() for name in (value("directors") or "").split(",") if name.strip()),
    )
    position = _number(line, "Position", value("position"))
    if position is None:
        raise PageChanged(f"line {line}: {imdb_id} has no Position")
    return ListEntry(position, film, value("description"), _day(value("created")))


def _number(line: int, column: str, text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 8):
        raise PageChanged(f"line {line}: expected a number in {column}, found {text!r}")
    return int(text)


def _day(text: str | None) -> date | None:
    """ISO days; older exports write others, which are not needed."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
