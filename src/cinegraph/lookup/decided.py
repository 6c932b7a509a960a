"""A person's word comes before matching: what was chosen is asked for by name, what was ruled out never comes up."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cinegraph.domain.decisions import Decided, Identity
from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.lookup.chain import Ambiguous, Found, NotFound, Outcome, Unanswered, resolve
from cinegraph.lookup.matching import match
from cinegraph.lookup.weighing import Evidence
from cinegraph.lookup.wrapping import Wrapped
from cinegraph.sources.base import OutOfQuota, Source, SourceError, Strategy, TryLater, Unusable

_DECIDED = Evidence("decided", "A person decided that it is this film.", 1.0)


async def resolve_decided(ref: MovieRef, sources: Sequence[Source], decided: Decided) -> Outcome:
    """Ask for the film as `chain.resolve` does, with what a person has decided of it."""
    if decided.chosen is not None:
        return await _chosen(ref, sources, decided.chosen)
    if not decided.ruled_out:
        return await resolve(ref, sources)
    return await _without(ref, sources, decided.ruled_out)


async def _chosen(ref: MovieRef, sources: Sequence[Source], chosen: Identity) -> Outcome:
    """The very record that was chosen, from its source; or by its IMDb id from whoever has it, if that is more."""
    named = replace(
        ref,
        imdb_id=chosen.imdb_id or ref.imdb_id,
        tmdb_id=chosen.tmdb_id or ref.tmdb_id,
        wikidata_id=chosen.wikidata_id or ref.wikidata_id,
    )
    record: Outcome | None = None
    for level, source in enumerate(sources):
        if source.name == chosen.source:
            record = await _record(named, source, level, chosen)
    if isinstance(record, Found) and record.candidate.complete:
        return record
    if chosen.imdb_id is not None:
        other = await resolve(named, sources)
        if isinstance(other, Found) and (
            other.candidate.complete or not isinstance(record, (Found, Unanswered))
        ):
            return _believed(ref, other.candidate, other.level, other.asked)
        if record is None:
            return other
    return record or Unanswered(
        (f"{chosen.source}, from which the film was chosen, is switched off",), (), broken=True
    )


async def _record(named: MovieRef, source: Source, level: int, chosen: Identity) -> Outcome:
    asked = (source.name,)
    hit = chosen.candidate()
    try:
        film = await source.complete(hit)
        if film == hit and chosen.imdb_id is not None:
            film = await source.by_id(named)
    except SourceError as failure:
        return Unanswered(
            (str(failure),),
            asked,
            after=failure.after if isinstance(failure, TryLater) else None,
            until=failure.until if isinstance(failure, OutOfQuota) else None,
            broken=isinstance(failure, Unusable),
        )
    return (
        _believed(named, film, level, asked) if film is not None and chosen.names(film) else NotFound(asked)
    )


def _believed(ref: MovieRef, film: Candidate, level: int, asked: tuple[str, ...]) -> Found:
    weighed = match(ref, film)
    said = replace(weighed, score=1.0, forbidden=False, evidence=(_DECIDED, *weighed.evidence))
    return Found(said, level, asked)


async def _without(ref: MovieRef, sources: Sequence[Source], ruled_out: tuple[Identity, ...]) -> Outcome:
    """A hit may show only when it is read whole that it is ruled out: then the question is asked again without it."""
    while True:
        outcome = await resolve(ref, [_Without(source, ruled_out) for source in sources])
        revealed = tuple(
            Identity(c.title, c.source, c.source_id)
            for c in _candidates(outcome)
            if any(one.names(c) for one in ruled_out)
        )
        if not set(revealed) - set(ruled_out):
            return outcome
        ruled_out += revealed


def _candidates(outcome: Outcome) -> Iterator[Candidate]:
    match outcome:
        case Found():
            yield outcome.candidate
        case Ambiguous():
            yield from (m.candidate for m in outcome.matches)


class _Without(Wrapped):
    """A source that does not have certain films."""

    def __init__(self, source: Source, ruled_out: Sequence[Identity]) -> None:
        super().__init__(source)
        self._ruled_out = ruled_out

    async def by_id(self, ref: MovieRef) -> Candidate | None:
        film = await super().by_id(ref)
        return None if film is None or self._is_out(film) else film

    async def search(self, ref: MovieRef, strategy: Strategy) -> tuple[Candidate, ...]:
        return tuple(hit for hit in await super().search(ref, strategy) if not self._is_out(hit))

    def _is_out(self, candidate: Candidate) -> bool:
        return any(one.names(candidate) for one in self._ruled_out)
