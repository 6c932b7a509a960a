"""What a prize honours: whose credits in a film count, so that a nominee is sought among the right people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from cinegraph.domain.titles import fold

_DEPARTMENT_ONLY = 0.6
"""How much less another job of the department says than a job of the list."""


class Done(Protocol):
    """What somebody did in a film: `kind` is "cast" or "crew"."""

    @property
    def kind(self) -> str: ...

    @property
    def department(self) -> str: ...

    @property
    def job(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Role:
    """What people of one role are credited with. `infer`: a prize for it that names nobody is that of all of them."""

    name: str
    cast: bool = False
    jobs: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    infer: bool = False

    def counts(self, done: Done) -> float:
        """How surely that credit is one of this role: 1 by its job (or the cast), less by its department, else 0."""
        if done.kind == "cast":
            return float(self.cast)
        job = done.job.split(" (", 1)[0]  # "Producer (p.g.a.)"
        if job in self.jobs:
            return 1.0
        return _DEPARTMENT_ONLY if done.department in self.departments else 0.0


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a category that tell of a role, and words that forbid it."""

    role: str
    words: tuple[str, ...]
    forbidden: tuple[str, ...] = ()

    def fit(self, text: str) -> bool:
        """Whether a folded text has one of the words, whole, and none that forbids it."""
        padded = f" {text} "

        def has(words: Sequence[str]) -> bool:
            return any(f" {fold(word)} " in padded for word in words)

        return has(self.words) and not has(self.forbidden)


@dataclass(frozen=True, slots=True)
class HonourTable:
    """Which roles a category honours. Raises ValueError for a role that has no block."""

    roles: Mapping[str, Role]
    films: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: tuple[Words, ...] = ()

    def __post_init__(self) -> None:
        used = {name for names in self.films.values() for name in names} | {one.role for one in self.words}
        if strange := sorted(used - set(self.roles)):
            raise ValueError(f"{strange[0]!r} is no role: there is no block for it")

    def of(self, key: str | None, role: str | None, award: str, name: str) -> tuple[Role, ...]:
        """The roles that a category honours: by the `role` of its canonical key, by what is said of a key that
        honours films, else by its words; none: nobody's credit tells who is meant."""
        if role is not None and role in self.roles:
            return (self.roles[role],)
        if key is not None:
            return tuple(self.roles[one] for one in self.films.get(key, ()))
        for text in (fold(name), fold(award)):
            if found := next((one for one in self.words if one.fit(text)), None):
                return (self.roles[found.role],)
        return ()


def counts(roles: Sequence[Role], done: Sequence[Done]) -> float:
    """How surely one of these credits is what one of these roles is credited with."""
    return max((role.counts(one) for role in roles for one in done), default=0.0)
