"""What addresses answer with that is no row of the store, and what they take: documented, and checked when it comes in."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from cinegraph.pipeline.accept_many import MOST
from cinegraph.pipeline.join_people import JoinPlan
from cinegraph.store.browse.films import WholeFilm
from cinegraph.store.collaborators import Person
from cinegraph.store.person_merges import PersonMerge
from cinegraph.store.score_reads import Part
from cinegraph.store.screens.film_records import Recorded
from cinegraph.web.api.answering import Word, Year


class Body(BaseModel):
    """What is sent: an unknown field is refused, and a number is one (`true` is not 1)."""

    model_config = ConfigDict(extra="forbid")


Note = Annotated[
    str | None, Field(max_length=2000, pattern=r"^[^\x00]*$", description="Why; kept with who and when.")
]


class WantedImport(Body):
    """Which ceremonies, or which list. Of an organization: `years` (2024, 2020..2024, 1930/2), `last` so many, or `all`."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"organization": "oscars", "years": "2024", "dry_run": True}, {"list": "afi_100"}]
        },
    )

    organization: Word | None = None
    years: Annotated[str | None, Field(max_length=12, pattern=r"^[ ]*\d{4}(\.\.\d{4}|/[1-9])?[ ]*$")] = None
    last: Annotated[int | None, Field(strict=True, ge=1, le=200)] = None
    all: bool = False
    list: Word | None = None
    lookup: bool = True
    refresh: bool = False
    dry_run: bool = False


class Decision(Body):
    """A word with a decision."""

    note: Note = None


NO_WORD = Decision()
"""What is sent if nothing is."""


class Acceptance(Decision):
    """Which film or person it is: the number of a candidate (from 1; the only one if left out), or an IMDb id."""

    candidate: Annotated[int | None, Field(strict=True, ge=1, le=1000)] = None
    imdb_id: Annotated[str | None, Field(pattern=r"^(tt|nm)\d{7,12}$")] = None


class Joining(Decision):
    """The film that joins this one, by its number."""

    other: Annotated[int, Field(strict=True, ge=1, le=2**63 - 1)]


class JoiningPerson(Decision):
    """The person who joins this one, by their number. `dry_run`: say what would move, and change nothing."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"other": 12, "dry_run": True}]}
    )

    other: Annotated[int, Field(strict=True, ge=1, le=2**63 - 1)]
    dry_run: bool = False


class Choice(Body):
    """A question, the number of the candidate that it is, and the mark (`seen`) of the candidates that were looked at."""

    review: Annotated[int, Field(strict=True, ge=1, le=2**63 - 1)]
    candidate: Annotated[int, Field(strict=True, ge=1, le=1000)]
    seen: Word


class Choices(Decision):
    """Questions that are answered at once, each by the candidate that was looked at."""

    choices: Annotated[list[Choice], Field(min_length=1, max_length=MOST)]


@dataclass(frozen=True, slots=True)
class Sure:
    """An open question and its best candidate: `told` is what a nominee is named for, `ahead_by` how far the next candidate
    is behind (null: there is no other), `clear` whether that is far enough to accept without a look."""

    review: int
    kind: str
    about: str
    told: str | None
    film: int | None
    nomination: int | None
    candidate: int
    seen: str
    score: float
    ahead_by: float | None
    clear: bool
    chosen: dict[str, Any]


@dataclass(frozen=True, slots=True)
class AllSure:
    """The surest questions first, so many as are answered at once at most."""

    items: list[Sure]


@dataclass(frozen=True, slots=True)
class Asked:
    """A film that is looked for again, and the job that does it."""

    film: int
    job: int


@dataclass(frozen=True, slots=True)
class Rating:
    """A film whose ratings are asked for, the job that does it, and what that costs at most (USD)."""

    film: int
    job: int | None
    cost_usd: Decimal


@dataclass(frozen=True, slots=True)
class FilmScore:
    """Profile → score, and the parts that are there, each with its value and what it was made of."""

    scores: dict[str, Decimal]
    parts: dict[str, Part]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFilm(WholeFilm):
    """A film, with its facts that have rows of their own (money in `usd`, everything else in `words`) and its score."""

    facts: list[Recorded]
    score: FilmScore


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson(Person):
    """A person, with the rows that joined theirs, the latest first."""

    joined: list[PersonMerge]


@dataclass(frozen=True, slots=True)
class Parted:
    """Who was kept, and the row that is a person of its own again."""

    kept: Person
    parted: PersonMerge


@dataclass(frozen=True, slots=True)
class JoinedPerson:
    """Who was kept, the row that joined them (of a dry run null), and what that did (of a dry run: would do)."""

    kept: Person
    joined: PersonMerge | None
    plan: JoinPlan
    dry_run: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """The film that both are now, and the decided review from which that is undone (`POST /reviews/N/undo`)."""

    film: int
    review: int


@dataclass(frozen=True, slots=True)
class Requested:
    """An import that waits or works now. `resumed`: it was there, unfinished, and goes on."""

    id: int
    organization: str | None
    year: int | None
    instance: int | None
    list: str | None
    resumed: bool


@dataclass(frozen=True, slots=True)
class RequestedAll:
    """The imports; lines about what was left out; and of a dry run what it would fetch and cost (`id` is 0 then)."""

    imports: tuple[Requested, ...]
    left_out: tuple[str, ...] = ()
    would: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """A review as it is now, and the jobs that look for its film, by film."""

    review: Any
    jobs: dict[str, int]


@dataclass(frozen=True, slots=True)
class Table:
    """A report: its columns, its rows, and when they were read (it is read at most once a minute)."""

    report: str
    view: str
    as_of: datetime
    columns: list[str]
    rows: list[list[Any]]


class Plain(BaseModel):
    """An object as the command line's `--json` prints it: its keys are in docs/api.md."""

    model_config = ConfigDict(extra="allow")


class Rows(BaseModel):
    """All there are, as the command line's `--json` prints them."""

    items: list[Plain]


class Way(BaseModel):
    """Which way: two people by number, IMDb id or name; which films count."""

    model_config = ConfigDict(extra="forbid")

    from_: Word = Field(alias="from", examples=["Emma Stone"])
    to: Word = Field(examples=["nm0000138"])
    features: bool = False
    top_billed: Annotated[int | None, Field(ge=1, le=1000)] = None
    since: Year | None = None
    until: Year | None = None
    depth: Annotated[int, Field(ge=1, le=12)] = 6
    alternatives: Annotated[int, Field(ge=1, le=20)] = 3
