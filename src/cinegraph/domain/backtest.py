"""How well an order of films finds those of a list that it was not told of: precision and recall, beside orders that
anybody could make."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

Value = Decimal | int | None


@dataclass(frozen=True, slots=True)
class Judged:
    """A film, whether it is on the list, and what it is put in order by: its score without the list and without canon,
    how many people voted on it, how often it was nominated (None: not known)."""

    movie_id: int
    year: int | None
    listed: bool
    score: Decimal | None
    votes: int | None
    nominations: int | None


ORDERS: dict[str, Callable[[Judged], Value]] = {
    "score": lambda film: film.score,
    "votes only": lambda film: film.votes,
    "festival only": lambda film: film.nominations,
    "random": lambda film: None,  # noqa: ARG005 chance knows nothing of a film
}
"""The score, and the baselines; the highest first. Of films that are equal, every order is as likely."""


@dataclass(frozen=True, slots=True)
class Found:
    """Of the first `k` films of an order, how many are on the list: on average, where films are equal."""

    order: str
    k: int
    hits: float
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class Block:
    """One question: among so many films (of a decade, or all), so many of the list; how far each order finds them."""

    decade: int | None
    films: int
    listed: int
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Backtest:
    """All of it: `scored` of the films have a score at all, `scored_listed` of those on the list."""

    scored: int
    scored_listed: int
    whole: Block
    decades: tuple[Block, ...]


def backtest(films: Sequence[Judged], at: Sequence[int]) -> Backtest:
    """Every order, at each of these places that leaves films out (of all films, any order finds all), and in each decade at the number of its films on the list: there precision and
    recall are one figure."""
    listed = [film for film in films if film.listed]
    decades = sorted({film.year // 10 * 10 for film in listed if film.year is not None})
    blocks = []
    for decade in decades:
        within = [film for film in films if film.year is not None and film.year // 10 * 10 == decade]
        blocks.append(_block(decade, within, [sum(film.listed for film in within)]))
    return Backtest(
        sum(film.score is not None for film in films),
        sum(film.score is not None for film in listed),
        _block(None, films, [k for k in at if k < len(films)]),
        tuple(blocks),
    )


def _block(decade: int | None, films: Sequence[Judged], at: Sequence[int]) -> Block:
    listed = sum(film.listed for film in films)
    found = []
    for order, value in ORDERS.items():
        groups = _groups(films, value)
        for k in at:
            hits = _hits(groups, k)
            found.append(Found(order, k, hits, hits / k, hits / listed if listed else 0.0))
    return Block(decade, len(films), listed, tuple(found))


def _groups(films: Iterable[Judged], value: Callable[[Judged], Value]) -> list[tuple[int, int]]:
    """Films that are equal, the highest first and those without a value last: (how many, how many on the list)."""

    def high(film: Judged) -> Decimal:
        told = value(film)
        return Decimal("Infinity") if told is None else -Decimal(told)

    return [
        (len(group), sum(film.listed for film in group))
        for group in (list(same) for _, same in groupby(sorted(films, key=high), key=high))
    ]


def _hits(groups: Sequence[tuple[int, int]], k: int) -> float:
    hits = 0.0
    for size, listed in groups:
        taken = min(size, k)
        hits += listed * taken / size
        k -= taken
    return hits
