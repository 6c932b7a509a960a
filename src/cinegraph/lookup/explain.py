"""What was asked while a film was looked for, step by step, and how each answer was weighed."""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.lookup.chain import Outcome, resolve
from cinegraph.lookup.matching import Match, best, match
from cinegraph.lookup.searching import counts_namesakes, namesakes
from cinegraph.lookup.wrapping import Wrapped, alone
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
    """The outcome as `chain.resolve` gives it, and every step on the way there, in order.

    A film is weighed in every step as it was in the end: with what was learnt of the question before, and with the
    number of namesakes that its source turned out to have.
    """
    seen: list[_Seen] = []
    observed = [_Observed(source, ref, seen) for source in sources]
    outcome = await resolve(ref, observed)
    namesakes_at = {source.name: source.namesakes for source in observed}
    return outcome, [one.step(namesakes_at[one.source]) for one in seen]


@dataclass(frozen=True, slots=True)
class _Seen:
    """One question and its answer, not yet weighed."""

    source: str
    question: str
    ref: MovieRef
    films: tuple[Candidate, ...] = ()
    failure: str | None = None
    searched: bool = True

    def step(self, namesakes_there: int | None) -> Step:
        """The answer, weighed; what was found by an id has no namesakes."""
        known = namesakes_there if self.searched else None
        weighed = sorted((match(self.ref, film, known) for film in self.films), key=lambda m: -m.score)
        return Step(self.source, self.question, tuple(weighed), self.failure)


class _Observed(Wrapped):
    """A source that writes down what it was asked and answered."""

    def __init__(self, source: Source, ref: MovieRef, seen: list[_Seen]) -> None:
        super().__init__(source)
        self._ref = ref
        self._seen = seen
        self._listed: dict[str, Candidate] = {}
        self.namesakes: int | None = None

    async def by_id(self, ref: MovieRef) -> Candidate | None:
        question = f"by id {ref.imdb_id or ref.tmdb_id or ref.wikidata_id or '(none was told)'}"
        self._ref = ref
        films = await self._answer(question, alone(super().by_id(ref)), searched=False)
        return films[0] if films else None

    async def search(self, ref: MovieRef, strategy: Strategy) -> tuple[Candidate, ...]:
        question = " ".join((strategy.name, *(f"{name}={value}" for name, value in strategy.params)))
        self._ref = ref
        hits = await self._answer(question, super().search(ref, strategy))
        self._listed |= {hit.source_id: self._listed.get(hit.source_id, hit) for hit in hits}
        if counts_namesakes(strategy):
            self.namesakes = namesakes(ref, self._listed.values())
        return hits

    async def complete(self, candidate: Candidate) -> Candidate | None:
        question = f"the whole record of {candidate.source_id}"
        films = await self._answer(question, alone(super().complete(candidate)))
        return films[0] if films else None

    async def _answer(
        self, question: str, asked: Awaitable[tuple[Candidate, ...]], searched: bool = True
    ) -> tuple[Candidate, ...]:
        try:
            films = await asked
        except SourceError as failure:
            self._seen.append(_Seen(self.name, question, self._ref, failure=str(failure)))
            raise
        self._seen.append(_Seen(self.name, question, self._ref, films, searched=searched))
        return films
