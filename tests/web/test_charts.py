"""Pictures: a scale that holds all, gaps that stay gaps, words that are words."""

import pytest

from cinegraph.web.charts import Series, _round_up, bars, lines


@pytest.mark.parametrize(
    ("value", "end"), [(0, 1), (0.003, 0.005), (1, 1), (1.1, 2), (7, 10), (101, 200), (1000, 1000)]
)
def test_the_scale_ends_at_a_round_number(value: float, end: float) -> None:
    assert _round_up(value) == pytest.approx(end)


def test_words_are_escaped() -> None:
    drawn = bars(["<b>"], [Series("x", "good", [1])], '"><script>')
    assert "<b>" not in drawn
    assert "<script>" not in drawn


def test_a_line_is_broken_where_there_is_no_value() -> None:
    drawn = lines(["a", "b", "c"], [Series("x", "good", [1, None, 2])], "x")
    assert drawn.count("M") - drawn.count('d="M56') == 2


def test_a_value_between_two_gaps_is_a_dot() -> None:
    drawn = lines(["a", "b", "c", "d"], [Series("x", "good", [1, None, 2, 3])], "x")
    assert drawn.count('<circle class="good"') == 1
