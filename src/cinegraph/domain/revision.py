"""What is kept of a ceremony, and what an import makes of it: values that pass between the rooms."""

from dataclasses import dataclass
from typing import Literal

from cinegraph.domain.changes import Difference, Place, Told
from cinegraph.domain.festivals import Category, Ceremony, Nomination

Change = Literal["added", "changed", "unchanged", "returned", "withdrawn", "unsaid"]
"""What an import did to an entry. `returned`: it was withdrawn, and is stated again. `unsaid`: the pages that were
read do not state it (any more), and it stays."""


@dataclass(frozen=True, slots=True)
class KeptNomination:
    """A nomination as the database has it. `movie_ids` and `person_ids` are the rows of its films and people,
    in their order (None: not known any more); IMDb ids are those that pages stated."""

    id: int
    category: Place
    fingerprint: str
    position: int
    nomination: Nomination
    withdrawn: bool
    movie_ids: tuple[int | None, ...]
    person_ids: tuple[int | None, ...]

    @property
    def told(self) -> Told:
        """The entry as it stands."""
        return Told(self.category, self.nomination, self.withdrawn)


@dataclass(frozen=True, slots=True)
class KeptCeremony:
    """A ceremony as the database has it, withdrawn nominations included."""

    id: int
    nominations: tuple[KeptNomination, ...]


@dataclass(frozen=True, slots=True)
class Revised:
    """One nomination as it shall be: the row it has (None: a new one), and the rows that its films and
    people are known to have (None: by id, or new).

    `differences` are what changes of an entry; `touched` says that its row is to be written, be it only for its
    place on the page. `withdrawn`: a person says so. `stated` is what the pages say, where a correction says
    otherwise, or did once.
    """

    kept: KeptNomination | None
    category: Category
    position: int
    fingerprint: str
    nomination: Nomination
    movie_ids: tuple[int | None, ...]
    person_ids: tuple[int | None, ...]
    change: Change
    differences: tuple[Difference, ...] = ()
    touched: bool = True
    withdrawn: bool = False
    stated: "Stated | None" = None

    @property
    def place(self) -> Place:
        """Its category."""
        return self.category.award or "", self.category.name

    @property
    def told(self) -> Told:
        """The entry as it shall stand."""
        return Told(self.place, self.nomination, self.withdrawn)


@dataclass(frozen=True, slots=True)
class Stated:
    """What the pages say of a nomination that was corrected: they are held against this, not against the row."""

    category: Place
    fingerprint: str
    nomination: Nomination
    withdrawn: bool
    movie_ids: tuple[int | None, ...]
    person_ids: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A row that a page which was read no longer states; `accounts` are the unread ones that did, and keep it."""

    kept: KeptNomination
    accounts: tuple[str, ...]

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Who states it, before and after."""
        return (Difference("source", list(self.kept.nomination.accounts), list(self.accounts)),)


@dataclass(frozen=True, slots=True)
class Revision:
    """A ceremony as it shall be. `withdrawn` are rows that every page which stated them no longer states;
    `unsaid` those that only some of them no longer do; `carried` those that the pages do not state and that a
    correction changes or keeps. `before` is what the pages were held against; `overruled` are lines about winners that
    only a less official page names."""

    ceremony: Ceremony
    nominations: tuple[Revised, ...]
    withdrawn: tuple[KeptNomination, ...]
    unsaid: tuple[Unsaid, ...] = ()
    carried: tuple[Revised, ...] = ()
    before: KeptCeremony | None = None
    overruled: tuple[str, ...] = ()

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


@dataclass(frozen=True, slots=True)
class EntryChange:
    """What an import did to one entry: how the entry is called now, and each field that differs."""

    change: Change
    told: Told
    differences: tuple[Difference, ...] = ()


def changes(revision: Revision) -> list[EntryChange]:
    """Everything that the revision changes, in the order of the pages; what stays as it is, is left out."""
    said = [
        EntryChange(r.change, r.told, r.differences)
        for r in (*revision.nominations, *revision.carried)
        if r.change != "unchanged" and (r.differences or r.change in ("added", "returned"))
    ]
    gone = [EntryChange("withdrawn", old.told) for old in revision.withdrawn]
    return said + gone + [EntryChange("unsaid", u.kept.told, u.differences) for u in revision.unsaid]
