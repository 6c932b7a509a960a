"""Films: what we were told (MovieRef), what a source answers (Candidate), what is kept (Film)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from cinegraph.domain.film_details import Collection, Company, Provider, Release
from cinegraph.domain.people import Credit


class ImportType(StrEnum):
    """How much we know of a film: everything a full source has, the basics, or only what the page said."""

    FULL = "full"
    MINIMAL = "minimal"
    STUB = "stub"


@dataclass(frozen=True, slots=True)
class MovieRef:
    """A film as we were told of it; the question that a source is asked.

    `title` as printed, or the IMDb id itself where a page names the film by nothing else; `original_title` and `imdb_id` ("tt…") where the page gives them. `tmdb_id` and
    `wikidata_id` are what another source has told of it: where to ask, not yet believed.
    `kind` is IMDb's title type ("movie", "short", "tvSeries" …), None if not said.
    `years` are the years in which it may have come out, and `year_kind` says how they were told: "eligibility"
    (the year of an award's season) or "festival" (the year of its showing there); empty if unknown. `people` are
    the names that nominations connect with it: evidence, not credits; `directors` those that are said to have
    directed it. `asked_in` is the year of the question.
    """

    title: str
    original_title: str | None = None
    imdb_id: str | None = None
    year: int | None = None
    kind: str | None = None
    note: str | None = None
    years: tuple[int, ...] = ()
    year_kind: Literal["eligibility", "festival"] | None = None
    people: tuple[str, ...] = ()
    directors: tuple[str, ...] = ()
    asked_in: int | None = None
    tmdb_id: int | None = None
    wikidata_id: str | None = None

    @property
    def untitled(self) -> bool:
        """Whether its id stands where the title should: nobody has told us one yet."""
        return self.imdb_id is not None and self.title == self.imdb_id

    @property
    def titles(self) -> tuple[str, ...]:
        """Every title we were told, the printed one first; none if it is known by its id only."""
        printed = None if self.untitled else self.title
        return tuple(dict.fromkeys(t for t in (printed, self.original_title) if t))


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of a film at its source: `path` below the source's image address, or the whole address where it gives
    that; sizes in pixels."""

    kind: str
    path: str
    width: int
    height: int
    language: str | None = None
    vote_average: float = 0.0


@dataclass(frozen=True, slots=True)
class Video:
    """A trailer or clip: `site` and `key` locate it, `published_at` as the source writes it."""

    site: str
    key: str
    name: str
    kind: str
    official: bool
    language: str | None = None
    published_at: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a source says beside titles and people. Money in US dollars, runtime in minutes.

    `revenue` is the world's, `box_office` that of the United States and Canada; `rated` is the certificate there;
    `awards` is a sentence ("Won 7 Oscars …"). Countries and languages are codes, or names as the source writes them.
    """

    overview: str = ""
    tagline: str = ""
    status: str = ""
    homepage: str = ""
    original_language: str = ""
    runtime: int | None = None
    release_date: date | None = None
    budget: int | None = None
    revenue: int | None = None
    box_office: int | None = None
    rated: str = ""
    awards: str = ""
    popularity: float | None = None
    vote_average: float | None = None
    vote_count: int | None = None
    poster_path: str | None = None
    backdrop_path: str | None = None
    collection: str | None = None
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    alternative_titles: tuple[str, ...] = ()
    releases: tuple[tuple[str, str, str], ...] = ()
    """(country, ISO time, certification), one for each dated release, where a source tells no more of them."""


@dataclass(frozen=True, slots=True)
class Rating:
    """How a film is rated at `source` ("imdb", "rotten_tomatoes", "metacritic", "tmdb"): `value` on that source's own
    scale."""

    source: str
    value: float
    votes: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A film as a source knows it: the answer that is compared with the question.

    `complete` says that `facts`, `credits` and the rest are the source's own full record; a search
    hit is not complete and must be fetched before it is believed. `kind` is our word: "movie", "tv", "tv_episode" …
    `told_at` is when the source said it, if that was not just now: an answer that was remembered.
    """

    source: str
    source_id: str
    title: str
    original_title: str | None = None
    year: int | None = None
    kind: str = "movie"
    imdb_id: str | None = None
    tmdb_id: int | None = None
    wikidata_id: str | None = None
    letterboxd_id: str | None = None
    complete: bool = False
    facts: Facts = Facts()
    credits: tuple[Credit, ...] = ()
    genres: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    videos: tuple[Video, ...] = ()
    ratings: tuple[Rating, ...] = ()
    companies: tuple[Company, ...] = ()
    releases: tuple[Release, ...] = ()
    collection: Collection | None = None
    providers: tuple[Provider, ...] = ()
    told_at: datetime | None = field(default=None, compare=False)

    @property
    def titles(self) -> tuple[str, ...]:
        """Every title the source gives, its main one first."""
        named = (self.title, self.original_title, *self.facts.alternative_titles)
        return tuple(dict.fromkeys(t for t in named if t))

    @property
    def directors(self) -> tuple[str, ...]:
        """The names credited with directing, in the source's order."""
        return tuple(c.name for c in self.credits if c.job == "Director")
