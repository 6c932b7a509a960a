"""How sure are we that a candidate is the film: named reasons, weighed.

A candidate is believed when its score is high enough, no other comes close, and nothing forbids it. The weights
were set on the even Academy Awards and on festival titles, see docs/benchmarks.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.domain.titles import fold
from cinegraph.lookup.reasons import (
    Comparison,
    Reason,
    common_title,
    far_year,
    few_of_that_title,
    no_year,
    nobody_known,
    old,
    only_a_part,
    only_a_title,
    other_director,
    other_id,
    other_kind,
    other_numeral,
    other_season,
    recent,
    same_catalogue_id,
    same_director,
    same_id,
    same_title_told,
    same_year,
    shared_people,
    telling_title,
)
from cinegraph.lookup.weighing import Evidence, weigh

ACCEPT = 0.7
GAP = 0.05
DOUBT = 0.35
"""Below this a candidate is no candidate: a year that agrees is no reason to bother a person."""
_AGREED = 0.2
"""What it adds that another source has the same film."""


FOR: tuple[tuple[Reason, float], ...] = (
    (same_id, 1.0),
    (same_catalogue_id, 0.4),
    (same_title_told, 0.5),
    (telling_title, 0.15),
    (few_of_that_title, 0.15),
    (same_year, 0.25),
    (recent, 0.2),
    (same_director, 0.3),
    (shared_people, 0.3),
)
"""Reasons for, each with its weight."""

AGAINST: tuple[tuple[Reason, float], ...] = (
    (nobody_known, 0.3),
    (other_director, 0.4),
    (common_title, 0.1),
    (old, 0.15),
    (other_season, 0.15),
    (only_a_title, 0.3),
    (no_year, 0.1),
    (only_a_part, 0.1),
)
"""Reasons against, each with what it takes away."""

FORBIDS: tuple[Reason, ...] = (other_id, other_numeral, far_year, other_kind)
"""Reasons that no other can outweigh. An id that agrees silences those that only doubt it."""


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate with the evidence for and against it; `score` is 0–1, and 0 if something forbids it."""

    candidate: Candidate
    score: float
    forbidden: bool
    evidence: tuple[Evidence, ...]


def match(ref: MovieRef, candidate: Candidate, namesakes: int | None = None) -> Match:
    """Weigh one candidate against the question."""
    said = weigh(Comparison(ref, candidate, namesakes), FOR, AGAINST, FORBIDS)
    return Match(candidate, said.score, said.forbidden, said.evidence)


def best(matches: Sequence[Match]) -> tuple[Match | None, bool]:
    """The best match that may be believed, and whether it is: high enough, and nothing else close."""
    allowed = sorted((m for m in matches if not m.forbidden and m.score > 0), key=lambda m: -m.score)
    if not allowed:
        return None, False
    first = allowed[0]
    gap = round(first.score - allowed[1].score, 3) if len(allowed) > 1 else 1.0
    return first, first.score >= ACCEPT and gap >= GAP


def pooled(matches: Sequence[Match]) -> list[Match]:
    """Matches of several sources with those that are one film joined: the best of each, surer if sources agree."""
    groups: list[list[Match]] = []
    for one in sorted(matches, key=lambda m: (-m.score, not m.candidate.complete)):
        same = next((g for g in groups if any(_one_film(one.candidate, m.candidate) for m in g)), None)
        if same is None:
            groups.append([one])
        else:
            same.append(one)
    return [_agreed(group) for group in groups]


def _agreed(group: Sequence[Match]) -> Match:
    first = group[0]
    others = sorted({m.candidate.source for m in group if not m.forbidden} - {first.candidate.source})
    if first.forbidden or not others or first.score >= 1:
        return first
    added = Evidence(
        "sources_agree", f"{' and '.join(others)} has the same film.", min(_AGREED, round(1 - first.score, 3))
    )
    return replace(first, score=round(first.score + added.score, 3), evidence=(*first.evidence, added))


def _one_film(one: Candidate, other: Candidate) -> bool:
    """Whether two sources' records are surely one film: by an id, else by title, year and a director."""
    if one.source == other.source:
        return one.source_id == other.source_id
    if one.imdb_id and other.imdb_id:
        return one.imdb_id == other.imdb_id
    if one.tmdb_id and other.tmdb_id:
        return one.tmdb_id == other.tmdb_id
    same_title = {fold(t) for t in one.titles} & {fold(t) for t in other.titles}
    same_director = {fold(n) for n in one.directors} & {fold(n) for n in other.directors}
    return bool(same_title and same_director) and one.year is not None and one.year == other.year
