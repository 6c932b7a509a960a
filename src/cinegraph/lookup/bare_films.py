"""Accounts that name films and nothing else: what they cannot say is no difference, and what they say is not said twice.

A dataset lists each film once in a category, however many nominations it has there, only the first of several films,
and no nomination without a film.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cinegraph.domain.festivals import Category, Nomination
from cinegraph.lookup.pairing import Pairing, Place
from cinegraph.lookup.sameness import same_film


@dataclass(frozen=True, slots=True)
class Explained:
    """Unpaired places that are no difference between the accounts. `left` and `right` map each to the place in the
    other account that says it already, None where the other account could not say it."""

    left: dict[Place, Place | None]
    right: dict[Place, Place | None]


def explained(left: Sequence[Category], right: Sequence[Category], pairing: Pairing) -> Explained:
    """The unpaired places that one account's bareness explains; whatever is left over is a real difference."""
    partners = {(c, d) for (c, _), (d, _) in pairing.pairs} | _of_one_name(left, right)
    back = {(d, c) for c, d in partners}
    return Explained(
        _explained(pairing.left_only, left, right, partners),
        _explained(pairing.right_only, right, left, back),
    )


def _explained(
    places: Sequence[Place],
    mine: Sequence[Category],
    theirs: Sequence[Category],
    partners: set[tuple[int, int]],
) -> dict[Place, Place | None]:
    bare = all(n.films_only for category in theirs for n in category.nominations)
    found: dict[Place, Place | None] = {}
    for place in places:
        entry = mine[place[0]].nominations[place[1]]
        if not entry.films:
            if bare:
                found[place] = None
        elif entry.films_only or bare:
            said = _said_at(entry, theirs, [d for c, d in partners if c == place[0]])
            if said is not None:
                found[place] = said
    return found


def _said_at(entry: Nomination, theirs: Sequence[Category], categories: Sequence[int]) -> Place | None:
    """Where one of these categories has a nomination of one of the entry's films."""
    for d in sorted(categories):
        for m, other in enumerate(theirs[d].nominations):
            if any(same_film(a, b) >= 1 for a in entry.films for b in other.films):
                return d, m
    return None


def _of_one_name(left: Sequence[Category], right: Sequence[Category]) -> set[tuple[int, int]]:
    """Categories that both call the same, whether or not a nomination of theirs was paired."""
    named: dict[tuple[str, str], list[int]] = {}
    for d, category in enumerate(right):
        named.setdefault(category.called, []).append(d)
    return {(c, d) for c, category in enumerate(left) for d in named.get(category.called, ())}


def incomparable(
    left: Sequence[Category], right: Sequence[Category], pairing: Pairing, said: Explained
) -> list[Place]:
    """Entries of the right account that are known by their film's id only, while the left one has unpaired films
    without an id: whether they are the same nobody can tell, until a title is known."""
    without_id = any(
        film.imdb_id is None for c, n in pairing.left_only for film in left[c].nominations[n].films
    )
    if not without_id:
        return []
    return [
        (d, m)
        for d, m in pairing.right_only
        if (d, m) not in said.right and right[d].nominations[m].by_id_only
    ]
