"""Is this candidate the film that we were told of? A table of named reasons, for and against.

Each reason is a small pure function that answers how strongly it holds, 0–1, or None where it has nothing to
say; its docstring is what a person reads beside its score. A candidate is believed when its score is high
enough, no other comes close, and nothing forbids it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.domain.people import same_name
from cinegraph.domain.titles import numerals
from cinegraph.lookup.pairing import same_title

ACCEPT = 0.7
GAP = 0.15
DOUBT = 0.35
"""Below this a candidate is no candidate: a year that agrees is no reason to bother a person."""
FAR_YEARS = 3

TELEVISION = {"tvSeries", "tvMiniSeries", "tvEpisode", "tv", "tv_episode"}
_EITHER = {"tvMovie", "tvSpecial", "tvShort", "video"}
"""IMDb's kinds that other catalogues count as films, or not."""

Reason = Callable[[MovieRef, Candidate], float | None]


def same_id(ref: MovieRef, candidate: Candidate) -> float | None:
    """The source's record carries the very id that was asked for."""
    if not ref.imdb_id or not candidate.imdb_id:
        return None
    return float(ref.imdb_id == candidate.imdb_id)


def same_title_told(ref: MovieRef, candidate: Candidate) -> float | None:
    """One of the titles that we were told is one of the film's titles."""
    return max(_likeness(told, known) for told in ref.titles for known in candidate.titles)


def same_year(ref: MovieRef, candidate: Candidate) -> float | None:
    """It came out in the year we were told, or (half) in the one beside it."""
    distance = _years_apart(ref, candidate)
    if distance is None:
        return None
    return {0: 1.0, 1: 0.5}.get(distance, 0.0)


def shared_people(ref: MovieRef, candidate: Candidate) -> float | None:
    """People who were nominated for it are credited in it."""
    if not ref.people or not candidate.credits:
        return None
    credited = {credit.name for credit in candidate.credits}
    known = sum(any(same_name(told, name) >= 0.9 for name in credited) for told in ref.people)
    return min(1.0, 2 * known / len(ref.people))


def other_id(ref: MovieRef, candidate: Candidate) -> float | None:
    """The record carries another id than the one that was asked for."""
    if not ref.imdb_id or not candidate.imdb_id:
        return None
    return float(ref.imdb_id != candidate.imdb_id)


def other_numeral(ref: MovieRef, candidate: Candidate) -> float | None:
    """Its number in the series is another ("Toy Story 2", "Toy Story 3")."""
    if ref.imdb_id and ref.imdb_id == candidate.imdb_id:
        return None
    told = {numerals(title) for title in ref.titles}
    return float(not told & {numerals(title) for title in candidate.titles})


def far_year(ref: MovieRef, candidate: Candidate) -> float | None:
    """It came out three or more years away: a remake, or another film of that name."""
    if ref.imdb_id and ref.imdb_id == candidate.imdb_id:
        return None
    distance = _years_apart(ref, candidate)
    return None if distance is None else float(distance >= FAR_YEARS)


def other_kind(ref: MovieRef, candidate: Candidate) -> float | None:
    """One is a film, the other is television."""
    if ref.kind is None or (ref.imdb_id and ref.imdb_id == candidate.imdb_id):
        return None
    if ref.kind in _EITHER:
        return None
    return float((ref.kind in TELEVISION) != (candidate.kind in TELEVISION))


def nobody_known(ref: MovieRef, candidate: Candidate) -> float | None:
    """It has many credits, and nobody who was nominated for it is among them."""
    if len(candidate.credits) < 10 or not ref.people:
        return None
    return float(shared_people(ref, candidate) == 0.0)


FOR: tuple[tuple[Reason, float], ...] = (
    (same_id, 1.0),
    (same_title_told, 0.55),
    (same_year, 0.2),
    (shared_people, 0.3),
)
"""Reasons for, each with its weight."""

AGAINST: tuple[tuple[Reason, float], ...] = ((nobody_known, 0.3),)
"""Reasons against, each with what it takes away."""

FORBIDS: tuple[Reason, ...] = (other_id, other_numeral, far_year, other_kind)
"""Reasons that no other can outweigh. An id that agrees silences those that only doubt it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason that spoke: its name, what it says to a person, and what it adds to the score."""

    name: str
    says: str
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate with the evidence for and against it; `score` is 0–1, and 0 if something forbids it."""

    candidate: Candidate
    score: float
    forbidden: bool
    evidence: tuple[Evidence, ...]


def match(ref: MovieRef, candidate: Candidate) -> Match:
    """Weigh one candidate against the question."""
    evidence = [_spoken(reason, weight, ref, candidate) for reason, weight in FOR]
    evidence += [_spoken(reason, -weight, ref, candidate) for reason, weight in AGAINST]
    vetoes = [_spoken(reason, -1.0, ref, candidate) for reason in FORBIDS]
    said = tuple(e for e in (*evidence, *vetoes) if e is not None and e.score != 0)
    forbidden = any(veto is not None and veto.score < 0 for veto in vetoes)
    score = sum(e.score for e in evidence if e is not None)
    return Match(candidate, 0.0 if forbidden else max(0.0, min(1.0, round(score, 3))), forbidden, said)


def best(matches: Sequence[Match]) -> tuple[Match | None, bool]:
    """The best match that may be believed, and whether it is: high enough, and nothing else close."""
    allowed = sorted((m for m in matches if not m.forbidden and m.score > 0), key=lambda m: -m.score)
    if not allowed:
        return None, False
    first = allowed[0]
    gap = first.score - allowed[1].score if len(allowed) > 1 else 1.0
    return first, first.score >= ACCEPT and gap >= GAP


def _spoken(reason: Reason, weight: float, ref: MovieRef, candidate: Candidate) -> Evidence | None:
    strength = reason(ref, candidate)
    if strength is None:
        return None
    return Evidence(reason.__name__, (reason.__doc__ or "").strip(), round(weight * strength, 3))


def _likeness(told: str, known: str) -> float:
    """A title counts fully only if it is written the same; a longer or similar one, for half."""
    likeness = same_title(told, known)
    return 1.0 if likeness == 1.0 else likeness * 0.5


def _years_apart(ref: MovieRef, candidate: Candidate) -> int | None:
    years = ref.years or ((ref.year,) if ref.year else ())
    if not years or candidate.year is None:
        return None
    return min(abs(year - candidate.year) for year in years)
