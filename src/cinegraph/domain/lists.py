"""Lists of films: what a list is to us, and what a page or an export says of one."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cinegraph.domain.movies import MovieRef
from cinegraph.domain.titles import fold

SourceType = Literal["imdb", "imdb_event", "csv"]
SOURCE_TYPES: tuple[SourceType, ...] = ("imdb", "imdb_event", "csv")
_IDS = {"imdb": re.compile(r"ls\d{9,}"), "imdb_event": re.compile(r"ev\d{7,}")}
_SMALL = frozenset({"the", "a", "of", "and", "my", "list", "all", "in"})
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")
MOST_EXPECTED = 999_999
LONGEST = {"key": 60, "name": 200, "description": 1000}
"""How many characters the texts of a list may have."""


def stands_for_awards(source_type: str) -> bool:
    """Whether a list of that kind stands for nominations: those of IMDb's events do, and no others can."""
    return source_type == "imdb_event"


@dataclass(frozen=True, slots=True)
class FilmList:
    """A list that is followed. `key` is its name on the command line; `source_id` is IMDb's ("ls…", for an award list
    the event's "ev…", None for one that only CSV files tell of); `tracks_awards` says that it stands for the nominations
    of that event; `expected_count` is how many films it should have (None: nobody knows)."""

    key: str
    name: str
    source_type: SourceType = "imdb"
    source_id: str | None = None
    tracks_awards: bool = False
    expected_count: int | None = None
    description: str | None = None

    @property
    def fault(self) -> str | None:
        """What is wrong with this configuration, in one line; None if nothing is."""
        return self.wrong[1] if self.wrong else None

    @property
    def wrong(self) -> tuple[str, str] | None:
        """The field that cannot be, and why, in one line; None if all can."""
        if text := self._wrong_text():
            return text
        if not _KEY.fullmatch(self.key):
            return "key", f"{self.key!r} is no key: small letters, digits, _ and - (like my_list)"
        if not self.name.strip():
            return "name", "a list needs a name"
        if self.expected_count is not None and not 1 <= self.expected_count <= MOST_EXPECTED:
            return (
                "expected_count",
                f"a list of {self.expected_count} films cannot be expected: 1 to {MOST_EXPECTED:,} can",
            )
        if self.source_type not in SOURCE_TYPES:
            return (
                "source_type",
                f"there is no source type {str(self.source_type)[:40]!r}: {', '.join(SOURCE_TYPES)}",
            )
        said = self._wrong_source()
        return ("source_id", said) if said else None

    def _wrong_text(self) -> tuple[str, str] | None:
        for field, most in LONGEST.items():
            text = getattr(self, field) or ""
            if len(text) > most:
                return field, f"a {field} of {len(text):,} characters is too long: at most {most:,}"
            if any(unicodedata.category(sign) == "Cc" for sign in text):
                return field, f"a {field} is one line of text, without control characters"
        return None

    def _wrong_source(self) -> str | None:
        if self.source_type == "csv":
            if self.source_id is not None:
                return f"a list that comes as CSV has no source id, and {self.source_id[:40]!r} is given"
            return self._no_awards()
        if not _IDS[self.source_type].fullmatch(self.source_id or ""):
            wanted = "a list of IMDb's, like ls024863935"
            if self.source_type == "imdb_event":
                wanted = "an event of IMDb's, like ev0000003"
            return f"{(self.source_id or '')[:40]!r} is not {wanted}"
        if stands_for_awards(self.source_type) and not self.tracks_awards:
            return "a list that stands for an event tracks awards: say so"
        return self._no_awards() if self.source_type == "imdb" else None

    def _no_awards(self) -> str | None:
        if self.tracks_awards:
            return "only a list that stands for an event (imdb_event) tracks awards"
        return None


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A film on a list: its place there, the film as the list tells of it, what its owner wrote of it, and since when
    it stands there."""

    position: int
    film: MovieRef
    note: str | None = None
    listed_on: date | None = None


@dataclass(frozen=True, slots=True)
class ListPage:
    """What one page of a list, or a whole export, says. `total` is how many films the list has in all; a page may show
    fewer. An export names neither the list nor its id. `number` is the page's own, 1 for the first."""

    account: Literal["imdb_list", "imdb_csv"]
    entries: tuple[ListEntry, ...]
    total: int
    list_id: str | None = None
    name: str | None = None
    number: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as all that was read of it says together. `missing` films were said to be there and were not shown."""

    entries: tuple[ListEntry, ...]
    total: int
    name: str | None

    @property
    def missing(self) -> int:
        return max(0, self.total - len(self.entries))


def together(pages: Sequence[ListPage]) -> Listed:
    """The pages as one list, in its order; an entry that two pages show is one. An export is whole by itself: next to
    it pages only add what they alone have."""
    exports = [page for page in pages if page.account == "imdb_csv"]
    told: dict[tuple[int, str | None], ListEntry] = {}
    for page in (*exports, *(p for p in pages if p not in exports)):
        for entry in page.entries:
            told.setdefault((entry.position, entry.film.imdb_id), entry)
    entries = sorted(told.values(), key=lambda entry: entry.position)
    named = next((page.name for page in pages if page.name), None)
    return Listed(tuple(entries), max(page.total for page in pages), named)


def same_name(expected: str, said: str) -> bool:
    """Whether a list that calls itself `said` may be the one that is expected: the shorter name shares more than half of
    its words ("1001 Movies You Must See" and "1001 Movies You Must See … (All Editions Combined)")."""
    mine, theirs = set(fold(expected).split()) - _SMALL, set(fold(said).split()) - _SMALL
    if not mine or not theirs:
        return fold(expected) == fold(said)
    return 2 * len(mine & theirs) > min(len(mine), len(theirs))
