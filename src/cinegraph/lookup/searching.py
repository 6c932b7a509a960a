"""Search one source for a film: strategy by strategy, until a hit that was read whole can be believed.

A hit is never believed as it is listed: the best are fetched whole, and weighed again with all their titles,
ids and directors. A strategy whose best possible hit could not be believed is not asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.domain.people import Credit
from cinegraph.lookup.likeness import PART, likeness
from cinegraph.lookup.matching import ACCEPT, DOUBT, GAP, Match, best, match
from cinegraph.sources.base import Source, Strategy

_READ_WHOLE = 3
"""So many hits of one strategy are fetched at most."""


async def search(ref: MovieRef, source: Source) -> list[Match]:
    """What the source may have of the film: every hit that was read whole, weighed. Raises SourceError."""
    searched = _Search(ref, source)
    for strategy in worth_asking(ref, source.strategies(ref)):
        await searched.ask(strategy)
        if best(searched.matches)[1]:
            break
    return searched.matches


def worth_asking(ref: MovieRef, strategies: Sequence[Strategy]) -> Sequence[Strategy]:
    """Those whose hits can be believed; the first alone if there is none, so that a person has candidates."""
    return [s for s in strategies if ceiling(ref, s) >= ACCEPT] or strategies[:1]


def ceiling(ref: MovieRef, strategy: Strategy) -> float:
    """The score of the best hit that the strategy can bring: everything told agrees, and the year as nearly as it can."""
    open_year = strategy.years_apart is None
    year = ref.years[0] + (strategy.years_apart or 0) if ref.years else ref.asked_in
    directed = tuple(Credit(name, "crew", f"d{i}", job="Director") for i, name in enumerate(ref.directors))
    named = tuple(Credit(name, "cast", f"p{i}") for i, name in enumerate(ref.people))
    ideal = Candidate("ideal", "", ref.title, year=year, kind=ref.kind or "movie", credits=directed + named)
    return match(ref, ideal, 1 if open_year else None).score


def counts_namesakes(strategy: Strategy) -> bool:
    """Whether its hits tell how many films of that title there are: it asks by title, in any year."""
    return strategy.by == "title" and strategy.years_apart is None


def namesakes(ref: MovieRef, listed: Iterable[Candidate]) -> int:
    """How many of the films that were listed share the title told, or a part of it."""
    return sum(any(likeness(a, b) >= PART for a in ref.titles for b in film.titles) for film in listed)


@dataclass
class _Search:
    """What one source has listed, and what of it was read whole."""

    ref: MovieRef
    source: Source
    listed: dict[str, Candidate] = field(default_factory=dict)
    whole: dict[str, Candidate] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    namesakes: int | None = None
    """How many films of that very title it has, once that was asked for without a year."""

    @property
    def matches(self) -> list[Match]:
        return [match(self.ref, film, self.namesakes) for film in self.whole.values()]

    async def ask(self, strategy: Strategy) -> None:
        """Ask one way, and read the hits that may win. If none looks likely by what is listed, and the year was
        asked for, the first is read: it may be known under the title told, and listed under another."""
        hits = await self.source.search(self.ref, strategy)
        for hit in hits:
            self.listed.setdefault(hit.source_id, hit)
        if counts_namesakes(strategy):
            self.namesakes = namesakes(self.ref, self.listed.values())
        for _ in range(_READ_WHOLE):
            if (likely := self._likeliest()) is None:
                break
            await self._read(likely)
        if hits and not self.whole and strategy.years_apart is not None:
            first = hits[0]
            if first.source_id not in self.gone and not match(self.ref, first).forbidden:
                await self._read(first)

    def _likeliest(self) -> Candidate | None:
        """The hit not yet read that may win, or come close to who is winning."""
        winning = max((m.score for m in self.matches), default=0.0)
        unread = [f for key, f in self.listed.items() if key not in self.whole and key not in self.gone]
        weighed = [match(self.ref, film, self.namesakes) for film in unread]
        likely = [m for m in weighed if m.score >= max(DOUBT, winning - GAP)]
        return max(likely, key=lambda m: m.score).candidate if likely else None

    async def _read(self, hit: Candidate) -> None:
        film = await self.source.complete(hit)
        if film is None:  # listed, and no longer there
            self.gone.add(hit.source_id)
        else:
            self.whole[hit.source_id] = film
