"""Which nomination of one account is which of another: by film, people and detail, never by position.

Categories are paired first (by how well their nominations agree), then the nominations within them;
what is left over is tried once more across categories, with stricter evidence.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rapidfuzz import fuzz

from cinegraph.domain.festivals import Category, Nomination
from cinegraph.domain.movies import MovieRef
from cinegraph.domain.people import same_name
from cinegraph.domain.titles import fold, numerals

L = TypeVar("L", bound=Hashable)
R = TypeVar("R", bound=Hashable)

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
    free_left, free_right = _places(left), _places(right)
    found = _of_one_name(left, right)
    floor = _SAME
    new = found
    while new or floor == _SAME:
        free_left -= {a for a, _ in new}
        free_right -= {b for _, b in new}
        new = _round(left, right, free_left, free_right, floor)
        found = found + new
        floor = _SAME_ELSEWHERE
    return Pairing(tuple(sorted(found)), tuple(sorted(free_left)), tuple(sorted(free_right)))


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
    told += [name for name, _ in _everyone(nomination)]
    keys = {word[:4] for text in told for word in fold(text).split() if word not in _COMMON_WORDS}
    keys |= {fold(text) for text in told}  # a title may be made of common words only
    keys |= {film.imdb_id for film in nomination.films if film.imdb_id}
    keys |= {imdb_id for _, imdb_id in _everyone(nomination) if imdb_id}
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


def best_pairs(scored: Iterable[tuple[L, R, float]], floor: float) -> list[tuple[L, R, float]]:
    """The best pairs first, each side used once, none below the floor; ties keep the order given."""
    used_l: set[L] = set()
    used_r: set[R] = set()
    chosen = []
    for a, b, score in sorted(scored, key=lambda entry: -entry[2]):
        if score >= floor and a not in used_l and b not in used_r:
            used_l.add(a)
            used_r.add(b)
            chosen.append((a, b, score))
    return chosen


def same_nomination(one: Nomination, other: Nomination) -> float:
    """How surely two entries are one nomination, 0–1; below 0.4 little more than the film agrees.

    Entries of one film whose people clearly differ are two nominations, and so are those of one person for
    two films: 0.
    """
    film = 1.0 if _first_of_several(one, other) else _same_films(one.films, other.films)
    names = _same_names(one, other)
    if film is not None and names is not None:
        if (film <= 0 and not one_film_by_its_people(one, other)) or (
            names == 0 and _other_people(one, other)
        ):
            return 0.0
        score = 0.5 * max(0.0, film) + 0.5 * names if names > 0 else 0.25 * film
    elif film is not None:
        both_without = not (_named(one) or _named(other))
        score = (0.8 if both_without else 0.6) * film
    elif names is not None:
        score = (0.8 if not (one.films or other.films) else 0.5) * names
    else:
        score = 0.8 * _same_text(one.citation or one.note, other.citation or other.note)
    return min(1.0, max(0.0, score + _detail_says(one, other))) if score > 0 else 0.0


def _first_of_several(one: Nomination, other: Nomination) -> bool:
    """Whether one says nothing but the id of a film of the other's: a dataset names only the first of several."""
    bare, whole = (one, other) if one.films_only else (other, one)
    ids = {film.imdb_id for film in whole.films if film.imdb_id}
    return bare.films_only and len(bare.films) == 1 and bare.films[0].imdb_id in ids


def one_film_by_its_people(one: Nomination, other: Nomination) -> bool:
    """Whether two accounts may mean one film by titles that are unlike ("The Boy and the Heron", "Kimitachi wa …").

    Only if the same two people or more are named for it and nobody else, the titles hold the same numerals,
    and no page states both: one page that changes a title speaks of another film.
    """
    if len(one.films) != 1 or len(other.films) != 1 or set(one.accounts) & set(other.accounts):
        return False
    mine, theirs = one.films[0], other.films[0]
    if mine.imdb_id and theirs.imdb_id:
        return False
    numbered = {numerals(t) for t in mine.titles} & {numerals(t) for t in theirs.titles}
    return bool(numbered) and len(_everyone(one)) >= 2 and (_same_names(one, other) or 0.0) >= 0.9


def _other_people(one: Nomination, other: Nomination) -> bool:
    """Both name people, and neither's names are made of the other's words ("Harman-Ising", "Hugh Harman, Rudolf Ising")."""
    if not one.people or not other.people:
        return False
    mine, theirs = ({w for name, _ in _everyone(n) for w in fold(name).split()} for n in (one, other))
    return not (mine <= theirs or theirs <= mine)


def _detail_says(one: Nomination, other: Nomination) -> float:
    """A song or country that agrees speaks for, two different songs speak against."""
    told = [(one.detail, other.detail), (one.detail, other.note), (one.note, other.detail)]
    likeness = [_same_text(a, b) for a, b in told if a and b]
    if not likeness:
        return 0.0
    if max(likeness) >= 0.85:
        return 0.15
    return -0.35 if one.detail and other.detail and likeness[0] < 0.6 else 0.0


def _same_films(one: Sequence[MovieRef], other: Sequence[MovieRef]) -> float | None:
    """1 the same, 0 written differently, -1 other ids; None if either names none."""
    if not one or not other:
        return None
    scored = [(i, j, same_film(a, b)) for i, a in enumerate(one) for j, b in enumerate(other)]
    chosen = best_pairs(scored, 0.01)
    if not chosen:
        return max(s for _, _, s in scored)
    return sum(s for _, _, s in chosen) / max(len(one), len(other))


def same_film(one: MovieRef, other: MovieRef) -> float:
    """How surely two mentions mean one film: -1 if their ids differ, else by their titles, 0–1."""
    if one.imdb_id and other.imdb_id:
        return 1.0 if one.imdb_id == other.imdb_id else -1.0
    return max((same_title(a, b) for a in one.titles for b in other.titles), default=0.0)


def same_title(one: str, other: str) -> float:
    """1 written the same, 0.85 one is the beginning of the other, else their likeness if it is high."""
    a, b = fold(one), fold(other)
    if a == b:
        return 1.0
    if numerals(one) != numerals(other):
        return 0.0
    short, long = sorted((a, b), key=len)
    if len(short) >= 4 and long.startswith(short + " "):
        return 0.85
    likeness = fuzz.token_sort_ratio(a, b) / 100
    return 0.9 * likeness if likeness >= 0.85 else 0.0


def _named(nomination: Nomination) -> bool:
    return bool(nomination.people or nomination.companies)


def _same_names(one: Nomination, other: Nomination) -> float | None:
    """The share of people (and companies) that both name; None if either names nobody."""
    mine, theirs = _everyone(one), _everyone(other)
    if not mine or not theirs:
        return None
    scored = [(i, j, same_person(a, b)) for i, a in enumerate(mine) for j, b in enumerate(theirs)]
    return sum(s for _, _, s in best_pairs(scored, 0.8)) / max(len(mine), len(theirs))


def _everyone(nomination: Nomination) -> list[tuple[str, str | None]]:
    people = [(n.person.name, n.person.imdb_id) for n in nomination.people]
    return people + [(c.name, c.imdb_id) for c in nomination.companies]


def same_person(one: tuple[str, str | None], other: tuple[str, str | None]) -> float:
    """How surely two (name, id) mean one person: by their ids if both have one, else by their names."""
    if one[1] and other[1]:
        return float(one[1] == other[1])
    return same_name(one[0], other[0])


def _same_text(one: str | None, other: str | None) -> float:
    if not one or not other:
        return 0.0
    a, b = fold(one), fold(other)
    return 1.0 if a in b or b in a else fuzz.token_set_ratio(a, b) / 100


def _same_category_name(one: Category, other: Category) -> float:
    a, b = ({w for w in fold(c.name).split() if w not in _COMMON_WORDS} for c in (one, other))
    return len(a & b) / len(a | b) if a | b else 0.0
