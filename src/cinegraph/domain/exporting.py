"""What leaves the house: a selection of what is stored, and rows with named columns, whoever writes them down."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal, Protocol

Kind = Literal["text", "boolean", "integer", "number", "time", "date", "texts", "json"]
"""What a column holds: a time with its zone, a date, several texts in their order, JSON as text."""

Tell = Callable[[str], None]
"""Is told, in one line, what is not in the export and why."""

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which rows are meant; what is left out does not restrict. As a person says it: names are looked up later.

    `years` are those of ceremonies (`instance`: a place within the year), `decade` that of films (1990). `since` is a
    date, a time or an import's number: only what has changed from then on.
    """

    festival: str | None = None
    years: tuple[int, ...] = ()
    instance: int | None = None
    category: str | None = None
    winners: bool = False
    list: str | None = None
    decade: int | None = None
    import_type: str | None = None
    country: str | None = None
    since: str | None = None

    @property
    def everything(self) -> bool:
        """Whether nothing restricts it."""
        return all(getattr(self, field.name) == field.default for field in fields(self))

    def __str__(self) -> str:
        """As a person would say it: "cannes 2023, winners"."""
        years = [str(year) for year in self.years]
        place = f"/{self.instance}" if self.instance else ""
        span = f"{years[0]}..{years[-1]}" if len(years) > 1 else f"{years[0]}{place}" if years else ""
        said = [
            " ".join(filter(None, (self.festival, span))),
            self.category,
            "winners" if self.winners else None,
            self.list,
            f"the {self.decade}s" if self.decade is not None else None,
            self.import_type,
            self.country,
            f"changed since {self.since}" if self.since else None,
        ]
        return ", ".join(filter(None, said))


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an export."""

    name: str
    kind: Kind


class Rows(Protocol):
    """Rows of one export, streamed: nobody holds more than a few thousand of them. Each of the three can be asked
    once. They are read in the order of the export."""

    @property
    def columns(self) -> Sequence[Column]: ...

    def batches(self) -> Iterator[Sequence[Row]]:
        """As values of Python: some thousand rows at a time."""

    def csv(self, *, safe: bool) -> Iterator[bytes]:
        """As lines of CSV without a header: blocks of whole lines. `safe`: no text that a spreadsheet would run."""

    def json(self) -> Iterator[bytes]:
        """As lines of JSON, an object each: blocks of whole lines."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table that is exported with its structure."""

    name: str
    kind: Kind
    required: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is exported with its structure. `references`: columns → table, its columns. `searched`: columns
    whose words are to be found."""

    name: str
    columns: tuple[TableColumn, ...]
    key: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...]
    indexes: tuple[tuple[str, ...], ...]
    references: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...]
    searched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Needs:
    """A column without which a row cannot be written, and what it is called; only rows that have `beside` count."""

    column: str
    called: str
    beside: str | None = None


class Source(Protocol):
    """Where a format gets what it writes: one moment of the database, however long it takes."""

    def rows(self, part: str = "") -> Rows:
        """The export's rows, or another part of it by name. Raises LookupError for a part that it does not have."""

    def tables(self) -> Iterator[tuple[Table, Rows]]:
        """Every table that users see, in an order in which each refers to earlier ones."""


@dataclass(frozen=True, slots=True)
class How:
    """What a format is told beside the rows. `event` is the IMDb event and its name that an export is about."""

    safe: bool = False
    event: tuple[str, str] | None = None
    tell: Tell = lambda _: None
