"""What a person decided about a film: which candidate it is, and which ones it is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cinegraph.domain.movies import Candidate


@dataclass(frozen=True, slots=True)
class Identity:
    """A candidate by everything that names it: its number at its source, and its ids elsewhere.

    `source` is None if a person gave the IMDb id and no source was involved.
    """

    title: str
    source: str | None = None
    source_id: str | None = None
    year: int | None = None
    imdb_id: str | None = None
    tmdb_id: int | None = None
    wikidata_id: str | None = None

    def names(self, candidate: Candidate) -> bool:
        """Whether that candidate is this very film: the same record, or one of the ids."""
        return (
            (
                self.source is not None
                and (self.source, self.source_id) == (candidate.source, candidate.source_id)
            )
            or (self.imdb_id is not None and self.imdb_id == candidate.imdb_id)
            or (self.tmdb_id is not None and self.tmdb_id == candidate.tmdb_id)
        )

    def candidate(self) -> Candidate:
        """The candidate as its source gave it, to be asked for whole."""
        return Candidate(
            source=self.source or "",
            source_id=self.source_id or "",
            title=self.title,
            year=self.year,
            imdb_id=self.imdb_id,
            tmdb_id=self.tmdb_id,
            wikidata_id=self.wikidata_id,
        )


def identity(told: Mapping[str, Any]) -> Identity:
    """The identity of a candidate as a review keeps it."""
    names = ("source", "source_id", "year", "imdb_id", "tmdb_id", "wikidata_id")
    return Identity(told["title"], **{name: told.get(name) for name in names})


@dataclass(frozen=True, slots=True)
class Decided:
    """What is decided of one film: the candidate that it is, if one was chosen (in review `review_id`), and
    those that it is not."""

    chosen: Identity | None = None
    review_id: int | None = None
    ruled_out: tuple[Identity, ...] = ()
