"""What is kept of a ceremony, and what an import makes of it: values that pass between the rooms."""

from dataclasses import dataclass
from typing import Literal

from cinegraph.domain.festivals import Category, Ceremony, Nomination

Change = Literal["added", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class KeptNomination:
    """A nomination as the database has it. `movie_ids` and `person_ids` run beside its films and people;
    a film's or person's id in the nomination may come from a catalogue, not from the page."""

    id: int
    category: tuple[str, str]
    fingerprint: str
    position: int
    nomination: Nomination
    withdrawn: bool
    movie_ids: tuple[int, ...]
    person_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KeptCeremony:
    """A ceremony as the database has it, withdrawn nominations included."""

    id: int
    nominations: tuple[KeptNomination, ...]


@dataclass(frozen=True, slots=True)
class Revised:
    """One nomination as it shall be: the row it has (None: a new one), and the rows that its films and
    people are known to have (None: by id, or new)."""

    kept: KeptNomination | None
    category: Category
    position: int
    fingerprint: str
    nomination: Nomination
    movie_ids: tuple[int | None, ...]
    person_ids: tuple[int | None, ...]
    change: Change


@dataclass(frozen=True, slots=True)
class Revision:
    """A ceremony as it shall be. `withdrawn` are rows that every page which stated them no longer states."""

    ceremony: Ceremony
    nominations: tuple[Revised, ...]
    withdrawn: tuple[KeptNomination, ...]

    @property
    def shrunk_to(self) -> float:
        """The share of nominations that these pages stated before and still state; 1 for a new ceremony."""
        accounts = set(self.ceremony.account.split("+"))
        before = [
            r.kept
            for r in self.nominations
            if r.kept and not r.kept.withdrawn and accounts & set(r.kept.nomination.accounts)
        ]
        total = len(before) + len(self.withdrawn)
        return len(before) / total if total else 1.0
