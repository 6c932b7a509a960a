"""Ask the sources in their order until one has the film: `resolve(ref, sources)` → one of four outcomes.

Found       the film, with the evidence that it is the one
Ambiguous   candidates, none of which can be believed: a person decides
NotFound    every source answered, and none has it
Unanswered  at least one source gave no answer, and none has a whole record: nothing may be concluded

Ids go before titles, in every source; what one source tells of the film (ids, titles, year, directors) helps to
ask the next. A source that has the basics only does not end the search for a whole record, but no further
source of basics is asked.
"""

from collections.abc import Awaitable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.lookup.matching import DOUBT, Match, best, match, pooled
from cinegraph.lookup.searching import search
from cinegraph.sources.base import OutOfQuota, Source, SourceError, TryLater, Unusable
from cinegraph.telemetry import span

T = TypeVar("T")

_SHORT = 3600.0
"""Seconds: a source that wants silence for longer speaks of this film or of its quota, not of its breath."""


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
    """At least one source did not answer, and none that did has a whole record. `after` (seconds) or `until` say when
    to ask again, if anyone said; `broken` means that a person must act first; `meanwhile` are the basics that
    another source has."""

    reasons: tuple[str, ...]
    asked: tuple[str, ...]
    after: float | None = None
    until: datetime | None = None
    broken: bool = False
    meanwhile: Found | None = None


Outcome = Found | Ambiguous | NotFound | Unanswered


async def resolve(ref: MovieRef, sources: Sequence[Source]) -> Outcome:
    """Ask each source for the film. A source that gives no answer does not keep the others from being asked."""
    lookup = _Lookup(ref, sources)
    return (
        await lookup.by_the_ids_told()
        or await lookup.by_titles()
        or await lookup.by_pooling()
        or lookup.end()
    )


@dataclass
class _Lookup:
    """One film's lookup, as far as it has come."""

    ref: MovieRef
    sources: Sequence[Source]
    asked: list[str] = field(default_factory=list)
    failures: dict[str, SourceError] = field(default_factory=dict)
    matches: list[Match] = field(default_factory=list)
    under_the_id: list[Match] = field(default_factory=list)
    """Another film that a source gave under the id that was asked for: a person should see that."""
    basics: tuple[Match, int] | None = None
    """A believed record that is not whole, and its source's place."""

    async def by_the_ids_told(self) -> Found | None:
        """Each source by the id that the page gave; then the whole sources by ids that others knew."""
        if self.ref.imdb_id is None:
            return None
        for level, source in self._worth_asking():
            film = await self._ask(source, source.by_id(self.ref))
            if film is None:
                continue
            told = match(self.ref, film)
            if told.forbidden:
                self.under_the_id.append(told)
            if found := await self._consider(level, [told]):
                return found
        return None

    async def by_titles(self) -> Found | None:
        """Each source by searching; of a film whose id is known, only the sources of whole records."""
        for level, source in self._worth_asking():
            if self.ref.imdb_id is not None and not source.full:
                continue
            hits = await self._ask(source, search(self.ref, source))
            if hits and (found := await self._consider(level, hits)):
                return found
        return None

    async def by_pooling(self) -> Found | None:
        """No source was sure alone; two that have the same film may be."""
        if self.basics is not None:
            return None
        first, believed = best(pooled(self.matches))
        if first is None or not believed:
            return None
        names = [source.name for source in self.sources]
        return Found(first, names.index(first.candidate.source), tuple(self.asked))

    def end(self) -> Outcome:
        """What follows from all that was answered, and all that was not."""
        missing_whole = [s.name for s in self.sources if s.full and s.name in self.failures]
        basics = Found(*self.basics, tuple(self.asked)) if self.basics is not None else None
        if basics is not None and not missing_whole:
            return basics
        waits = any(isinstance(failure, TryLater) for failure in self.failures.values())
        doubtful = [m for m in pooled(self.matches) if m.score >= DOUBT or m in self.under_the_id]
        if doubtful and self.basics is None and not waits:
            return Ambiguous(tuple(sorted(doubtful, key=lambda m: -m.score)), tuple(self.asked))
        if self.failures or not self.asked:
            return replace(_unanswered(list(self.failures.values()), self.asked), meanwhile=basics)
        return NotFound(tuple(self.asked))

    def _worth_asking(self) -> Iterator[tuple[int, Source]]:
        """Those that have not failed; as soon as the basics are known, those that have whole records."""
        for level, source in enumerate(self.sources):
            if source.name not in self.failures and (self.basics is None or source.full):
                yield level, source

    async def _ask(self, source: Source, question: Awaitable[T]) -> T | None:
        if source.name not in self.asked:
            self.asked.append(source.name)
        try:
            with span(f"lookup.{source.name}", title=self.ref.title):
                return await question
        except SourceError as failure:
            self.failures[source.name] = failure
            return None

    async def _consider(self, level: int, hits: list[Match]) -> Found | None:
        """The film, if one of the hits is it and is whole, or leads to a whole record."""
        first, believed = best(hits)
        self.matches += hits
        if first is None or not believed:
            return None
        if first.candidate.complete or self.sources[level].full:
            return Found(first, level, tuple(self.asked))
        if self.basics is None:
            self.basics = (first, level)
            return await self._by_learned_ids(first.candidate)
        return None

    async def _by_learned_ids(self, known: Candidate) -> Found | None:
        """The basics name other catalogues' ids, titles and directors: ask the sources of whole records by them."""
        before = self.ref
        self.ref = _learned(before, known)
        if (self.ref.tmdb_id, self.ref.wikidata_id) == (before.tmdb_id, before.wikidata_id):
            return None
        for level, source in self._worth_asking():
            asked = replace(self.ref, imdb_id=None)  # that one has been asked for
            film = await self._ask(source, source.by_id(asked))
            if film is not None and (found := await self._consider(level, [match(self.ref, film)])):
                return found
        return None


def _learned(ref: MovieRef, known: Candidate) -> MovieRef:
    """The question with what a believed record adds to it."""
    years = ref.years or ((known.year,) if known.year else ())
    other = next((title for title in known.titles if title != ref.title), None)
    return replace(
        ref,
        original_title=ref.original_title or other,
        imdb_id=ref.imdb_id or known.imdb_id,
        tmdb_id=ref.tmdb_id or known.tmdb_id,
        wikidata_id=ref.wikidata_id or known.wikidata_id,
        years=years,
        directors=ref.directors or known.directors,
    )


def _unanswered(failures: Sequence[SourceError], asked: Sequence[str]) -> Unanswered:
    """Ask again when the first of them may answer; of those that want a short silence, when the last of them may.

    A quota that renews next month is not waited for while another source is only out of breath: what is answered
    meanwhile is remembered, and a spent quota is known without a call.
    """
    waits = [f.after for f in failures if isinstance(f, TryLater)]
    short = [after for after in waits if after is not None and after <= _SHORT]
    long = [after for after in waits if after is not None]
    renewals = [f.until for f in failures if isinstance(f, OutOfQuota)]
    soon = bool(short) or None in waits
    return Unanswered(
        reasons=tuple(str(f) for f in failures) or ("no source is switched on",),
        asked=tuple(asked),
        after=max(short) if short else None if soon else min(long, default=None),
        until=None if soon else min(renewals, default=None),
        broken=bool(failures) and all(isinstance(f, Unusable) for f in failures),
    )
