"""The known sizes of the main categories, against the Academy's own table."""

import csv
from collections import Counter, defaultdict

import pytest

from cinegraph.data.category_sizes import category_sizes
from cinegraph.domain.changes import Place
from cinegraph.domain.volume import odd_sizes
from tests.conftest import SHARED


@pytest.mark.shared
def test_every_ceremony_since_1980_is_as_large_as_is_known() -> None:
    """Every second one is in the table. The 86th has a song whose nomination was rescinded: that is an exception."""
    by_year: dict[int, Counter[Place]] = defaultdict(Counter)
    with (SHARED / "awards" / "academy_even_ceremonies.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            by_year[1928 + int(row["Ceremony"])]["Oscar", row["Category"]] += 1
    years = [year for year in by_year if year >= 1980]
    assert len(years) == 24
    odd = {year: odd_sizes(by_year[year], "oscars", year, category_sizes()) for year in years}
    assert {year: lines for year, lines in odd.items() if lines} == {}


def test_one_that_is_too_small_or_missing_is_told() -> None:
    sizes = category_sizes()
    whole = Counter({("Oscar", one.names[0]): found[1] for one in sizes if (found := one.of(2024))})
    assert odd_sizes(whole, "oscars", 2024, sizes) == []
    whole["Oscar", "Directing"] = 4
    del whole["Oscar", "Film Editing"]
    assert odd_sizes(whole, "oscars", 2024, sizes) == [
        "category 'Directing' has 4 entries, and 5 in 2024 as far as is known",
        "no category 'Film Editing' is on the pages, which has 5 entries",
    ]
    few: Counter[Place] = Counter({("Oscar", "Directing"): 5})
    assert odd_sizes(few, "oscars", 2024, sizes) == [], "other wordings: nothing is known to be missing"
