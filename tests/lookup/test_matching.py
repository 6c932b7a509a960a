"""Verdicts on labelled cases, and that the table of reasons explains itself."""

import tomllib
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest

from cinegraph.domain.movies import Candidate, Facts, MovieRef
from cinegraph.domain.people import Credit
from cinegraph.lookup.matching import AGAINST, DOUBT, FOR, FORBIDS, best, match, pooled

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
        complete=True,
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


PAIRS = [
    (group, told_row, table.get("year_kind"), table.get("namesakes", 1))
    for group, table in tomllib.loads(
        (Path(__file__).parent / "pairs.toml").read_text(encoding="utf-8")
    ).items()
    for told_row in table["rows"]
]


@pytest.mark.parametrize(
    ("row", "year_kind", "namesakes"),
    [p[1:] for p in PAIRS],
    ids=[f"{p[0]}: {p[1][0]} | {p[1][2]} ({p[1][3]})" for p in PAIRS],
)
def test_pair(row: list[Any], year_kind: Literal["eligibility", "festival"] | None, namesakes: int) -> None:
    title, year, other, came_out, verdict = row
    ref = MovieRef(title, years=(year,) if year else (), year_kind=year_kind, asked_in=2026)
    found = match(ref, Candidate("tmdb", "1", other, year=came_out or None, complete=True), namesakes)
    _, believed = best([found])
    doubt = "doubt" if found.score >= DOUBT else "none"
    assert ("found" if believed else "forbidden" if found.forbidden else doubt) == verdict, found


def test_there_are_enough_labelled_cases() -> None:
    assert len(CASES) + len(PAIRS) >= 150


def test_a_score_is_the_sum_of_what_was_said() -> None:
    """Lesson 13: confidence was a constant of the search strategy, not a measure of the match."""
    found = match(
        told({"title": "Past Lives", "years": (2023,)}), known({"title": "Past Lives", "year": 2023}, 1)
    )
    assert found.score == pytest.approx(sum(e.score for e in found.evidence))
    assert {e.name for e in found.evidence} == {"same_title_told", "telling_title", "same_year"}


def test_every_reason_tells_a_person_what_it_means() -> None:
    reasons = [reason for reason, _ in FOR + AGAINST] + list(FORBIDS)
    assert all((reason.__doc__ or "").strip().endswith((".", ".)", ").", ")")) for reason in reasons)
    assert len({reason.__name__ for reason in reasons}) == len(reasons)


def film(source: str, title: str, imdb_id: str | None = None, credits: tuple[Credit, ...] = ()) -> Candidate:
    return Candidate(source, "1", title, year=2024, imdb_id=imdb_id, credits=credits)


def test_two_sources_that_agree_are_surer_than_one() -> None:
    """A festival's film, the year after, by a short title that others have too: neither is sure alone."""
    ref = MovieRef("Omen", years=(2023,), year_kind="festival", asked_in=2026)
    one = match(ref, film("tmdb", "Omen", imdb_id="tt21086802"), 5)
    other = match(ref, film("omdb", "Omen", imdb_id="tt21086802"), 5)
    elsewhere = match(ref, film("omdb", "Omen", imdb_id="tt0000001"), 5)
    assert not best([one])[1]
    (both,) = pooled([one, other])
    assert best([both])[1]
    assert [e.says for e in both.evidence if e.name == "sources_agree"] == ["omdb has the same film."]
    assert len(pooled([one, elsewhere])) == 2
    assert not best(pooled([one, elsewhere]))[1]


def test_records_without_ids_are_one_film_by_title_year_and_director() -> None:
    ref = MovieRef("Omen", years=(2023,), year_kind="festival")
    directed = (Credit("Baloji", "crew", "d", job="Director"),)
    one = match(ref, film("tmdb", "Omen", credits=directed))
    assert len(pooled([one, match(ref, film("omdb", "Omen", credits=directed))])) == 1
    assert len(pooled([one, match(ref, film("omdb", "Omen"))])) == 2
