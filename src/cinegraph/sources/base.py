"""What a film catalogue is to us, and its three ways to fail.

    SourceError
     ├─ TryLater     this question, later: no answer, too busy, half an answer
     ├─ OutOfQuota   this source, from a known moment on
     └─ Unusable     this source, not before a person acts: wrong key, suspended, not understood

Empty is an answer; failure never is.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Protocol

from cinegraph.domain.film_details import ImageBase
from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.fetch.http import Door, NoAnswer, Refused, Spent
from cinegraph.fetch.paid_pages import PaidPages
from cinegraph.settings import Settings
from cinegraph.sources.imdb_records import Dataset


class SourceError(Exception):
    """The source gave no answer. Nothing may be concluded about the film.

    `counted` is set where no request failed for it, or another caller was told of the same request: one failed
    request is one failure of the source, however many questions it leaves unanswered.
    """

    counted = False


class TryLater(SourceError):
    """This question got no answer; `after` is how many seconds the source asked us to wait, if it did."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class OutOfQuota(SourceError):
    """The source answers nothing until its quota renews at `until`."""

    def __init__(self, reason: str, until: datetime) -> None:
        super().__init__(reason)
        self.until = until


class Unusable(SourceError):
    """The source will not answer before a person has acted."""


class KeyRefused(Refused):
    """The source does not accept our key."""


@contextmanager
def told_by(label: str, key_setting: str = "") -> Iterator[None]:
    """Turn what the door raises into the three ways to fail; `label` is the source's name to a person.

    `key_setting` is the setting to look at when the key is refused.
    """
    try:
        yield
    except KeyRefused as reason:
        raise Unusable(f"{label} refuses the key: {reason}; set {key_setting}") from None
    except Refused as reason:
        raise Unusable(f"{label} does not understand the question: {reason}") from None
    except Spent as reason:
        raise OutOfQuota(str(reason), reason.until) from None
    except NoAnswer as reason:
        raise TryLater(f"{label} did not answer: {reason}", reason.after) from None


@dataclass(frozen=True, slots=True)
class Strategy:
    """One way to search. `name` is its name in the metrics ("tmdb_search_title_year").

    `by` says what the hits agree in with the question ("title": a title; "people": a director), and
    `years_apart` how far away at best they came out, None if the year is left open. From these the chain knows
    how sure a hit can become, and does not ask what cannot be believed. `params` are the source's own.
    """

    name: str
    by: Literal["title", "people"] = "title"
    years_apart: int | None = None
    params: tuple[tuple[str, str], ...] = ()


class Source(Protocol):
    """A catalogue of films.

    `name` is its name in metrics and reports; `price_usd` is what one call costs; `full` says whether its
    record of a film is complete (credits, images …). Its place in the order of asking is its place in the
    tuple that is given to `lookup.chain.resolve`. Every method raises SourceError where it gets no answer.
    """

    @property
    def name(self) -> str: ...

    @property
    def price_usd(self) -> Decimal: ...

    @property
    def full(self) -> bool: ...

    async def by_id(self, ref: MovieRef) -> Candidate | None:
        """The film with an id that the question carries; None if the source has none, or no such id was told."""
        ...

    def strategies(self, ref: MovieRef) -> tuple[Strategy, ...]:
        """The ways in which this film can be searched for, the most promising first."""
        ...

    async def search(self, ref: MovieRef, strategy: Strategy) -> tuple[Candidate, ...]:
        """Films that may be the one, best first; none of them is believed unread."""
        ...

    async def complete(self, candidate: Candidate) -> Candidate | None:
        """The source's whole record of its own candidate; None if it is listed and no longer there."""
        ...

    async def check(self) -> None:
        """Ask something small. Raises Unusable if our key is refused, TryLater if nobody answers."""
        ...


@dataclass(frozen=True, slots=True)
class Changes:
    """One page of a source's films that have changed, by its own numbers, and how many pages there are."""

    films: tuple[int, ...]
    pages: int


class Changing(Protocol):
    """A catalogue that says which of its films have changed."""

    @property
    def name(self) -> str: ...

    async def changed(self, since: date, until: date, page: int) -> Changes:
        """Those between these days, both included. Raises SourceError."""
        ...


class ImageBases(Protocol):
    """Where it is kept where a source's pictures are."""

    async def keep(self, source: str, told: Sequence[ImageBase]) -> None:
        """It is as the source tells now."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What a source is built from: the settings, the door to the network, the IMDb dataset that is kept here,
    where pages are kept that were paid for, and where it is kept where pictures are."""

    settings: Settings
    door: Door
    imdb: Dataset
    pages: PaidPages | None = None
    image_bases: ImageBases | None = None
