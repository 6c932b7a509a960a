"""A score is a mean of the parts that are there."""

from decimal import Decimal

import pytest

from cinegraph.domain.scores import (
    MISSING,
    PARTS,
    Profile,
    normalised,
    shares,
    wrong_weights,
)
from tests.store.plain_parts import combine, lasting, liked, saturated

HALF = Profile("half", {"recognition": Decimal("0.5"), "canon": Decimal("0.3"), "critics": Decimal("0.2")})


def parts(**values: str) -> dict[str, Decimal]:
    return {part: Decimal(value) for part, value in values.items()}


@pytest.mark.parametrize(
    ("known", "score"),
    [
        (parts(recognition="0.5", canon="0.5", critics="0.5"), "50.00"),
        (parts(recognition="1", canon="0", critics="0"), "50.00"),
        (parts(recognition="0.8", canon="0.4"), "65.00"),
        (parts(recognition="0.8", canon="0.4", audience="1"), "65.00"),
        (parts(canon="1", critics="0.5"), "80.00"),
        (parts(recognition="0", canon="0"), "0.00"),
        (parts(recognition="0.8"), None),
        (parts(recognition="0.8", audience="1"), None),
        ({}, None),
    ],
)
def test_missing_is_not_zero(known: dict[str, Decimal], score: str | None) -> None:
    """The weight of what is missing is shared by the rest; fewer than two parts with a weight make no score."""
    assert combine(known, HALF) == (None if score is None else Decimal(score))


def test_without_a_part() -> None:
    assert combine(parts(recognition="0.8", canon="0.4", critics="0.1"), HALF, without="canon") == Decimal(
        "60.00"
    )
    assert combine(parts(recognition="0.8", canon="0.4"), HALF, without="canon") is None


def test_shares_are_one() -> None:
    told = shares(parts(recognition="0.8", canon="0.4", audience="1"), HALF)
    assert told == {"recognition": Decimal("0.625"), "canon": Decimal("0.375")}


@pytest.mark.parametrize(
    ("sum_", "half", "value"),
    [("0", "1.5", "0"), ("1", "1.5", "0.4866"), ("2", "1.5", "0.7364"), ("90", "1.5", "1")],
)
def test_the_more_the_less_each(sum_: str, half: str, value: str) -> None:
    assert saturated(Decimal(sum_), Decimal(half)) == Decimal(value)


@pytest.mark.parametrize(
    ("ratings", "value"),
    [
        ({"imdb": ("9.0", 1_000_000)}, "0.8998"),
        ({"imdb": ("9.0", 1000)}, "0.7750"),
        ({"imdb": ("9.0", 0)}, "0.6500"),
        ({"imdb": ("9.0", None)}, "0.6727"),
        ({"imdb": ("8.0", 3000), "tmdb": ("4.0", 1000)}, "0.6900"),
    ],
)
def test_few_votes_count_little(ratings: dict[str, tuple[str, int | None]], value: str) -> None:
    assert liked({place: (Decimal(told), votes) for place, (told, votes) in ratings.items()}) == Decimal(
        value
    )


@pytest.mark.parametrize(
    ("year", "said", "value"),
    [
        (1950, (1951, 1959), None),
        (1950, (), None),
        (1950, (1949,), None),
        (1950, (1960,), "0.3385"),
        (1950, (1951, 1965), "0.3935"),
        (1950, (1960, 1975, 2022), "0.8431"),
    ],
)
def test_what_lasts(year: int, said: tuple[int, ...], value: str | None) -> None:
    assert lasting(year, said) == (None if value is None else Decimal(value))


def test_weights_are_normalised() -> None:
    told = normalised({"canon": Decimal(1), "recognition": Decimal(2), "critics": Decimal(0)})
    assert list(told.items()) == [("recognition", Decimal("0.666667")), ("canon", Decimal("0.333333"))]


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({"fame": "1", "canon": "1"}, "no part 'fame'"),
        ({"canon": "-1", "critics": "2"}, "canon = -1"),
        ({"canon": "NaN", "critics": "2"}, "canon = NaN"),
        ({"canon": "Infinity", "critics": "2"}, "canon = Infinity"),
        ({"canon": "1", "critics": "0"}, "2 parts or more"),
        ({}, "2 parts or more"),
    ],
)
def test_weights_that_are_none(weights: dict[str, str], said: str) -> None:
    assert said in (wrong_weights({part: Decimal(weight) for part, weight in weights.items()}) or "")


def test_each_part_says_why_it_is_missing() -> None:
    assert tuple(MISSING) == PARTS
