"""Which wordings mean one prize."""

import pytest

from cinegraph.domain.category_keys import CategoryKey, KeyTable, shared_keys

ACTOR = CategoryKey(
    "actor-leading",
    "Actor in a Leading Role",
    "people",
    role="actor",
    wordings=("Actor in a Leading Role",),
    of={"oscars": ("Actor",)},
)
DIRECTOR = CategoryKey("director", "Directing", "people", wordings=("Best Director",))
REGARD = CategoryKey(
    "regard-director",
    "Un Certain Regard",
    "people",
    part_of="director",
    of={"cannes": (("Un Certain Regard", "Best Director"),)},
)
TABLE = KeyTable((ACTOR, DIRECTOR, REGARD), {"globes": ("Golden Globe",)})


@pytest.mark.parametrize(
    ("slug", "main", "award", "name", "key"),
    [
        ("oscars", "Oscar", "Oscar", "ACTOR", "actor-leading"),
        ("oscars", "Oscar", "oscar", "actor in a  leading role", "actor-leading"),
        ("spirit", "Spirit", "Spirit", "Actor in a Leading Role", "actor-leading"),
        ("spirit", "Spirit", "Spirit", "Actor", None),
        ("globes", None, "Golden Globe", "Best Director", "director"),
        ("cannes", None, "Best Director", "Best Director", "director"),
        ("cannes", None, "Un Certain Regard", "Best Director", "regard-director"),
        ("cannes", None, "Critics' Week", "Best Director", None),
        ("venice", None, "Un Certain Regard", "Best Director", None),
        ("oscars", "Oscar", "Oscar", "Best Director (Comedy)", None),
    ],
)
def test_a_wording_counts_where_it_is_listed(
    slug: str, main: str | None, award: str, name: str, key: str | None
) -> None:
    assert TABLE.key_of(slug, main, award, name) == key


def test_one_wording_cannot_mean_two_prizes() -> None:
    other = CategoryKey("acting", "Acting", "people", of={"oscars": ("ACTOR",)})
    with pytest.raises(ValueError, match="'ACTOR' is listed for two keys, 'actor-leading' and 'acting'"):
        KeyTable((ACTOR, other), {})


def test_a_line_must_be_a_key() -> None:
    with pytest.raises(ValueError, match="is part of 'director', and there is no such key"):
        KeyTable((REGARD,), {})


def test_two_prizes_of_one_night_never_share_a_key() -> None:
    assert shared_keys(
        [("Actor", "a"), ("Best Actor", "a"), ("Song", "b"), ("Odd", None), ("Odder", None)]
    ) == {"a": ["Actor", "Best Actor"]}
