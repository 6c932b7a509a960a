"""How surely two entries are one nomination, two mentions one film, two names one person: 0–1, by what they state."""

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from rapidfuzz import fuzz

from cinegraph.domain.festivals import Nomination
from cinegraph.domain.movies import MovieRef
from cinegraph.domain.people import same_name
from cinegraph.domain.titles import fold, numerals

L = TypeVar("L", bound=Hashable)
R = TypeVar("R", bound=Hashable)


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
    return bool(numbered) and len(everyone(one)) >= 2 and (_same_names(one, other) or 0.0) >= 0.9


def _other_people(one: Nomination, other: Nomination) -> bool:
    """Both name people, and neither's names are made of the other's words ("Harman-Ising", "Hugh Harman, Rudolf Ising")."""
    if not one.people or not other.people:
        return False
    mine, theirs = ({w for name, _ in everyone(n) for w in fold(name).split()} for n in (one, other))
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
    mine, theirs = everyone(one), everyone(other)
    if not mine or not theirs:
        return None
    scored = [(i, j, same_person(a, b)) for i, a in enumerate(mine) for j, b in enumerate(theirs)]
    return sum(s for _, _, s in best_pairs(scored, 0.8)) / max(len(mine), len(theirs))


def everyone(nomination: Nomination) -> list[tuple[str, str | None]]:
    """The (name, id) of everybody whom an entry names, people first, then companies."""
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
