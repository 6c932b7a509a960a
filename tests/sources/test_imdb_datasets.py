"""The loaded IMDb datasets as a source: what they answer by id and by title, and that nothing loaded is no answer."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from cinegraph.domain.movies import MovieRef, Rating
from cinegraph.pipeline.dataset_files import in_folder
from cinegraph.pipeline.load_imdb import load_imdb
from cinegraph.settings import Settings
from cinegraph.sources.base import Parts, Unusable
from cinegraph.sources.imdb_datasets import ImdbDatasets, build
from cinegraph.store.database import Database
from cinegraph.store.imdb_dataset import KeptDataset
from tests.made_datasets import film, made, write
from tests.sources.asking import Asking, searched


class Asked(Asking):
    """The source on this test's database; a request to the network would be refused."""

    def __init__(self, database: Database) -> None:
        super().__init__(httpx2.MockTransport(lambda _: httpx2.Response(500)), "imdb_datasets")
        self.database = database
        self.source = ImdbDatasets(self.door, KeptDataset(database))


@pytest.fixture
async def empty(database_url: str) -> AsyncIterator[Asked]:
    async with Database(database_url, size=4) as database:
        yield Asked(database)


@pytest.fixture
async def asked(empty: Asked, tmp_path: Path) -> Asked:
    files = made()
    files["title.basics"] += [film(f"tt2{n:07}", "Home", str(1990 + n)) for n in range(30)]
    files["title.ratings"].append(("tt20000017", "5.0", "99"))
    await load_imdb(empty.database, in_folder(write(tmp_path / "d", files)), "d", lambda *_: None)
    return empty


async def test_a_film_by_its_id(asked: Asked) -> None:
    film = await asked.source.by_id(MovieRef("Whatever", imdb_id="tt6751668"))
    assert film is not None
    assert (film.title, film.original_title, film.year, film.kind) == ("Parasite", "기생충", 2019, "movie")
    assert (film.imdb_id, film.complete, film.facts.runtime) == ("tt6751668", False, 132)
    assert film.titles == ("Parasite", "기생충", "Gisaengchung")
    assert film.ratings == (Rating("imdb", 8.5, 900_000),)
    assert film.genres == ("Comedy", "Drama")
    assert film.directors == ("Bong Joon Ho",)
    crew = [(c.name, c.job, c.imdb_id) for c in film.credits if c.kind == "crew"]
    assert crew == [
        ("Bong Joon Ho", "Director", "nm0094435"),
        ("Bong Joon Ho", "Writer", "nm0094435"),
        ("Han Jin-won", "Writer", "nm6135349"),
    ]
    cast = [(c.name, c.character, c.billing) for c in film.credits if c.kind == "cast"]
    assert cast[0] == ("Actor 11", "Part 11", 0)
    assert [billing for _, _, billing in cast] == list(range(10))
    assert len({c.source_key for c in film.credits}) == 13
    (call,) = asked.calls
    assert (call.source, call.operation, call.identifier, call.success) == (
        "imdb_datasets",
        "movie_lookup",
        "tt6751668",
        True,
    )
    assert asked.requests == []


async def test_an_id_of_eight_digits_quotes_and_backslashes(asked: Asked) -> None:
    film = await asked.source.by_id(MovieRef("?", imdb_id="tt10000001"))
    assert film is not None
    assert (film.title, film.credits, film.ratings) == ('The "Quoted" \\ Film', (), ())
    short = await asked.source.by_id(MovieRef("?", imdb_id="tt10000002"))
    assert short is not None
    assert (short.kind, short.directors) == ("short", ('Jean "Jeannot" Réno',))


async def test_what_it_does_not_have_is_none(asked: Asked) -> None:
    assert await asked.source.by_id(MovieRef("?", imdb_id="tt10000005")) is None, "an episode"
    assert await asked.source.by_id(MovieRef("?", imdb_id="tt0000404")) is None
    assert await asked.source.by_id(MovieRef("Parasite")) is None
    assert asked.calls[-1].identifier == "tt0000404", "without an id nothing is asked"


@pytest.mark.parametrize(
    ("ref", "found"),
    [
        (MovieRef("Parasite", year=2019), ["tt6751668"]),
        (MovieRef("PARASITE!", years=(2020, 2021)), ["tt6751668"]),
        (MovieRef("Gisaengchung", year=2019), ["tt6751668"]),
        (MovieRef("기생충", year=2019), ["tt6751668"]),
        (MovieRef("x", original_title="기생충", year=2019), ["tt6751668"]),
        (MovieRef("Parasite"), ["tt6751668", "tt0084472", "tt10000003"]),
        (MovieRef("Parasite", year=1950), ["tt6751668", "tt0084472", "tt10000003"]),
        (MovieRef("amelie and friends", year=2000), ["tt10000002"]),
        (MovieRef("МОСКВА", year=1980), ["tt10000004"]),
        (MovieRef("Moscow Doesnt Believe", year=1980), ["tt10000004"]),
        (MovieRef("Moscow", year=1980), []),
        (MovieRef("The Pilot"), []),
    ],
    ids=str,
)
async def test_by_title(asked: Asked, ref: MovieRef, found: list[str]) -> None:
    """Around the year told; where there is none, in any; the most voted for first."""
    assert [hit.imdb_id for hit in await searched(asked.source, ref)] == found


async def test_a_hit_is_whole_and_their_number_is_bounded(asked: Asked) -> None:
    homes = await searched(asked.source, MovieRef("Home"))
    assert (len(homes), homes[0].imdb_id) == (20, "tt20000017")
    (hit,) = await searched(asked.source, MovieRef("Parasite", year=2019))
    assert await asked.source.complete(hit) == await asked.source.by_id(MovieRef("?", imdb_id="tt6751668"))


async def test_nothing_loaded_is_not_nothing_found(empty: Asked) -> None:
    """No answer ≠ nothing: a person must act."""
    for ask in (
        empty.source.check(),
        empty.source.by_id(MovieRef("Parasite", imdb_id="tt6751668")),
        searched(empty.source, MovieRef("Parasite")),
    ):
        with pytest.raises(Unusable, match="cinegraph datasets load imdb"):
            await ask
    assert [call.success for call in empty.calls] == [False, False, False]


async def test_loaded_it_can_be_asked(asked: Asked) -> None:
    await asked.source.check()


def test_it_is_off_until_it_is_switched_on(empty: Asked) -> None:
    dataset = KeptDataset(empty.database)
    assert build(Parts(Settings(), empty.door, dataset)) is None
    assert build(Parts(Settings(imdb_datasets=True), empty.door, dataset)) is not None
