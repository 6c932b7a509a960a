"""What holds of every question to a person, whatever it is about: it is decided once, for one of its candidates."""

from collections.abc import Sequence
from typing import Any, Protocol

from cinegraph.pipeline.context import Refused


class Question(Protocol):
    """A review, of a film or of a nominee."""

    @property
    def id(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def decided_by(self) -> str | None: ...
    @property
    def note(self) -> str | None: ...
    @property
    def candidates(self) -> Sequence[dict[str, Any]]: ...


def refuse_decided(review: Question) -> None:
    """Raises Refused if it has settled itself, or somebody has decided it."""
    if review.state == "decided":
        raise Refused(f"review {review.id} has settled itself: {review.note}")
    if review.state not in ("open", "skipped"):
        raise Refused(
            f"review {review.id} was {review.state} by {review.decided_by} already:"
            f" `cinegraph review undo {review.id}` first"
        )


def candidate(review: Question, number: int | None, instead: str) -> dict[str, Any]:
    """The candidate with that number, or the only one. Raises Refused; `instead` is what to do where there is none."""
    known = review.candidates
    if not known:
        raise Refused(f"review {review.id} has no candidate to accept: {instead}")
    if number is None and len(known) > 1:
        raise Refused(
            f"review {review.id} has {len(known)} candidates: say which one, --candidate 1 to {len(known)}"
        )
    if number is not None and not 1 <= number <= len(known):
        raise Refused(f"review {review.id} has no candidate {number}: it has {len(known)}")
    return known[(number or 1) - 1]
