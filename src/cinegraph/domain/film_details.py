"""What a full record tells of a film beside people and titles: who made it, where and when it came out, where it can be
seen, what it belongs to."""

from dataclasses import dataclass
from datetime import date

RELEASES = ("premiere", "limited", "theatrical", "digital", "physical", "tv")
"""Kinds of a release, in the order in which they usually come."""

OFFERS = ("flatrate", "free", "ads", "rent", "buy")
"""How a film can be seen at a provider: in a subscription, free, free with advertisements, rented, bought."""


@dataclass(frozen=True, slots=True)
class Company:
    """Who produced the film; `country` is a code. Of some sources only the name is known."""

    name: str
    tmdb_id: int | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """When the film came out in a country (a code), how (one of RELEASES), and for whom ("PG-13", "12A")."""

    country: str
    released_on: date
    kind: str
    certification: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """A series of films that the film belongs to; paths as of an Image."""

    tmdb_id: int
    name: str
    poster_path: str | None = None
    backdrop_path: str | None = None


@dataclass(frozen=True, slots=True)
class Provider:
    """Where the film can be seen in a country (a code), and how (one of OFFERS). TMDb has this from JustWatch."""

    country: str
    kind: str
    name: str
    tmdb_id: int | None = None


@dataclass(frozen=True, slots=True)
class ImageBase:
    """Where a source keeps its pictures of a kind: `base_url` + one of `sizes` + an image's path is an address."""

    kind: str
    base_url: str
    sizes: tuple[str, ...]
