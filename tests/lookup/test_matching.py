"""Verdicts on labelled cases, and that the table of reasons explains itself."""

import tomllib
from dataclasses import replace
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


def weighed(ref: MovieRef, candidate: Candidate, namesakes: int | None = None) -> float:
    return match(ref, candidate, namesakes).score


def directed(title: str, year: int | None, name: str) -> Candidate:
    return Candidate("a", "1", title, year=year, credits=(Credit(name, "crew", "d", job="Director"),))


def test_another_director_is_another_film() -> None:
    ref = MovieRef("Monster", years=(2023,), directors=("Kore-eda Hirokazu",))
    assert best([match(ref, directed("Monster", 2023, "Hirokazu Kore-eda"))])[1]
    assert not best([match(ref, directed("Monster", 2023, "Rehana"))])[1]
    assert weighed(ref, directed("Monster", 2023, "Rehana")) < weighed(
        ref, Candidate("a", "1", "Monster", year=2023)
    )


def test_the_more_films_share_a_title_the_less_it_says() -> None:
    ref = MovieRef("Love", years=(2015,), year_kind="festival")
    scores = [weighed(ref, Candidate("a", "1", "Love", year=2015), n) for n in (1, 2, 5, 9)]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4
    award = MovieRef("Love", years=(2015,), year_kind="eligibility")
    assert weighed(award, Candidate("a", "1", "Love", year=2015), 5) == weighed(
        award, Candidate("a", "1", "Love", year=2015), 9
    ), "a film that runs for an award is in the catalogues"


def test_a_film_of_no_known_year_is_less_sure() -> None:
    undated = Candidate("a", "1", "Revolting Rhymes")
    assert weighed(MovieRef("Revolting Rhymes", years=(2017,)), undated) < weighed(
        MovieRef("Revolting Rhymes"), undated
    )


def test_what_another_catalogue_says_of_its_number_counts() -> None:
    ref = MovieRef("The Pot-au-Feu", years=(2023,), tmdb_id=964960)
    told = Candidate("a", "1", "The Taste of Things", year=2023, tmdb_id=964960)
    assert weighed(ref, told) >= weighed(ref, replace(told, tmdb_id=1)) + 0.4


def test_the_academys_first_seasons_span_two_years() -> None:
    """1932/33 and before: the season of 1930/31 is told as 1930, and most of its films are of 1931."""
    early, later = (MovieRef("Alibi", years=(year,), year_kind="eligibility") for year in (1930, 1950))
    after = Candidate("a", "1", "Alibi", year=1931)
    assert weighed(early, after) > weighed(later, replace(after, year=1951))


def test_a_syllable_tells_more_than_a_letter() -> None:
    """ "천국의 눈물" is two words of five syllables: as telling as ten Latin letters."""
    korean, latin = MovieRef("기생충벌레", years=(2019,)), MovieRef("Aabbc", years=(2019,))
    assert weighed(korean, Candidate("a", "1", "기생충벌레", year=2019)) > weighed(
        latin, Candidate("a", "1", "Aabbc", year=2019)
    )
