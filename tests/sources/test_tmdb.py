"""TMDb: what it is asked, what its answers mean, and that no failure is ever "not found"."""

import json
from pathlib import Path
from typing import Any

import httpx2
import msgspec
import pytest

from cinegraph.domain.movies import MovieRef
from cinegraph.offline.faults import Faults
from cinegraph.settings import Settings
from cinegraph.sources import tmdb_payloads as payload
from cinegraph.sources.base import Parts, Unusable
from cinegraph.sources.tmdb import TMDb, build
from cinegraph.sources.tmdb_films import candidate
from tests.conftest import SHARED
from tests.sources.asking import Asking

OPPENHEIMER = MovieRef("Oppenheimer", imdb_id="tt15398776")
EMPTY: dict[str, list[Any]] = {
    f"{kind}_results": [] for kind in ("movie", "person", "tv", "tv_episode", "tv_season")
}


class Asked(Asking):
    """TMDb behind a transport, with every request that was made."""

    def __init__(
        self, transport: httpx2.AsyncBaseTransport, token: str | None = "offline", key: str | None = None
    ) -> None:
        super().__init__(transport, "tmdb")
        self.tmdb = TMDb(self.door, "http://x/tmdb/3", token, key)


def answering(answers: dict[str, tuple[int, Any]]) -> httpx2.MockTransport:
    """A TMDb that knows these paths (after /tmdb/3), and nothing else."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        gone = (404, {"success": False, "status_code": 34, "status_message": "not found"})
        status, body = answers.get(request.url.path.removeprefix("/tmdb/3"), gone)
        return httpx2.Response(status, content=body if isinstance(body, bytes) else json.dumps(body).encode())

    return httpx2.MockTransport(answer)


@pytest.fixture
def offline(outside: Faults) -> Asked:
    return Asked(httpx2.ASGITransport(outside))


async def test_a_film_whose_id_is_known_is_one_request(offline: Asked) -> None:
    film = await offline.tmdb.by_id(OPPENHEIMER)
    assert film is not None
    assert len(offline.requests) == 1
    assert (film.imdb_id, film.tmdb_id, film.year, film.complete) == ("tt15398776", 872585, 2023, True)
    assert film.directors == ("Christopher Nolan",)
    assert ("Cillian Murphy", "J. Robert Oppenheimer") in {(c.name, c.character) for c in film.credits}
    assert film.facts.runtime == 181
    assert film.images


async def test_a_film_that_it_lacks_is_none_after_find_was_asked_too(offline: Asked) -> None:
    assert await offline.tmdb.by_id(MovieRef("Our Uniform", imdb_id="tt28058015")) is None
    assert [r.url.path for r in offline.requests] == ["/tmdb/3/movie/tt28058015", "/tmdb/3/find/tt28058015"]


async def test_a_film_without_an_id_is_not_asked_by_id(offline: Asked) -> None:
    assert await offline.tmdb.by_id(MovieRef("Oppenheimer")) is None
    assert offline.requests == []


async def test_by_the_ids_that_others_have_told(offline: Asked) -> None:
    film = await offline.tmdb.by_id(MovieRef("Past Lives", tmdb_id=666277))
    assert film is not None
    assert (film.imdb_id, film.complete) == ("tt13238346", True)
    listed = {"id": 666277, "title": "Past Lives"}
    asked = Asked(answering({"/find/Q1": (200, EMPTY | {"movie_results": [listed]})}))
    assert await asked.tmdb.by_id(MovieRef("Past Lives", wikidata_id="Q1")) is None, "its record is gone"
    assert [r.url.params.get("external_source") for r in asked.requests] == ["wikidata_id", None]


FIND: list[tuple[str, dict[str, Any], tuple[str, str] | None]] = [
    (
        "tv",
        {"tv_results": [{"id": 1396, "name": "Breaking Bad", "first_air_date": "2008-01-20"}]},
        ("tv", "tv/1396"),
    ),
    (
        "tv_episode",
        {"tv_episode_results": [{"id": 62161, "name": "Ozymandias"}]},
        ("tv_episode", "tv_episode/62161"),
    ),
    ("tv_season", {"tv_season_results": [{"id": 7, "name": "Season 1"}]}, ("tv_episode", "tv_episode/7")),
    ("person", {"person_results": [{"id": 2, "name": "Mark Hamill"}]}, None),
    ("nothing", {}, None),
]


@pytest.mark.parametrize(("_kind", "found", "expected"), FIND, ids=[f[0] for f in FIND])
async def test_find_answers_five_kinds(
    _kind: str, found: dict[str, Any], expected: tuple[str, str] | None
) -> None:
    """Lesson 17: a TV nominee was matched to an unrelated film."""
    asked = Asked(answering({"/find/tt0903747": (200, EMPTY | found)}))
    told = await asked.tmdb.by_id(MovieRef("Breaking Bad", imdb_id="tt0903747", kind="tvSeries"))
    assert (told and (told.kind, told.source_id)) == expected
    if told is not None:
        assert (told.tmdb_id, told.imdb_id, told.complete) == (None, "tt0903747", False)


async def test_find_leads_to_the_film_itself() -> None:
    movie = {"id": 8681, "title": "Taken", "imdb_id": "tt0936501", "release_date": "2008-02-18"}
    hit = {"movie_results": [{"id": 8681, "title": "Taken"}]}
    asked = Asked(answering({"/find/tt0936501": (200, EMPTY | hit), "/movie/8681": (200, movie)}))
    film = await asked.tmdb.by_id(MovieRef("Taken", imdb_id="tt0936501"))
    assert film is not None
    assert (film.tmdb_id, film.complete, film.year) == (8681, True, 2008)


async def test_token_goes_before_key() -> None:
    known = answering({"/movie/tt15398776": (200, {"id": 1, "title": "x"})})
    by_token, by_key = Asked(known, "t0ken", "k3y"), Asked(known, None, "k3y")
    await by_token.tmdb.by_id(OPPENHEIMER)
    await by_key.tmdb.by_id(OPPENHEIMER)
    assert by_token.requests[0].headers["authorization"] == "Bearer t0ken"
    assert "api_key" not in by_token.requests[0].url.params
    assert by_key.requests[0].url.params["api_key"] == "k3y"


async def test_check_tells_a_refused_key(outside: Faults) -> None:
    await Asked(httpx2.ASGITransport(outside)).tmdb.check()
    with pytest.raises(Unusable, match="CINEGRAPH_TMDB_TOKEN"):
        await Asked(httpx2.ASGITransport(outside), token="another").tmdb.check()


@pytest.mark.parametrize(
    ("settings", "built"),
    [
        ({"tmdb_token": "x"}, True),
        ({"tmdb_key": "x"}, True),
        ({}, False),
        ({"tmdb": False, "tmdb_token": "x"}, False),
    ],
)
def test_built_from_settings(settings: dict[str, Any], built: bool) -> None:
    nobody: Any = None  # not asked here
    assert (build(Parts(Settings(**settings), nobody, nobody)) is not None) is built


def recorded(name: str) -> Path:
    return SHARED / "recorded" / "tmdb" / name


@pytest.mark.shared
def test_recorded_films_are_read() -> None:
    bodies = [path.read_bytes() for path in sorted(recorded("").glob("movie_*.json"))]
    films = [candidate(msgspec.json.decode(body, type=payload.Movie)) for body in bodies]
    assert len(films) == 20
    assert all(f.imdb_id and f.year and f.directors and f.complete for f in films)
    pulp = next(f for f in films if f.tmdb_id == 680)
    assert (pulp.title, pulp.imdb_id, pulp.year) == ("Pulp Fiction", "tt0110912", 1994)
    assert (len(pulp.credits), len(pulp.videos), pulp.facts.runtime) == (180, 36, 154)


@pytest.mark.shared
def test_recorded_finds_and_searches_are_read() -> None:
    found = msgspec.json.decode(
        recorded("find_tt0936501_external_source_imdb_id.200.2017-11-29.2.json").read_bytes(),
        type=payload.Found,
    )
    assert [hit.id for hit in found.movie_results] == [8681]
    series = msgspec.json.decode(
        recorded("find_81189_external_source_tvdb_id.200.json").read_bytes(), type=payload.Found
    )
    assert [hit.name for hit in series.tv_results] == ["Breaking Bad"]
    bodies = [p.read_bytes() for p in recorded("").glob("search_*.200.*.json")]
    hits = [msgspec.json.decode(body, type=payload.Hits) for body in bodies if body.startswith(b"{")]
    assert sum(len(page.results) for page in hits) > 100


@pytest.mark.shared
async def test_the_offline_world_answers_in_the_recorded_shape(outside: Faults) -> None:
    """Every key of a hit and of a film that was recorded stands in the offline world's answers too."""

    async def ask(path: str) -> Any:
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(outside)) as client:
            got = await client.get(f"http://x/tmdb/3{path}", headers={"Authorization": "Bearer offline"})
            return got.json()

    film = await ask("/movie/tt15398776?append_to_response=credits,videos")
    real = json.loads(recorded("movie_680.json").read_bytes())
    without = {"origin_country", "similar", "recommendations"}
    assert set(real) - without <= set(film)
    assert set(real["credits"]["crew"][0]) <= set(film["credits"]["crew"][0])
    assert set(real["credits"]["cast"][0]) - {"cast_id"} <= set(film["credits"]["cast"][0])
    hits = await ask("/search/movie?query=barbie")
    real_hits = json.loads(recorded("search_movie_query_The_Matrix.200.2016-03-07.0.json").read_bytes())
    assert set(real_hits) <= set(hits)
    assert set(real_hits["results"][0]) <= set(hits["results"][0])
    found = await ask("/find/tt15398776?external_source=imdb_id")
    assert set(
        json.loads(recorded("find_tt0936501_external_source_imdb_id.200.2016-03-07.0.json").read_bytes())
    ) == set(found)
