"""The cultural relevance index: a film's score, 0 to 100, from named parts, each 0 to 1.

A part is there when there is something to measure, and missing otherwise: never zero for want of knowledge. The
weights of the missing are shared by the others. What the parts are made of is computed by the database, from the
numbers of this file (`store.score_rows`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

PARTS = ("recognition", "canon", "critics", "audience", "endurance", "influence")
"""Every part, in the order in which they are told."""

FEWEST_PARTS = 2
"""A film of which fewer parts with a weight are known has no score."""

TELEVISION = ("tv", "tv_episode")
"""Kinds of what is no film: it has parts, and no score."""

HALF_RECOGNIZED = Decimal("1.5")
"""Recognition is 1 − e^(−points ÷ this): a best picture at the Academy (1 point) is 0.49, a second adds less."""
HALF_CANONICAL = Decimal("1.2")
"""Canon is 1 − e^(−weights ÷ this): one list of full weight is 0.57."""
AUDIENCE_MEAN = Decimal("6.5")
"""What a film is thought to be rated before anybody has voted: about the mean of IMDb's feature films."""
AUDIENCE_DOUBT = 1000
"""So many votes at the mean are added to those that there are."""
AUDIENCE_UNTOLD = 100
"""A rating whose votes nobody told counts as so many."""
LASTS_FROM = 10
"""Years after its own from which what is said of a film tells that it lasts."""
LASTING_YEARS = 30
LASTING_DECADES = 2
"""Endurance is half 1 − e^(−years ÷ 30), for how long after its year the film is still honoured or listed, half
1 − e^(−decades ÷ 2), for in how many decades after its first that was."""
HALF_INFLUENTIAL = Decimal(6)
"""Influence is 1 − e^(−points of its people's later films ÷ this)."""
LEADING_CAST = 5
"""Of the cast, these count as a film's people: the billing's first."""
LEADING_CREW = ("Director", "Writer", "Screenplay")
"""Of the crew, these jobs; a remark in brackets ("Writer (novel)") does not count."""
FOREMOST = 3
"""So many of the later films are named."""

MISSING = {
    "recognition": "no award that was imported nominated it",
    "canon": "it is on no list that was imported",
    "critics": "neither Metacritic nor Rotten Tomatoes is known for it",
    "audience": "neither IMDb's rating nor TMDb's is known for it",
    "endurance": f"no award and no list is known that named it {LASTS_FROM} or more years after its own year",
    "influence": "no later film of its directors, writers and leading actors is known to have been nominated",
}
"""Why a part is missing."""
NO_YEAR = "its year is not known"
NO_PEOPLE = "its people are not known"


@dataclass(frozen=True, slots=True)
class Profile:
    """Whose view a score takes: what each part weighs. The weights are normalised: together they are 1."""

    name: str
    weights: Mapping[str, Decimal]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Weights:
    """What awards and lists weigh: 0 to 1, `prestige_…` 0 to 100 where an organization has none of its own.

    A category without a key weighs `unkeyed`, one of television `television`, any other that is not in
    `categories` `other`; a list that is not in `lists` `list_other`. `list_years` says when a list was made.
    """

    prestige_win: int
    prestige_nomination: int
    unkeyed: Decimal
    television: Decimal
    other: Decimal
    categories: Mapping[str, Decimal]
    list_other: Decimal
    lists: Mapping[str, Decimal]
    list_years: Mapping[str, int]


def normalised(weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The same weights, in the order of the parts, together 1 (to six places); parts of no weight are left out."""
    total = sum(weights.values(), Decimal(0))
    return {
        part: (weights[part] / total).quantize(Decimal("0.000001"), ROUND_HALF_UP)
        for part in PARTS
        if weights.get(part, Decimal(0)) > 0
    }


def wrong_weights(weights: Mapping[str, Decimal]) -> str | None:
    """What is wrong with a profile's weights, in a few words; None if nothing is."""
    for part, weight in weights.items():
        if part not in PARTS:
            return f"there is no part {part!r}; the parts are {', '.join(PARTS)}"
        if not weight.is_finite() or weight < 0:
            return f"{part} = {weight}: a weight is a number from 0 on"
    if sum(weight > 0 for weight in weights.values()) < FEWEST_PARTS:
        return f"a score is made of {FEWEST_PARTS} parts or more: give so many of them a weight"
    return None


def shares(parts: Mapping[str, Decimal], profile: Profile) -> dict[str, Decimal]:
    """What each part that is there weighs once those that are missing have shared their weights out."""
    known = {part: weight for part, weight in profile.weights.items() if part in parts and weight > 0}
    total = sum(known.values(), Decimal(0))
    return {part: weight / total for part, weight in known.items()}
