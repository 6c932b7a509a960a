"""Ask the sources in their order until one has the film: `resolve(ref, sources)` → one of four outcomes.

Found       the film, with the evidence that it is the one
Ambiguous   candidates, none of which can be believed: a person decides
NotFound    every source answered, and none has it
Unanswered  at least one source gave no answer, and none has it: nothing may be concluded
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.lookup.matching import DOUBT, Match, best, match
from cinegraph.sources.base import OutOfQuota, Source, SourceError, TryLater, Unusable
from cinegraph.telemetry import span

_READ_WHOLE = 3
"""So many of a search's hits are fetched and compared."""


@dataclass(frozen=True, slots=True)
class Found:
    """The film, believed. `level` is the place of its source in the order of asking, from 0."""

    match: Match
    level: int
    asked: tuple[str, ...]

    @property
    def candidate(self) -> Candidate:
        return self.match.candidate


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Candidates that a person should look at, the best first."""

    matches: tuple[Match, ...]
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotFound:
    """Every source in `asked` answered that it has nothing."""

    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unanswered:
    """At least one source did not answer. `after` (seconds) or `until` say when to ask again, if anyone said;
    `broken` means that a person must act first."""

    reasons: tuple[str, ...]
    asked: tuple[str, ...]
    after: float | None = None
    until: datetime | None = None
    broken: bool = False


Outcome = Found | Ambiguous | NotFound | Unanswered


async def resolve(ref: MovieRef, sources: Sequence[Source]) -> Outcome:
    """Ask each source for the film. A source that gives no answer does not keep the others from being asked."""
    doubtful: list[Match] = []
    failures: list[SourceError] = []
    asked: list[str] = []
    for level, source in enumerate(sources):
        try:
            with span(f"lookup.{source.name}", title=ref.title):
                matches = await _matches(ref, source)
        except SourceError as failure:
            failures.append(failure)
            continue
        finally:
            asked.append(source.name)
        first, believed = best(matches)
        if first is not None and believed:
            return Found(first, level, tuple(asked))
        doubtful += matches
    if worth_a_look := [m for m in doubtful if m.score >= DOUBT or _id_differs(m)]:
        return Ambiguous(tuple(sorted(worth_a_look, key=lambda m: -m.score)), tuple(asked))
    if failures or not asked:
        return _unanswered(failures, asked)
    return NotFound(tuple(asked))


async def _matches(ref: MovieRef, source: Source) -> list[Match]:
    """By id if one was told: that settles it. Else by title, reading the best hits whole."""
    if ref.imdb_id is not None:
        found = await source.by_id(ref)
        return [] if found is None else [match(ref, found)]
    hits = sorted((match(ref, hit) for hit in await source.by_title(ref)), key=lambda m: -m.score)
    plausible = [hit.candidate for hit in hits if hit.score > 0][:_READ_WHOLE]
    whole = [await source.complete(candidate) for candidate in plausible]
    return [match(ref, film) for film in whole if film is not None]


def _id_differs(found: Match) -> bool:
    """The source gave another film under the id that was asked: a person should see that."""
    return any(e.name == "other_id" and e.score < 0 for e in found.evidence)


def _unanswered(failures: Sequence[SourceError], asked: Sequence[str]) -> Unanswered:
    waits = [f.after for f in failures if isinstance(f, TryLater) and f.after is not None]
    renewals = [f.until for f in failures if isinstance(f, OutOfQuota)]
    return Unanswered(
        reasons=tuple(str(f) for f in failures) or ("no source is switched on",),
        asked=tuple(asked),
        after=max(waits, default=None),
        until=min(renewals, default=None),
        broken=bool(failures) and all(isinstance(f, Unusable) for f in failures),
    )
