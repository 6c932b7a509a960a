"""The ways to search TMDb, and what the hits are."""

import pytest

from cinegraph.domain.movies import MovieRef
from cinegraph.sources.tmdb_searches import strategies
from tests.sources.asking import searched
from tests.sources.test_tmdb import Asked, offline

__all__ = ["offline"]


def test_the_ways_to_search_the_most_promising_first() -> None:
    ref = MovieRef("La Vis (The Screw)", years=(1993,), directors=("Didier Flamand",))
    asked = [(s.name, dict(s.params)) for s in strategies(ref)]
    year = {"primary_release_year": "1993"}
    assert asked == [
        ("tmdb_search_title_year", {"query": "La Vis (The Screw)"} | year),
        ("tmdb_search_title", {"query": "La Vis (The Screw)"}),
        ("tmdb_search_wording", {"query": "La Vis"}),
        ("tmdb_search_wording", {"query": "The Screw"}),
        ("tmdb_search_wording", {"query": "vis screw"}),
        ("tmdb_search_word_year", {"query": "screw"} | year),
        ("tmdb_search_director", {"query": "Didier Flamand"}),
    ]


def test_a_title_that_came_with_an_id_has_no_other_wording() -> None:
    ref = MovieRef("La Vis (The Screw)", imdb_id="tt0108498", years=(1993,))
    assert [s.name for s in strategies(ref)] == ["tmdb_search_title_year", "tmdb_search_title"]


async def test_search_by_title_and_year_then_without(offline: Asked) -> None:
    hits = await searched(offline.tmdb, MovieRef("Past Lives", years=(2023,)))
    assert [(h.title, h.complete) for h in hits] == [("Past Lives", False)]
    assert len(offline.requests) == 1
    assert await searched(offline.tmdb, MovieRef("Past Lives", years=(1931,)))
    assert len(offline.requests) == 3


async def test_search_by_the_director(offline: Asked) -> None:
    """A film that the catalogue lists under another title is among what its director has made."""
    by_director = strategies(MovieRef("Nothing Like It", directors=("Celine Song",)))[-1]
    hits = await offline.tmdb.search(MovieRef("Nothing Like It"), by_director)
    assert [(h.title, h.complete) for h in hits] == [("Past Lives", False)]
    nobody = strategies(MovieRef("X", directors=("Nobody Of That Name",)))[-1]
    assert await offline.tmdb.search(MovieRef("X"), nobody) == ()


@pytest.mark.parametrize(
    "title", ["Nǎi Nai & Wài Pó", "20 Days in Mariupol", "WAR IS OVER! Inspired by the Music of John & Yoko"]
)
async def test_titles_with_signs_are_found(offline: Asked, title: str) -> None:
    """Lesson 18: unencoded signs cut the query short."""
    assert await searched(offline.tmdb, MovieRef(title))


async def test_a_hit_is_completed_by_its_own_number(offline: Asked) -> None:
    (hit,) = await searched(offline.tmdb, MovieRef("Past Lives"))
    film = await offline.tmdb.complete(hit)
    assert film is not None
    assert (film.imdb_id, film.complete) == ("tt13238346", True)
