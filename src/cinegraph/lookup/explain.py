"""What was asked while a film was looked for, step by step, and how each answer was weighed."""

from collections.abc import Sequence
from dataclasses import dataclass

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.lookup.chain import Outcome, resolve
from cinegraph.lookup.matching import Match, best, match
from cinegraph.lookup.wrapping import Wrapped
from cinegraph.sources.base import Source, SourceError, Strategy


@dataclass(frozen=True, slots=True)
class Step:
    """One question to one source: by id, a strategy's name, or a whole record; what it answered, weighed, the best
    first, and why it did not if it did not."""

    source: str
    question: str
    matches: tuple[Match, ...] = ()
    failure: str | None = None

    @property
    def verdict(self) -> str:
        """Whether one of these alone would be believed: its score, how far ahead it is, what forbids it."""
        first, believed = best(self.matches)
        if first is None:
            forbidden = sum(m.forbidden for m in self.matches)
            return (
                f"none may be believed; {forbidden} of {len(self.matches)} are forbidden"
                if self.matches
                else ""
            )
        others = [m.score for m in self.matches if m is not first and not m.forbidden]
        gap = f"{first.score - max(others):.2f} ahead of the next" if others else "no other is near"
        said = "enough to be believed" if believed else "not enough to be believed"
        return f"{first.candidate.title!r}: {first.score:.2f}, {gap}: {said}"


async def explain(ref: MovieRef, sources: Sequence[Source]) -> tuple[Outcome, list[Step]]:
    """The outcome as `chain.resolve` gives it, and every step on the way there, in order."""
    steps: list[Step] = []
    return await resolve(ref, [_Observed(source, ref, steps) for source in sources]), steps


class _Observed(Wrapped):
    """A source that writes down what it was asked and answered."""

    def __init__(self, source: Source, ref: MovieRef, steps: list[Step]) -> None:
        super().__init__(source)
        self._ref = ref
        self._steps = steps

    async def by_id(self, ref: MovieRef) -> Candidate | None:
        question = f"by id {ref.imdb_id or ref.tmdb_id or ref.wikidata_id or '(none was told)'}"
        try:
            film = await super().by_id(ref)
        except SourceError as failure:
            self._failed(question, failure)
            raise
        self._answered(question, () if film is None else (film,))
        return film

    async def search(self, ref: MovieRef, strategy: Strategy) -> tuple[Candidate, ...]:
        question = " ".join((strategy.name, *(f"{name}={value}" for name, value in strategy.params)))
        try:
            hits = await super().search(ref, strategy)
        except SourceError as failure:
            self._failed(question, failure)
            raise
        self._answered(question, hits)
        return hits

    async def complete(self, candidate: Candidate) -> Candidate | None:
        question = f"the whole record of {candidate.source_id}"
        try:
            film = await super().complete(candidate)
        except SourceError as failure:
            self._failed(question, failure)
            raise
        self._answered(question, () if film is None else (film,))
        return film

    def _answered(self, question: str, films: Sequence[Candidate]) -> None:
        weighed = sorted((match(self._ref, film) for film in films), key=lambda m: -m.score)
        self._steps.append(Step(self.name, question, tuple(weighed)))

    def _failed(self, question: str, failure: SourceError) -> None:
        self._steps.append(Step(self.name, question, failure=str(failure)))
