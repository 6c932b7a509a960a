"""Searching one source: what is asked, what is read whole, and when it stops."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from cinegraph.domain.movies import Candidate, Facts, MovieRef
from cinegraph.domain.people import Credit
from cinegraph.lookup.matching import best
from cinegraph.lookup.searching import search, worth_asking
from cinegraph.sources.base import Strategy

IN_YEAR, ANY_YEAR, FAR = Strategy("year", "title", 0), Strategy("open", "title"), Strategy("far", "title", 2)
BY_DIRECTOR = Strategy("director", "people")
REF = MovieRef("Past Lives", years=(2023,), year_kind="festival")


def film(key: str, title: str, year: int | None, *directors: str, also: tuple[str, ...] = ()) -> Candidate:
    credits = tuple(Credit(name, "crew", f"d{i}", job="Director") for i, name in enumerate(directors))
    return Candidate(
        "made up", key, title, year=year, credits=credits, facts=Facts(alternative_titles=also), complete=True
    )


class Shelf:
    """A source with these films; a strategy lists some of them, without directors and other titles."""

    name, price_usd, full = "made up", Decimal(0), True

    def __init__(self, films: list[Candidate], listed: Mapping[Strategy, list[str]]) -> None:
        self.films = {film.source_id: film for film in films}
        self.listed = listed
        self.asked: list[str] = []

    async def by_id(self, ref: MovieRef) -> Candidate | None:
        return None

    def strategies(self, ref: MovieRef) -> tuple[Strategy, ...]:
        return tuple(self.listed)

    async def search(self, ref: MovieRef, strategy: Strategy) -> tuple[Candidate, ...]:
        self.asked.append(strategy.name)
        return tuple(
            replace(self.films[key], complete=False, credits=(), facts=Facts())
            for key in self.listed[strategy]
        )

    async def complete(self, candidate: Candidate) -> Candidate | None:
        self.asked.append(candidate.source_id)
        return self.films[candidate.source_id]

    async def check(self) -> None:
        return None


async def test_an_id_is_no_title_to_search_for() -> None:
    shelf = Shelf([film("a", "Past Lives", 2023)], {IN_YEAR: ["a"], BY_DIRECTOR: ["a"]})
    await search(MovieRef("tt13238346", imdb_id="tt13238346", years=(2023,)), shelf)
    assert "year" not in shelf.asked


async def test_who_is_sure_is_not_asked_further() -> None:
    shelf = Shelf([film("a", "Past Lives", 2023)], {IN_YEAR: ["a"], ANY_YEAR: ["a"]})
    first, believed = best(await search(REF, shelf))
    assert believed
    assert first is not None
    assert first.candidate.source_id == "a"
    assert shelf.asked == ["year", "a"]


async def test_only_the_likely_are_read_whole() -> None:
    films = [film("a", "Past Lives", 2023), film("b", "Past Lies", 2023), film("c", "Pastels", 2023)]
    shelf = Shelf(films, {IN_YEAR: ["c", "b", "a"]})
    await search(REF, shelf)
    assert shelf.asked == ["year", "a"]


async def test_the_next_is_read_if_the_best_disappoints() -> None:
    """Listed alike; only the whole records tell who directed them."""
    films = [film("a", "Monster", 2023, "Somebody Else"), film("b", "Monster", 2023, "Kore-eda Hirokazu")]
    shelf = Shelf(films, {IN_YEAR: ["a", "b"]})
    ref = MovieRef("Monster", years=(2023,), year_kind="festival", directors=("Kore-eda Hirokazu",))
    first, believed = best(await search(ref, shelf))
    assert believed
    assert first is not None
    assert first.candidate.source_id == "b"


async def test_a_hit_listed_under_another_title_is_read_once() -> None:
    """The catalogue found it by a title that it does not list."""
    shelf = Shelf([film("a", "Asphalt City", 2024, also=("Black Flies",))], {IN_YEAR: ["a"]})
    first, believed = best(
        await search(MovieRef("Black Flies", years=(2024,), year_kind="eligibility"), shelf)
    )
    assert believed
    assert first is not None
    assert shelf.asked == ["year", "a"]


async def test_namesakes_of_other_years_speak_against_a_short_title() -> None:
    """Nine films called "Love": the one of the festival's year need not be the festival's."""
    films = [film("a", "Love", 2015), *(film(f"x{year}", "Love", year) for year in range(1990, 1998))]
    shelf = Shelf(films, {IN_YEAR: ["a"], ANY_YEAR: [f.source_id for f in films]})
    ref = MovieRef("Love", years=(2015,), year_kind="festival")
    assert not best(await search(ref, shelf))[1]
    alone = Shelf(films[:1], {IN_YEAR: ["a"], ANY_YEAR: ["a"]})
    assert best(await search(ref, alone))[1]


async def test_what_is_listed_and_gone_is_passed_over() -> None:
    class Gone(Shelf):
        async def complete(self, candidate: Candidate) -> Candidate | None:
            await super().complete(candidate)
            return None if candidate.source_id == "a" else self.films[candidate.source_id]

    films = [film("a", "Past Lives", 2023), film("b", "Past Lives", 2024)]
    shelf = Gone(films, {IN_YEAR: ["a"], ANY_YEAR: ["a", "b"]})
    matches = await search(REF, shelf)
    assert [m.candidate.source_id for m in matches] == ["b"]


def test_a_way_that_cannot_lead_to_belief_is_not_asked() -> None:
    short = MovieRef("Sleep", years=(2023,), year_kind="festival")
    assert worth_asking(short, [IN_YEAR, FAR, ANY_YEAR]) == [ANY_YEAR], (
        "in a year alone a short title is doubt"
    )
    assert worth_asking(REF, [IN_YEAR, FAR, ANY_YEAR]) == [IN_YEAR, ANY_YEAR]


def test_if_no_way_leads_to_belief_one_is_asked_for_a_persons_sake() -> None:
    old = MovieRef("Sleep", asked_in=2026)
    ways = [FAR]
    assert worth_asking(MovieRef("Sleep", years=(2023,), year_kind="festival"), ways) == ways
    assert worth_asking(old, []) == []


def test_a_director_who_is_told_makes_more_ways_worth_it() -> None:
    told = MovieRef("Sleep", years=(2023,), year_kind="festival", directors=("Jason Yu",))
    assert worth_asking(told, [IN_YEAR, BY_DIRECTOR]) == [IN_YEAR, BY_DIRECTOR]
