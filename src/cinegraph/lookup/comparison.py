"""Accounts of one ceremony held against each other: what only one states, and where two that both state it differ.

Nothing is averaged and nothing decided. What an account could not state (a dataset of films names no people, and no
entry without a film) is no difference; how many entries that concerns is counted.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from cinegraph.domain.festivals import Category, Ceremony, Nomination, each_once_in
from cinegraph.lookup.bare_films import explained
from cinegraph.lookup.pairing import Pairing, Place, pair
from cinegraph.lookup.partners import film_partners, person_partners


@dataclass(frozen=True, slots=True)
class Account:
    """One account in figures. `label` tells it from the others: its kind, or its file's name."""

    label: str
    ceremony: Ceremony


@dataclass(frozen=True, slots=True)
class Stated:
    """An entry that only one account states: in its own words. `category` is (award group, name)."""

    category: tuple[str | None, str]
    about: str
    is_winner: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """What two accounts say differently of one entry, each in its own words."""

    kind: Literal["winner", "films", "people", "category"]
    category: tuple[str | None, str]
    about: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two accounts, held against each other. `both` entries are stated by both, `unsaid` by one, as the other could
    not state them; `no_winner` names the accounts that name no winner at all: then winners are not compared."""

    mine: str
    theirs: str
    both: int
    only_mine: tuple[Stated, ...]
    only_theirs: tuple[Stated, ...]
    differences: tuple[Difference, ...]
    unsaid: int
    no_winner: tuple[str, ...]

    @property
    def agree(self) -> bool:
        """Whether there is nothing that a person should look at."""
        return not (self.only_mine or self.only_theirs or self.differences)


def compare(accounts: Sequence[Account]) -> tuple[Compared, ...]:
    """Every account against every other, in their order."""
    told = [Account(one.label, each_once_in(one.ceremony)) for one in accounts]
    return tuple(_two(mine, theirs) for mine, theirs in combinations(told, 2))


def _two(mine: Account, theirs: Account) -> Compared:
    left, right = mine.ceremony.categories, theirs.ceremony.categories
    pairing = pair(left, right)
    unsaid = explained(left, right, pairing)
    no_winner = tuple(one.label for one in (mine, theirs) if not one.ceremony.winners)
    differences = [
        found
        for a, b in pairing.pairs
        for found in _between(left[a[0]], _at(left, a), _at(right, b), compare_winners=not no_winner)
    ]
    return Compared(
        mine=mine.label,
        theirs=theirs.label,
        both=len(pairing.pairs),
        only_mine=_only(left, pairing.left_only, unsaid.left),
        only_theirs=_only(right, pairing.right_only, unsaid.right),
        differences=(*_elsewhere(left, right, pairing), *differences),
        unsaid=len(unsaid.left) + len(unsaid.right),
        no_winner=no_winner,
    )


def _at(categories: Sequence[Category], place: Place) -> Nomination:
    return categories[place[0]].nominations[place[1]]


def _only(
    categories: Sequence[Category], places: Sequence[Place], unsaid: dict[Place, Place | None]
) -> tuple[Stated, ...]:
    return tuple(
        Stated(_named(categories[p[0]]), about(_at(categories, p)), _at(categories, p).is_winner)
        for p in places
        if p not in unsaid
    )


def _elsewhere(left: Sequence[Category], right: Sequence[Category], pairing: Pairing) -> Iterator[Difference]:
    """Entries that the accounts put into different categories: where most of a category went is the same one."""
    went = Counter((a[0], b[0]) for a, b in pairing.pairs)
    most = {c: max(d for (x, d), n in went.items() if x == c and n == _most(went, c)) for c, _ in went}
    for a, b in pairing.pairs:
        mine, theirs = left[a[0]], right[b[0]]
        if b[0] != most[a[0]] and mine.called != theirs.called:
            yield Difference("category", _named(mine), about(_at(left, a)), _text(mine), _text(theirs))


def _most(went: Counter[tuple[int, int]], category: int) -> int:
    return max(n for (c, _), n in went.items() if c == category)


def _between(
    category: Category, mine: Nomination, theirs: Nomination, compare_winners: bool
) -> Iterator[Difference]:
    named = _named(category)
    if compare_winners and mine.is_winner != theirs.is_winner:
        words = ("won", "nominated") if mine.is_winner else ("nominated", "won")
        yield Difference("winner", named, about(mine), *words)
    bare = mine.films_only or theirs.films_only
    if mine.films and theirs.films:
        films = film_partners(mine, theirs)
        # Who names films only names just the first of several.
        if not films or (not bare and len(films) < max(len(mine.films), len(theirs.films))):
            yield Difference("films", named, about(mine), _films(mine), _films(theirs))
    if mine.people and theirs.people:
        people = person_partners(mine, theirs)
        if len(people) < max(len(mine.people), len(theirs.people)):
            yield Difference("people", named, about(mine), _people(mine), _people(theirs))


def about(nomination: Nomination) -> str:
    """An entry in a few words: its films, else its people, companies, or what is said of it."""
    told = _films(nomination) or _people(nomination) or ", ".join(c.name for c in nomination.companies)
    text = told or nomination.citation or nomination.note or ""
    return f"{text} ({nomination.detail})" if nomination.detail and told else text or nomination.detail or ""


def _films(nomination: Nomination) -> str:
    return ", ".join(_film(film.titles, film.imdb_id) for film in nomination.films)


def _film(titles: Sequence[str], imdb_id: str | None) -> str:
    return f"{titles[0]} [{imdb_id}]" if titles and imdb_id else titles[0] if titles else imdb_id or ""


def _people(nomination: Nomination) -> str:
    return ", ".join(nominee.person.name for nominee in nomination.people)


def _named(category: Category) -> tuple[str | None, str]:
    return category.award, category.name


def _text(category: Category) -> str:
    return category.name if category.award in (None, category.name) else f"{category.award} / {category.name}"
