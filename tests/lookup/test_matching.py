"""Verdicts on labelled cases, and that the table of reasons explains itself."""

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cinegraph.domain.movies import Candidate, Facts, MovieRef
from cinegraph.domain.people import Credit
from cinegraph.lookup.matching import AGAINST, FOR, FORBIDS, best, match

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases.toml").read_text(encoding="utf-8")
)["case"]


def told(words: dict[str, Any]) -> MovieRef:
    return msgspec.convert(words, MovieRef)


def known(words: dict[str, Any], number: int) -> Candidate:
    credits = tuple(Credit(name, "cast", f"c{i}") for i, name in enumerate(words.get("people", ())))
    return Candidate(
        source="tmdb",
        source_id=str(number),
        title=words["title"],
        year=words["year"],
        kind=words.get("kind", "movie"),
        imdb_id=words.get("imdb_id"),
        facts=Facts(alternative_titles=tuple(words.get("other", ()))),
        credits=credits,
    )


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_verdict(case: dict[str, Any]) -> None:
    matches = [match(told(case["told"]), known(k, i)) for i, k in enumerate(case["known"])]
    first, believed = best(matches)
    if isinstance(case["verdict"], int):
        assert believed, matches
        assert first is matches[case["verdict"]]
    else:
        assert not believed, first
        forbidden = all(m.forbidden for m in matches)
        assert forbidden == (case["verdict"] == "forbidden"), matches
        if case["verdict"] == "none":
            assert first is None or first.score < 0.3


def test_a_score_is_the_sum_of_what_was_said() -> None:
    """Lesson 13: confidence was a constant of the search strategy, not a measure of the match."""
    found = match(
        told({"title": "Past Lives", "years": (2023,)}), known({"title": "Past Lives", "year": 2023}, 1)
    )
    assert found.score == pytest.approx(sum(e.score for e in found.evidence))
    assert {e.name for e in found.evidence} == {"same_title_told", "same_year"}


def test_every_reason_tells_a_person_what_it_means() -> None:
    reasons = [reason for reason, _ in FOR + AGAINST] + list(FORBIDS)
    assert all((reason.__doc__ or "").strip().endswith((".", ").")) for reason in reasons)
    assert len({reason.__name__ for reason in reasons}) == len(reasons)
