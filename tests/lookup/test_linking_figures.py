"""The figures of `benchmarks/linking.py` on a few ceremonies: right, and as good as never wrong."""

from collections import Counter

import pytest

from benchmarks.linking import (
    MEASURED,
    credits_of_facts,
    linked,
    nominations,
    otherwise,
    outcome,
    printed,
    rarest,
)
from tests.conftest import SHARED

_CEREMONIES = (4, 30, 70, 88)


@pytest.mark.shared
@pytest.mark.parametrize("called", [rarest, otherwise])
def test_nearly_everybody_is_linked_and_nobody_wrongly(called: object) -> None:
    rows = nominations(SHARED / "awards" / "academy_even_ceremonies.tsv")
    names = printed(rows)
    world = credits_of_facts(rows, names, {}, called)  # type: ignore[arg-type] # one of the two
    told = Counter(
        outcome(asked, said, names)
        for row in rows
        if row.ceremony in _CEREMONIES and row.group in MEASURED
        for asked, said in zip(row.asked, linked(row, world), strict=True)
    )
    assert told.total() > 140
    assert told["right"] >= 0.98 * told.total()
    assert told["wrong"] == 0
