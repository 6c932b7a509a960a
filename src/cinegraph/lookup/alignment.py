"""Several accounts of one ceremony become one: the first account's words, the others' ids.

What only one account has is kept and marked with it; where two differ, the difference is named, never averaged.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from cinegraph.domain.festivals import Category, Ceremony, Nomination, each_once_in
from cinegraph.lookup.bare_films import explained, incomparable
from cinegraph.lookup.differences import between, unpaired
from cinegraph.lookup.merging import merge
from cinegraph.lookup.pairing import Place, pair


@dataclass(frozen=True, slots=True)
class Aligned:
    """One ceremony out of several accounts. `aligned` nominations are stated by more than one;
    `disagreements` are lines for a person to read."""

    ceremony: Ceremony
    aligned: int = 0
    disagreements: tuple[str, ...] = ()


def align(accounts: Sequence[Ceremony]) -> Aligned:
    """Join accounts of one edition, the most official first. Raises ValueError for none."""
    if not accounts:
        raise ValueError("no account of the ceremony was given")
    joined = Aligned(each_once_in(accounts[0]))
    for account in accounts[1:]:
        joined = _join(joined, each_once_in(account))
    return joined


def _join(into: Aligned, account: Ceremony) -> Aligned:
    primary = into.ceremony
    pairing = pair(primary.categories, account.categories)
    said = explained(primary.categories, account.categories, pairing)
    unknown = incomparable(primary.categories, account.categories, pairing, said)
    partner = dict(pairing.pairs)
    again = {here: there for there, here in said.right.items() if here and here not in partner}
    partner = again | partner
    awards = _told_by(account.categories, partner)
    differences: list[str] = []
    categories = []
    for c, category in enumerate(primary.categories):
        merged = []
        for n, nomination in enumerate(category.nominations):
            other = _at(account, partner.get((c, n)))
            if other is None:
                merged.append(nomination)
            else:
                differences += between(category, nomination, other)
                merged.append(merge(nomination, other))
        told = awards.get(c)
        named = category if told is None else _filled(category, told)
        categories.append(replace(named, nominations=tuple(merged)))
    differences += unpaired(primary.categories, account.categories, pairing)
    if unknown:
        differences.append(
            f"{len(unknown)} entries of {account.account} name a film by its id only, which {primary.account} does not"
            " give: they are left out until the film's title is known"
        )
    kept_out = {*said.right, *unknown}
    rest = _rest(account, [place for place in pairing.right_only if place not in kept_out])
    categories, only_there = _into_their_own(categories, rest)
    ceremony = _header(primary, account, tuple(chain(categories, only_there)))
    aligned = sum(len(n.accounts) > 1 for n in ceremony.nominations)
    return Aligned(ceremony, aligned, (*into.disagreements, *differences))


def _at(account: Ceremony, place: Place | None) -> Nomination | None:
    return None if place is None else account.categories[place[0]].nominations[place[1]]


def _told_by(other: Sequence[Category], partner: dict[Place, Place]) -> dict[int, Category]:
    """For each category of the first account, the one of the other that most of its nominations are in."""
    votes: dict[int, list[int]] = {}
    for (c, _), (d, _) in partner.items():
        votes.setdefault(c, []).append(d)
    return {c: other[max(set(found), key=found.count)] for c, found in votes.items()}


def _filled(category: Category, told: Category) -> Category:
    return replace(
        category,
        award=category.award if category.award is not None else told.award,
        honours=category.honours or told.honours,
    )


def _rest(account: Ceremony, places: Sequence[Place]) -> list[Category]:
    """The account's categories with only the nominations that nobody else has."""
    kept: dict[int, list[Nomination]] = {}
    for c, n in places:
        kept.setdefault(c, []).append(account.categories[c].nominations[n])
    return [replace(account.categories[c], nominations=tuple(n)) for c, n in kept.items()]


def _into_their_own(
    categories: Sequence[Category], rest: Sequence[Category]
) -> tuple[list[Category], list[Category]]:
    """What only the other account has, in the first account's category where both call it the same, but for case."""
    known = {category.called: place for place, category in enumerate(categories)}
    joined, others = list(categories), []
    for category in rest:
        place = known.get(category.called)
        if place is None:
            others.append(category)
        else:
            own = joined[place]
            joined[place] = replace(own, nominations=(*own.nominations, *category.nominations))
    return joined, others


def _header(primary: Ceremony, other: Ceremony, categories: tuple[Category, ...]) -> Ceremony:
    edition = primary.edition
    return replace(
        primary,
        account=f"{primary.account}+{other.account}",
        edition=replace(edition, imdb_id=edition.imdb_id or other.edition.imdb_id),
        categories=categories,
        number=primary.number or other.number,
        held_on=primary.held_on or other.held_on,
        ended_on=primary.ended_on or other.ended_on,
        location=primary.location or other.location,
        eligibility=primary.eligibility or other.eligibility,
        imdb_event_id=primary.imdb_event_id or other.imdb_event_id,
        editions=primary.editions or other.editions,
        said=tuple(dict.fromkeys((*primary.said, *other.said))),
        shortfalls=(*primary.shortfalls, *other.shortfalls),
        names_nobody=primary.names_nobody and other.names_nobody,
    )
