"""What awards and lists weigh in a score: `score_weights.toml`."""

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files

import msgspec

from cinegraph.data.category_keys import category_keys
from cinegraph.domain.scores import Weights


class _Prestige(msgspec.Struct, forbid_unknown_fields=True):
    win: int
    nomination: int


class _Group(msgspec.Struct, forbid_unknown_fields=True):
    weight: Decimal
    keys: tuple[str, ...]


class _Categories(msgspec.Struct, forbid_unknown_fields=True):
    unkeyed: Decimal
    television: Decimal
    other: Decimal
    of: tuple[_Group, ...]


class _List(msgspec.Struct, forbid_unknown_fields=True):
    weight: Decimal
    year: int | None = None


class _Lists(msgspec.Struct, forbid_unknown_fields=True):
    other: Decimal
    of: dict[str, _List]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    prestige: _Prestige
    categories: _Categories
    lists: _Lists


@cache
def score_weights() -> Weights:
    """The weights that ship, one for each canonical key. Raises ValueError, naming the place, as `read` does."""
    return read((files("cinegraph.data") / "score_weights.toml").read_text(encoding="utf-8"))


def read(text: str) -> Weights:
    """The weights of a text that is written as `score_weights.toml` is.

    Raises ValueError for a key that nobody reads, a weight that is not 0 to 1, a canonical key that there is not or
    that stands twice.
    """
    try:
        told = msgspec.convert(tomllib.loads(text, parse_float=Decimal), _File, strict=False)
    except ValueError as wrong:
        raise ValueError(f"score_weights.toml: {wrong}") from None
    given = _given(told.categories)
    for weight in (
        *given.values(),
        told.categories.unkeyed,
        told.categories.television,
        told.categories.other,
    ):
        _share(weight)
    for one in told.lists.of.values():
        _share(one.weight)
    _share(told.lists.other)
    default = {"television": told.categories.television}
    weights = {
        key.key: given.get(key.key, default.get(key.medium, told.categories.other))
        for key in category_keys().keys
    }
    return Weights(
        told.prestige.win,
        told.prestige.nomination,
        told.categories.unkeyed,
        told.categories.television,
        told.categories.other,
        weights,
        told.lists.other,
        {key: one.weight for key, one in told.lists.of.items()},
        {key: one.year for key, one in told.lists.of.items() if one.year is not None},
    )


def _given(told: _Categories) -> dict[str, Decimal]:
    known = {key.key for key in category_keys().keys}
    given: dict[str, Decimal] = {}
    for group in told.of:
        for key in group.keys:
            if key not in known:
                raise ValueError(f"score_weights.toml: there is no canonical key {key!r}")
            if key in given:
                raise ValueError(f"score_weights.toml: {key!r} has two weights")
            given[key] = group.weight
    return given


def _share(weight: Decimal) -> None:
    if not 0 <= weight <= 1:
        raise ValueError(f"score_weights.toml: the weight {weight} is not 0 to 1")
