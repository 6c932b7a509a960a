"""Reasons, weighed: what each of them says of a comparison, and what it adds to the score."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

C = TypeVar("C")

Reason = Callable[[C], float | None]
"""How strongly it holds, 0–1, or None where it has nothing to say; its docstring is what a person reads."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason that spoke: its name, what it says to a person, and what it adds to the score."""

    name: str
    says: str
    score: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """What all reasons say together: the score, 0–1, and 0 if one of them forbids it."""

    score: float
    forbidden: bool
    evidence: tuple[Evidence, ...]


def weigh(
    comparison: C,
    supporting: Sequence[tuple[Reason[C], float]],
    opposing: Sequence[tuple[Reason[C], float]],
    forbidding: Sequence[Reason[C]],
) -> Weighed:
    """Let every reason speak; those that have nothing to say are left out."""
    evidence = [_spoken(reason, weight, comparison) for reason, weight in supporting]
    evidence += [_spoken(reason, -weight, comparison) for reason, weight in opposing]
    vetoes = [_spoken(reason, -1.0, comparison) for reason in forbidding]
    weighed = [e for e in evidence if e is not None and e.score != 0]
    forbids = [veto for veto in vetoes if veto is not None and veto.score != 0]
    score = sum(e.score for e in weighed)
    sure = 0.0 if forbids else max(0.0, min(1.0, round(score, 3)))
    return Weighed(sure, bool(forbids), (*weighed, *forbids))


def _spoken(reason: Reason[C], weight: float, comparison: C) -> Evidence | None:
    """What the reason says, None if it does not hold."""
    strength = reason(comparison)
    if not strength:
        return None
    return Evidence(reason.__name__, _says(reason), round(weight * strength, 3))


@cache
def _says(reason: Reason[Any]) -> str:
    return " ".join((reason.__doc__ or "").split())
