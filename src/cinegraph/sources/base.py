"""What a film catalogue is to us, and its three ways to fail.

    SourceError
     ├─ TryLater     this question, later: no answer, too busy, half an answer
     ├─ OutOfQuota   this source, from a known moment on
     └─ Unusable     this source, not before a person acts: wrong key, suspended, not understood

Empty is an answer; failure never is.
"""

from datetime import datetime
from decimal import Decimal
from typing import Protocol

from cinegraph.domain.movies import Candidate, MovieRef


class SourceError(Exception):
    """The source gave no answer. Nothing may be concluded about the film."""


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
        """The film with the id that the question carries; None if the source has none, or no id was told."""
        ...

    async def by_title(self, ref: MovieRef) -> tuple[Candidate, ...]:
        """Films that may be the one, by title and year, best first; none of them is believed unread."""
        ...

    async def complete(self, candidate: Candidate) -> Candidate | None:
        """The source's whole record of its own candidate; None if it is listed and no longer there."""
        ...

    async def check(self) -> None:
        """Ask something small. Raises Unusable if our key is refused, TryLater if nobody answers."""
        ...
