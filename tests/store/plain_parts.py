"""The formulas of scores in plain Python, film by film: what the database's rows are held against."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from cinegraph.domain.scores import (
    AUDIENCE_DOUBT,
    AUDIENCE_MEAN,
    AUDIENCE_UNTOLD,
    FEWEST_PARTS,
    LASTING_DECADES,
    LASTING_YEARS,
    LASTS_FROM,
    Profile,
)

_PLACES = Decimal("0.0001")


def combine(parts: Mapping[str, Decimal], profile: Profile, without: str | None = None) -> Decimal | None:
    """The score of a film with these parts, 0 to 100 with two places; None if too few of them have a weight.

    `without`: as if that part were missing.
    """
    known = {part: w for part, w in profile.weights.items() if part in parts and w > 0 and part != without}
    if len(known) < FEWEST_PARTS:
        return None
    mean = sum((parts[part] * weight for part, weight in known.items()), Decimal(0)) / sum(known.values())
    return (100 * mean).quantize(Decimal("0.01"), ROUND_HALF_UP)


def saturated(sum_: Decimal, half: Decimal) -> Decimal:
    """0 for nothing, towards 1 the more there is, each the less the more there was: 1 − e^(−sum ÷ half)."""
    return (1 - (-sum_ / half).exp()).quantize(_PLACES, ROUND_HALF_UP)


def liked(ratings: Mapping[str, tuple[Decimal, int | None]]) -> Decimal:
    """What audiences make of a film, from (rating 0–10, votes) of each place: the mean of all votes, drawn towards
    the usual where they are few."""
    votes = {place: AUDIENCE_UNTOLD if v is None else v for place, (_, v) in ratings.items()}
    told = sum((value * votes[place] for place, (value, _) in ratings.items()), Decimal(0))
    mean = (told + AUDIENCE_DOUBT * AUDIENCE_MEAN) / (sum(votes.values()) + AUDIENCE_DOUBT)
    return (mean / 10).quantize(_PLACES, ROUND_HALF_UP)


def lasting(year: int, said: tuple[int, ...]) -> Decimal | None:
    """How a film of that year lasts, if in these years it was honoured or listed; None if all was in its first ten."""
    decades = {(one - year) // LASTS_FROM for one in said if one - year >= LASTS_FROM}
    if not decades:
        return None
    span, count = Decimal(max(said) - year), Decimal(len(decades))
    parts = (-span / LASTING_YEARS).exp() + (-count / LASTING_DECADES).exp()
    return (1 - parts / 2).quantize(_PLACES, ROUND_HALF_UP)
