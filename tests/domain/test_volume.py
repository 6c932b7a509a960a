"""When a ceremony has too few entries."""

import pytest

from cinegraph.domain.volume import KnownCategory, Size, TooFew, odd_sizes, too_few


@pytest.mark.parametrize(
    ("seen", "neighbours", "verdict"),
    [
        (59, [120, 118, 125, 60, 121], TooFew(59, 120.0)),
        (60, [120, 118, 125, 60, 121], None),
        (10, [100], None),
        (10, [], None),
        (10, [20, 22], TooFew(10, 21.0)),
    ],
)
def test_less_than_half_of_the_median_is_too_few(
    seen: int, neighbours: list[int], verdict: TooFew | None
) -> None:
    """One neighbour is no history."""
    assert too_few(seen, neighbours) == verdict


def test_two_wordings_that_differ_in_punctuation_only_are_counted_once() -> None:
    known = KnownCategory("oscars", ("Music (Score)", "Music, Score"), (Size(2000, None, 5, 5, {}),))
    assert odd_sizes({("Oscar", "Music (Score)"): 5}, "oscars", 2024, [known]) == []
