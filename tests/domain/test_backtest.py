"""Precision and recall, where films are equal and where nothing is known of them."""

from decimal import Decimal

from cinegraph.domain.backtest import Judged, backtest


def film(number: int, listed: int, score: int | None, votes: int | None, year: int | None = 1950) -> Judged:
    return Judged(number, year, bool(listed), None if score is None else Decimal(score), votes, None)


FILMS = [
    film(1, 1, 90, 10),
    film(2, 1, None, 50, 1962),
    film(3, 0, 80, 40),
    film(4, 0, 80, None, None),
    film(5, 1, 80, None),
    film(6, 0, None, None),
]


def test_each_order_at_each_place() -> None:
    """Of equal films each is as likely to be taken; those without a value come last, all equal."""
    told = backtest(FILMS, [1, 2, 5])
    hits = {(one.order, one.k): round(one.hits, 4) for one in told.whole.found}
    assert hits == {
        ("score", 1): 1,
        ("score", 2): 1.3333,
        ("score", 5): 2.5,
        ("votes only", 1): 1,
        ("votes only", 2): 1,
        ("votes only", 5): 2.6667,
        ("festival only", 1): 0.5,
        ("festival only", 2): 1,
        ("festival only", 5): 2.5,
        ("random", 1): 0.5,
        ("random", 2): 1,
        ("random", 5): 2.5,
    }
    first = next(one for one in told.whole.found if (one.order, one.k) == ("score", 2))
    assert (round(first.precision, 4), round(first.recall, 4)) == (0.6667, 0.4444)
    assert (told.scored, told.scored_listed, told.whole.films, told.whole.listed) == (4, 2, 6, 3)


def test_places_that_leave_no_film_out_are_not_told() -> None:
    assert {one.k for one in backtest(FILMS, [5, 6, 12]).whole.found} == {5}


def test_in_each_decade_precision_is_recall() -> None:
    """The decade of a listed film, at as many places as it has films on the list."""
    fifties, sixties = backtest(FILMS, [1]).decades
    assert (fifties.decade, fifties.films, fifties.listed) == (1950, 4, 2)
    assert {(one.k, one.precision == one.recall) for one in fifties.found} == {(2, True)}
    assert (sixties.decade, sixties.films, sixties.listed, sixties.found[0].precision) == (1960, 1, 1, 1)
