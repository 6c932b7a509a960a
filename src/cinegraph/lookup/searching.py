"""Search one source for a film: strategy by strategy, until a hit that was read whole can be believed.

A hit is never believed as it is listed: the best are fetched whole, and weighed again with all their titles,
ids and directors. A strategy whose best possible hit could not be believed is not asked.
"""

from collections.abc import Sequence

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.domain.people import Credit
from cinegraph.lookup.likeness import PART, likeness
from cinegraph.lookup.matching import ACCEPT, DOUBT, GAP, Match, best, match
from cinegraph.sources.base import Source, Strategy

_READ_WHOLE = 3
"""So many hits of one strategy are fetched at most."""


async def search(ref: MovieRef, source: Source) -> list[Match]:
    """What the source may have of the film: every hit that was read whole, weighed. Raises SourceError."""
    hits: dict[str, Candidate] = {}
    read: set[str] = set()
    matches: list[Match] = []
    namesakes: int | None = None
    for strategy in worth_asking(ref, source.strategies(ref)):
        listed = await source.search(ref, strategy)
        for hit in listed:
            hits.setdefault(hit.source_id, hit)
        if strategy.by == "title" and strategy.years_apart is None:
            namesakes = _namesakes(ref, list(hits.values()))
        await _read_the_best(
            ref, source, hits, read, namesakes, listed[:1] if strategy.years_apart is not None else ()
        )
        matches = [match(ref, hits[key], namesakes) for key in read]
        if best(matches)[1]:
            break
    return matches


def worth_asking(ref: MovieRef, strategies: Sequence[Strategy]) -> Sequence[Strategy]:
    """Those whose hits can be believed; the first alone if there is none, so that a person has candidates."""
    return [s for s in strategies if ceiling(ref, s) >= ACCEPT] or strategies[:1]


def ceiling(ref: MovieRef, strategy: Strategy) -> float:
    """The score of the best hit that the strategy can bring: everything told agrees, the year as near as it looks."""
    year = None if strategy.years_apart is None or not ref.years else ref.years[0] + strategy.years_apart
    directed = tuple(Credit(name, "crew", f"d{i}", job="Director") for i, name in enumerate(ref.directors))
    named = tuple(Credit(name, "cast", f"p{i}") for i, name in enumerate(ref.people))
    ideal = Candidate("ideal", "", ref.title, year=year, kind=ref.kind or "movie", credits=directed + named)
    open_year = match(
        ref,
        Candidate(
            "ideal",
            "",
            ref.title,
            year=ref.years[0] if ref.years else None,
            kind=ref.kind or "movie",
            credits=directed + named,
        ),
        1,
    )
    return open_year.score if strategy.years_apart is None else match(ref, ideal).score


def _namesakes(ref: MovieRef, hits: Sequence[Candidate]) -> int:
    return sum(any(likeness(a, b) >= PART for a in ref.titles for b in hit.titles) for hit in hits)


async def _read_the_best(
    ref: MovieRef,
    source: Source,
    hits: dict[str, Candidate],
    read: set[str],
    namesakes: int | None,
    otherwise: Sequence[Candidate],
) -> None:
    """Fetch the most likely hits whole: those that may win, or come close to who wins. If no hit is likely by
    what is listed, the first is fetched: it may be known under the title told, and listed under another."""
    for _ in range(_READ_WHOLE):
        unread = [match(ref, hit, namesakes) for key, hit in hits.items() if key not in read]
        leading = max((match(ref, hits[key], namesakes).score for key in read), default=0.0)
        likely = [m for m in unread if m.score >= max(DOUBT, leading - GAP)]
        if likely:
            chosen = max(likely, key=lambda m: m.score).candidate
        elif not read and otherwise and not match(ref, otherwise[0]).forbidden:
            chosen = otherwise[0]
        else:
            return
        whole = await source.complete(chosen)
        if whole is None:  # listed, and no longer there
            del hits[chosen.source_id]
            continue
        hits[chosen.source_id] = whole
        read.add(chosen.source_id)
