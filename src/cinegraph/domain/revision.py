"""What is kept of a ceremony, and what an import makes of it: values that pass between the rooms."""

from dataclasses import dataclass
from typing import Literal

from cinegraph.domain.festivals import Category, Ceremony, Nomination

Change = Literal["added", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class KeptNomination:
    """A nomination as the database has it. `movie_ids` and `person_ids` are the rows of its films and people,
    in their order; IMDb ids are those that pages stated."""

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
class Unsaid:
    """A row that a page which was read no longer states; `accounts` are the unread ones that did, and keep it."""

    kept: KeptNomination
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """A ceremony as it shall be. `withdrawn` are rows that every page which stated them no longer states;
    `unsaid` those that only some of them no longer do."""

    ceremony: Ceremony
    nominations: tuple[Revised, ...]
    withdrawn: tuple[KeptNomination, ...]
    unsaid: tuple[Unsaid, ...] = ()

    @property
    def shrunk_to(self) -> float:
        """The share of what a page stated before that it still states: the smallest of the pages that were read.

        Each page is held against itself; 1 for one that stated nothing before.
        """
        return min(self._share(account) for account in self.ceremony.account.split("+"))

    def _share(self, account: str) -> float:
        again = [r for r in self.nominations if r.kept and _stated(r.kept, account)]
        gone = [*self.withdrawn, *(u.kept for u in self.unsaid)]
        before = len(again) + sum(_stated(old, account) for old in gone)
        still = sum(account in r.nomination.accounts for r in again)
        return still / before if before else 1.0


def _stated(old: KeptNomination, account: str) -> bool:
    return not old.withdrawn and account in old.nomination.accounts
