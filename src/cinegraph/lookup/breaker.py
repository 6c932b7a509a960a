"""A circuit breaker: a source that fails again and again is left alone for a growing while, by all processes.

After so many failures in a row (TryLater, Unusable) it is *open*: questions get TryLater at once, without a call.
When the while is over, one question is let through as a trial: an answer closes the breaker, a failure opens it for
twice as long, once. OutOfQuota is no failure, but an answer: a state of its own, whose date everybody is to learn.
A request that fails is one failure, however many waited for it; where no request was made, none failed.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.lookup.wrapping import Wrapped
from cinegraph.sources.base import OutOfQuota, Source, SourceError, Strategy, TryLater, Unusable
from cinegraph.telemetry import log

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rules:
    """After how many failures in a row a source is left alone, and for how many seconds at first and at most.

    A trial that has said nothing for `trial_seconds` is given up for lost, and there is another: longer than a question
    takes whose attempts all fail.
    """

    failures: int
    base_seconds: float
    cap_seconds: float
    trial_seconds: float


class Leave(Protocol):
    """Whether a question may be asked: `wait` is for how many seconds not (0: now), `trial` until when it is the one
    trial (None: it is none), `needs_person` whether the last failure was one that a person must see to."""

    @property
    def wait(self) -> float: ...

    @property
    def trial(self) -> datetime | None: ...

    @property
    def failures(self) -> int: ...

    @property
    def needs_person(self) -> bool: ...

    @property
    def last_error(self) -> str: ...


class Register(Protocol):
    """Where all processes keep how the sources are."""

    async def enter(self, source: str, trial_seconds: float) -> Leave:
        """Ask for leave. Of those who ask when the while is over one gets the trial, for so many seconds."""
        ...

    async def failed(self, source: str, error: str, needs_person: bool) -> int:
        """One more failure; how many in a row those are now."""
        ...

    async def open(
        self, source: str, trial: datetime | None, base_seconds: float, cap_seconds: float
    ) -> float | None:
        """Leave the source alone, longer each time in a row. The answer is for how many seconds, None if it is
        left alone already, and this was not its trial, or one that was given up."""
        ...

    async def answered(self, source: str) -> bool:
        """The source answers. The answer is whether that closed the breaker."""
        ...


class Breaker(Wrapped):
    """Wraps a source, and keeps questions from it while it is down."""

    def __init__(self, source: Source, register: Register, rules: Rules) -> None:
        super().__init__(source)
        self._register = register
        self._rules = rules

    async def by_id(self, ref: MovieRef) -> Candidate | None:
        """As the source. Raises TryLater without a call while it is left alone."""
        return await self.guarded(lambda: self._source.by_id(ref))

    async def search(self, ref: MovieRef, strategy: Strategy) -> tuple[Candidate, ...]:
        """As the source. Raises TryLater without a call while it is left alone."""
        return await self.guarded(lambda: self._source.search(ref, strategy))

    async def complete(self, candidate: Candidate) -> Candidate | None:
        """As the source. Raises TryLater without a call while it is left alone."""
        return await self.guarded(lambda: self._source.complete(candidate))

    async def check(self) -> None:
        """As the source. Asked even while it is left alone if a person had to act: they may have."""
        await self.guarded(self._source.check, person_may_have_acted=True)

    async def guarded(self, ask: Callable[[], Awaitable[T]], person_may_have_acted: bool = False) -> T:
        """Any question to the source, whatever it is about. Raises TryLater without a call while it is left alone."""
        leave = await self._register.enter(self.name, self._rules.trial_seconds)
        if leave.wait > 0 and not (person_may_have_acted and leave.needs_person):
            raise TryLater(
                f"{self.name} is left alone after {leave.failures} failures in a row ({leave.last_error})",
                leave.wait,
            )
        try:
            answer = await ask()
        except (TryLater, Unusable) as failure:
            if not failure.counted:
                await self._note(failure, leave)
            raise
        except OutOfQuota:
            if leave.failures:
                await self._register.answered(self.name)
            raise
        if leave.failures and await self._register.answered(self.name):
            log().warning("a source answers again", source=self.name)
        return answer

    async def _note(self, failure: SourceError, leave: Leave) -> None:
        in_a_row = await self._register.failed(self.name, str(failure), isinstance(failure, Unusable))
        if in_a_row < self._rules.failures and leave.trial is None:
            return
        rules = self._rules
        seconds = await self._register.open(self.name, leave.trial, rules.base_seconds, rules.cap_seconds)
        if seconds is not None:
            log().warning("a source is left alone", source=self.name, seconds=seconds, error=str(failure))
