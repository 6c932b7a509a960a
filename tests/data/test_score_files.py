"""Profiles and weights: what ships can be used, and what cannot be used is refused in one line."""

from decimal import Decimal
from pathlib import Path

import pytest

from cinegraph import data
from cinegraph.data.category_keys import category_keys
from cinegraph.data.score_profiles import BadProfiles, profiles_in, read_profiles
from cinegraph.data.score_weights import read, score_weights


def test_four_profiles_ship_and_each_is_whole() -> None:
    told = read_profiles(None)
    assert [profile.name for profile in told] == ["default", "critics", "festival", "audience"]
    for profile in told:
        assert abs(sum(profile.weights.values(), Decimal(-1))) < Decimal("0.00001")
        assert profile.about


def test_a_file_of_ones_own_adds_and_replaces(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[critics]\ncritics = 1\ncanon = 1\n[mine]\ncanon = 3\naudience = 1.0\n")
    told = {profile.name: profile.weights for profile in read_profiles(file)}
    assert list(told) == ["default", "critics", "festival", "audience", "mine"]
    assert told["critics"] == {"canon": Decimal("0.5"), "critics": Decimal("0.5")}
    assert told["mine"] == {"canon": Decimal("0.75"), "audience": Decimal("0.25")}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[mine]\ncannon = 1\ncritics = 1", "[mine]: there is no part 'cannon': did you mean 'canon'?"),
        ("[mine]\nxyz = 1\ncritics = 1", "the parts are recognition, canon"),
        ("[mine]\ncanon = -1\ncritics = 1", "[mine]: canon = -1: a weight is a number from 0 on"),
        ("[mine]\ncanon = nan\ncritics = 1", "canon = NaN"),
        ("[mine]\ncanon = '1'\ncritics = 1", "canon = '1' is no number"),
        ("[mine]\ncanon = true\ncritics = 1", "canon = True is no number"),
        ("[mine]\ncanon = 1", "2 parts or more"),
        ("[mine]", "2 parts or more"),
        ("['']\ncanon = 1\ncritics = 1", "needs a name of one word, and '' is none"),
        ("['a b']\ncanon = 1\ncritics = 1", "'a b' is none"),
        ("canon = 1", "'canon' stands outside of any profile"),
        ("[mine]\nabout = 1\ncanon = 1\ncritics = 1", "about = 1 is no text"),
        ('[mine]\nabout = "\\u001b[31m"\ncanon = 1\ncritics = 1', "has control characters"),
        ("[mine]\ncanon = " + "9" * 5000, "this is no TOML: Exceeds the limit"),
        ("[mine]\ncanon = " + "[" * 20_000, "brackets within brackets"),
        ("", "there is no [profile] in it"),
        ("[mine", "this is no TOML"),
    ],
)
def test_a_file_that_cannot_be_used(text: str, said: str) -> None:
    with pytest.raises(BadProfiles) as raised:
        profiles_in(text, "mine.toml")
    assert str(raised.value).startswith("mine.toml: ")
    assert said in str(raised.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    binary = tmp_path / "b.toml"
    binary.write_bytes(b"\xff\xfe\xfa")
    for file, said in (
        (tmp_path / "none.toml", "No such file"),
        (binary, "no text in UTF-8"),
        (tmp_path, "Is a directory"),
    ):
        with pytest.raises(BadProfiles, match=said):
            read_profiles(file)


def test_every_key_and_every_shipped_list_has_a_weight() -> None:
    told = score_weights()
    assert set(told.categories) == {key.key for key in category_keys().keys}
    ordered = [told.categories[key] for key in ("picture", "actor-supporting", "stunts")]
    assert ordered == sorted(ordered, reverse=True)
    assert told.categories["tv-actor-drama"] == told.television
    assert set(told.lists) == {one.key for one in data.lists()}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('"palme-dor"', '"palm"'), "no canonical key 'palm'"),
        (('"palme-dor"', '"director"'), "'director' has two weights"),
        (("other = 0.5", "other = 1.5"), "1.5 is not 0 to 1"),
        (("unkeyed = ", "unkeyd = "), "unkeyd"),
    ],
)
def test_weights_that_cannot_be(change: tuple[str, str], said: str) -> None:
    text = (Path(data.__file__).parent / "score_weights.toml").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        read(text.replace(*change, 1))
