"""The one rule for "written the same"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cinegraph.domain.titles import fold, numerals

SAME = [
    ("Amélie", "AMELIE"),
    ("Nǎi Nai & Wài Pó", "Nai Nai and Wai Po"),
    ("The Teachers' Lounge", "The Teachers’ Lounge"),
    ("Søren Ærø", "Soren AEro"),
    ("Straße", "STRASSE"),
    ("Mission: Impossible – Dead Reckoning", "Mission Impossible - Dead Reckoning"),
    ("Romeo + Juliet", "Romeo & Juliet"),
    ("  Two   Spaces ", "two spaces"),
    ("Ｆｕｌｌｗｉｄｔｈ", "fullwidth"),
    ("\u30ab\u3099", "ガ"),
]
DIFFERENT = [
    ("기생충", "올드보이"),
    ("기생충 2", "올드보이 2"),
    ("Солярис (1972)", "Зеркало (1972)"),
    ("千と千尋の神隠し", "もののけ姫"),
    ("Зеркало", "Солярис"),
    ("القاهرة 678", "القاهرة"),
    ("가", "나"),
    ("か", "が"),
    ("कभी", "कभि"),
    ("...", "!!!"),
    ("?", ""),
    ("Toy Story 2", "Toy Story 3"),
    ("Se7en", "Seven"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_written_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_written_differently(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=60))
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(min_size=1, max_size=60).filter(str.strip))
def test_no_title_is_emptied(text: str) -> None:
    assert fold(text) or not text.strip()


@given(st.text(alphabet=st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=8))
def test_hangul_is_kept_whole(title: str) -> None:
    assert fold(title) == title


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("Toy Story 3", (3,)),
        ("The Godfather Part II", (2,)),
        ("Rocky IV", (4,)),
        ("Mission: Impossible - Dead Reckoning Part One", (1,)),
        ("Guardians of the Galaxy Vol. 3", (3,)),
        ("Nymphomaniac: Vol. I", (1,)),
        ("2001: A Space Odyssey", (2001,)),
        ("I, Robot", ()),
        ("Malcolm X", (10,)),
        ("X", ()),
        ("Seven", ()),
        ("Civil", ()),
        ("Vitamin C", ()),
    ],
)
def test_numbers_of_a_series(title: str, numbers: tuple[int, ...]) -> None:
    assert numerals(title) == numbers


def test_plain_titles_take_the_short_way_to_the_same_place() -> None:
    """ASCII folds by a table, everything else letter by letter: one rule."""
    for code in range(128):
        title = f"a{chr(code)}B"
        assert fold(f"{title} 기") == f"{fold(title)} 기", repr(title)
