"""Which nomination of one account is which of another: by film, people and detail, never by position.

Categories are paired first (by how well their nominations agree), then the nominations within them;
what is left over is tried once more across categories, with stricter evidence.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cinegraph.domain.festivals import Category, Nomination
from cinegraph.domain.titles import fold
from cinegraph.lookup.sameness import best_pairs, everyone, same_nomination

Place = tuple[int, int]
"""(index of the category, index of the nomination in it)"""

_SAME = 0.4  # within a pair of categories: the film, or all the people
_SAME_ELSEWHERE = 0.75  # across categories: the film and most of the people
_SAME_CATEGORY = 0.45
_SAME_RESULT = 0.01  # of two entries of one film, the one that won as the bare film did
_TELLING = 24  # a word that more entries share tells none of them from the others
_COMMON_WORDS = {"best", "achievement", "in", "performance", "by", "an", "a", "of", "the", "award", "for"}


@dataclass(frozen=True, slots=True)
class Pairing:
    """`pairs` of places in both accounts, and the places that only one has, each in the order of its account."""

    pairs: tuple[tuple[Place, Place], ...]
    left_only: tuple[Place, ...]
    right_only: tuple[Place, ...]


def pair(left: Sequence[Category], right: Sequence[Category]) -> Pairing:
    """Pair the nominations of two accounts of one ceremony; each is in at most one pair."""
    free_left, free_right = _comparable(left, right), _comparable(right, left)
    found = _of_one_name(left, right)
    floor = _SAME
    new = found
    while new or floor == _SAME:
        free_left -= {a for a, _ in new}
        free_right -= {b for _, b in new}
        new = _round(left, right, free_left, free_right, floor)
        found = found + new
        floor = _SAME_ELSEWHERE
    left_only, right_only = _places(left) - {a for a, _ in found}, _places(right) - {b for _, b in found}
    return Pairing(tuple(sorted(found)), tuple(sorted(left_only)), tuple(sorted(right_only)))


def _comparable(mine: Sequence[Category], theirs: Sequence[Category]) -> set[Place]:
    """Without what is known by an id only that the other account does not give: it speaks neither for nor against
    a category."""
    ids = {film.imdb_id for c in theirs for n in c.nominations for film in n.films}

    def silent(entry: Nomination) -> bool:
        return entry.by_id_only and ids.isdisjoint(film.imdb_id for film in entry.films)

    return {(c, n) for c, n in _places(mine) if not silent(mine[c].nominations[n])}


def _places(categories: Sequence[Category]) -> set[Place]:
    return {(c, n) for c, category in enumerate(categories) for n in range(len(category.nominations))}


def _of_one_name(left: Sequence[Category], right: Sequence[Category]) -> list[tuple[Place, Place]]:
    """The pairs within categories that both accounts call the same: those need no evidence of their own."""
    named_l, named_r = _by_name(left), _by_name(right)
    both = {(named_l[name], named_r[name]) for name in named_l.keys() & named_r.keys()}
    places_l = {(c, n) for c, n in _places(left) if c in {a for a, _ in both}}
    places_r = {(c, n) for c, n in _places(right) if c in {b for _, b in both}}
    tables: dict[tuple[int, int], dict[tuple[Place, Place], float]] = {pair: {} for pair in sorted(both)}
    for a, b in _candidates(left, right, places_l, places_r):
        if (a[0], b[0]) in tables and (likeness := _likeness(left, right, a, b)) > 0:
            tables[a[0], b[0]][a, b] = likeness
    return [found for table in tables.values() for found in _within(table, _SAME)]


def _by_name(categories: Sequence[Category]) -> dict[tuple[str, str], int]:
    """What it is called → the one category that is called so."""
    times = Counter(category.called for category in categories)
    return {c.called: place for place, c in enumerate(categories) if times[c.called] == 1}


def _likeness(left: Sequence[Category], right: Sequence[Category], a: Place, b: Place) -> float:
    one, other = left[a[0]].nominations[a[1]], right[b[0]].nominations[b[1]]
    likeness = same_nomination(one, other)
    bare = one.films_only != other.films_only
    return likeness + _SAME_RESULT * (likeness > 0 and bare and one.is_winner == other.is_winner)


def _round(
    left: Sequence[Category], right: Sequence[Category], free_l: set[Place], free_r: set[Place], floor: float
) -> list[tuple[Place, Place]]:
    """One pass: pair the categories by what is still free in them, then their nominations."""
    scores: dict[tuple[int, int], dict[tuple[Place, Place], float]] = {}
    for a, b in _candidates(left, right, free_l, free_r):
        if (likeness := _likeness(left, right, a, b)) > 0:
            scores.setdefault((a[0], b[0]), {})[a, b] = likeness
    sizes_l, sizes_r = _count(free_l), _count(free_r)
    likeness_of = {}
    for (cl, cr), table in scores.items():
        shared = sum(s for _, _, s in best_pairs(((a, b, s) for (a, b), s in table.items()), floor))
        agreement = shared / min(sizes_l[cl], sizes_r[cr])
        if agreement >= _SAME_CATEGORY or (floor > _SAME and shared):
            whole = 2 * shared / (sizes_l[cl] + sizes_r[cr])
            likeness_of[cl, cr] = (
                0.6 * agreement + 0.3 * whole + 0.1 * _same_category_name(left[cl], right[cr])
            )
    chosen = best_pairs(((cl, cr, s) for (cl, cr), s in likeness_of.items()), 0.0)
    return [found for cl, cr, _ in chosen for found in _within(scores[cl, cr], floor)]


def _candidates(
    left: Sequence[Category], right: Sequence[Category], free_l: set[Place], free_r: set[Place]
) -> list[tuple[Place, Place]]:
    """The pairs worth comparing: those that share an id, or the beginning of a word of a title or name."""
    holders: dict[str, list[Place]] = {}
    for b in sorted(free_r):
        for key in _keys(right[b[0]].nominations[b[1]]):
            holders.setdefault(key, []).append(b)
    found: set[tuple[Place, Place]] = set()
    for a in free_l:
        keys = [key for key in _keys(left[a[0]].nominations[a[1]]) if key in holders]
        telling = [key for key in keys if len(holders[key]) <= _TELLING]
        for key in telling or sorted(keys, key=lambda key: len(holders[key]))[:1]:
            found |= {(a, b) for b in holders[key]}
    return sorted(found)


def _keys(nomination: Nomination) -> set[str]:
    told = [title for film in nomination.films for title in film.titles]
    told += [name for name, _ in everyone(nomination)]
    keys = {word[:4] for text in told for word in fold(text).split() if word not in _COMMON_WORDS}
    keys |= {fold(text) for text in told}  # a title may be made of common words only
    keys |= {film.imdb_id for film in nomination.films if film.imdb_id}
    keys |= {imdb_id for _, imdb_id in everyone(nomination) if imdb_id}
    return keys or {""}


def _count(places: set[Place]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for category, _ in places:
        counts[category] = counts.get(category, 0) + 1
    return counts


def _within(table: dict[tuple[Place, Place], float], floor: float) -> list[tuple[Place, Place]]:
    found = [(a, b) for a, b, _ in best_pairs(((a, b, s) for (a, b), s in table.items()), floor)]
    if floor > _SAME:
        return found
    used_l, used_r = {a for a, _ in found}, {b for _, b in found}
    rest = [(a, b) for a, b in table if a not in used_l and b not in used_r]
    # Less than enough is believed only where nothing else it could be is left.
    alone = [
        (a, b) for a, b in rest if sum(x == a for x, _ in rest) == 1 and sum(y == b for _, y in rest) == 1
    ]
    return found + alone


def _same_category_name(one: Category, other: Category) -> float:
    a, b = ({w for w in fold(c.name).split() if w not in _COMMON_WORDS} for c in (one, other))
    return len(a & b) / len(a | b) if a | b else 0.0
