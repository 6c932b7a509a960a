"""OMDb: refusals are texts, a spent quota is a state with an end, and no failure is ever "not found"."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import httpx2
import msgspec
import pytest
from pydantic import SecretStr

from cinegraph.domain.movies import Candidate, MovieRef, Rating
from cinegraph.offline.faults import Faults, parse_plan
from cinegraph.settings import Settings
from cinegraph.sources.base import OutOfQuota, Parts, SourceError, TryLater, Unusable
from cinegraph.sources.omdb import OMDb, build
from cinegraph.sources.omdb_films import Film, candidate
from tests.conftest import SHARED
from tests.sources.asking import Asking, searched

BARBIE = MovieRef("Barbie", imdb_id="tt1517268")
PRICE = Decimal("0.001")


class Asked(Asking):
    """OMDb behind a transport; `now` is its clock."""

    def __init__(self, transport: httpx2.AsyncBaseTransport, key: str = "offline", hour: int = 0) -> None:
        super().__init__(transport, "omdb")
        self.now = datetime(2026, 11, 21, 15, 30, tzinfo=UTC)
        self.omdb = OMDb(self.door, "http://x/omdb/", SecretStr(key), PRICE, hour, lambda: self.now)


@pytest.fixture
def offline(outside: Faults) -> Asked:
    return Asked(httpx2.ASGITransport(outside))


async def test_a_film_and_a_series_of_one_title_are_two_questions(offline: Asked) -> None:
    """The strategy says all that is asked beside title and year: by it the answer is remembered."""
    film, series = MovieRef("Fargo", years=(2014,)), MovieRef("Fargo", years=(2014,), kind="tvSeries")
    asked = [[dict(s.params) for s in offline.omdb.strategies(ref)] for ref in (film, series)]
    assert asked == [
        [{"type": "movie", "y": "2014"}, {"type": "movie"}],
        [{"type": "series", "y": "2014"}, {"type": "series"}],
    ]


def answering(body: Any, status: int = 200) -> Asked:
    """An OMDb that answers this and nothing else."""
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Asked(httpx2.MockTransport(lambda _: httpx2.Response(status, content=text)))


def refusing(text: str, status: int = 200) -> Asked:
    return answering({"Response": "False", "Error": text}, status)


async def told(**fields: object) -> Candidate:
    """The film that OMDb answers with these fields."""
    body = {"Title": "A", "Type": "movie", "imdbID": "tt1517268", "Response": "True"} | fields
    film = await answering(body).omdb.by_id(BARBIE)
    assert film is not None
    return film


async def test_a_film_by_its_id(offline: Asked) -> None:
    film = await offline.omdb.by_id(BARBIE)
    assert film is not None
    assert (film.imdb_id, film.title, film.year, film.kind) == ("tt1517268", "Barbie", 2023, "movie")
    assert (film.facts.runtime, film.facts.release_date, film.complete) == (114, date(2023, 7, 19), False)
    assert film.directors == ("Greta Gerwig",)
    assert [(c.name, c.tmdb_id, c.imdb_id) for c in film.credits if c.billing == 0] == [
        ("Margot Robbie", None, None)
    ]
    assert await offline.omdb.complete(film) == film
    (call,) = offline.calls
    assert (call.source, call.operation, call.identifier) == ("omdb", "movie_lookup", "tt1517268")


async def test_a_film_without_an_id_is_not_asked_by_id(offline: Asked) -> None:
    assert await offline.omdb.by_id(MovieRef("Barbie")) is None
    assert offline.requests == []


async def test_by_title_and_year_then_without(offline: Asked) -> None:
    assert [hit.imdb_id for hit in await searched(offline.omdb, MovieRef("Past Lives", years=(2023,)))]
    assert len(offline.requests) == 1
    assert await searched(offline.omdb, MovieRef("Past Lives", year=1931, years=(1931, 1932)))
    assert [request.url.params.get("y") for request in offline.requests] == ["2023", "1931", "1932", None]
    assert await searched(offline.omdb, MovieRef("No Such Film")) == ()


@pytest.mark.parametrize(
    ("kind", "asked"), [(None, "movie"), ("short", "movie"), ("tvSeries", "series"), ("tvEpisode", "episode")]
)
async def test_the_kind_is_asked_for(offline: Asked, kind: str | None, asked: str) -> None:
    await searched(offline.omdb, MovieRef("Barbie", kind=kind))
    assert offline.requests[0].url.params["type"] == asked


FIELDS: list[tuple[dict[str, object], str, object]] = [
    ({"Year": "2013–2020"}, "year", 2013),
    ({"Year": "2012–"}, "year", 2012),
    ({"Year": "N/A"}, "year", None),
    ({"Type": "series"}, "kind", "tv"),
    ({"Type": "episode"}, "kind", "tv_episode"),
    ({"Type": "game"}, "kind", "game"),
    ({"Genre": "Action, Drama"}, "genres", ("Action", "Drama")),
    ({"Genre": "N/A"}, "genres", ()),
    ({"Actors": "N/A", "Director": "N/A"}, "credits", ()),
]


@pytest.mark.parametrize(("fields", "name", "value"), FIELDS, ids=[str(f[0]) for f in FIELDS])
async def test_its_strings_become_values(fields: dict[str, object], name: str, value: object) -> None:
    assert getattr(await told(**fields), name) == value


FACTS: list[tuple[dict[str, object], str, object]] = [
    ({"BoxOffice": "$291,045,518"}, "box_office", 291_045_518),
    ({"BoxOffice": "N/A"}, "box_office", None),
    ({"BoxOffice": "$291,045,518"}, "revenue", None),
    ({"Runtime": "1,440 min"}, "runtime", 1440),
    ({"Runtime": "2 h 10 min"}, "runtime", None),
    ({"Runtime": "N/A"}, "runtime", None),
    ({"Released": "14 Jun 2013"}, "release_date", date(2013, 6, 14)),
    ({"Released": "31 Feb 2013"}, "release_date", None),
    ({"Released": "N/A"}, "release_date", None),
    ({"Rated": "PG-13"}, "rated", "PG-13"),
    ({"Rated": "N/A"}, "rated", ""),
    ({"Awards": "Won 1 Oscar."}, "awards", "Won 1 Oscar."),
]


@pytest.mark.parametrize(("fields", "name", "value"), FACTS, ids=[f"{f[0]} {f[1]}" for f in FACTS])
async def test_its_facts(fields: dict[str, object], name: str, value: object) -> None:
    assert getattr((await told(**fields)).facts, name) == value


RATINGS: list[tuple[dict[str, object], tuple[Rating, ...]]] = [
    (
        {
            "Ratings": [
                {"Source": "Internet Movie Database", "Value": "7.1/10"},
                {"Source": "Rotten Tomatoes", "Value": "56%"},
                {"Source": "Metacritic", "Value": "55/100"},
                {"Source": "A Newspaper", "Value": "four stars"},
            ],
            "imdbVotes": "809,805",
            "imdbRating": "7.0",
        },
        (Rating("imdb", 7.1, 809_805), Rating("metacritic", 55.0), Rating("rotten_tomatoes", 56.0)),
    ),
    (
        {"imdbRating": "7.2", "imdbVotes": "501,628", "Metascore": "55"},
        (Rating("imdb", 7.2, 501_628), Rating("metacritic", 55.0)),
    ),
    ({"imdbRating": "N/A", "imdbVotes": "N/A", "Metascore": "N/A", "Ratings": []}, ()),
]


@pytest.mark.parametrize(("fields", "ratings"), RATINGS, ids=["list", "fields of old", "none"])
async def test_its_ratings(fields: dict[str, object], ratings: tuple[Rating, ...]) -> None:
    assert (await told(**fields)).ratings == ratings


@pytest.mark.parametrize("text", ["Movie not found!", "Incorrect IMDb ID.", "Error getting data."])
async def test_an_id_that_it_does_not_know(text: str) -> None:
    asked = refusing(text)
    assert await asked.omdb.by_id(BARBIE) is None
    assert [call.success for call in asked.calls] == [True], "it answered"


TEXTS: list[tuple[str, int, type[SourceError]]] = [
    ("Request limit reached!", 401, OutOfQuota),
    ("Request limit reached!", 200, OutOfQuota),
    ("Invalid API key!", 401, Unusable),
    ("No API key provided.", 401, Unusable),
    ("Something went wrong.", 200, TryLater),
    ("The service is unavailable.", 503, TryLater),
    ("Error getting data.", 500, TryLater),
    ("", 401, TryLater),
]


@pytest.mark.parametrize(("text", "status", "error"), TEXTS, ids=[f"{t[0]} {t[1]}" for t in TEXTS])
async def test_its_other_texts_are_no_answer(text: str, status: int, error: type[SourceError]) -> None:
    with pytest.raises(error):
        await refusing(text, status).omdb.by_id(BARBIE)


@pytest.mark.parametrize("text", ["Error getting data.", "Incorrect IMDb ID."])
async def test_what_is_said_of_ids_says_nothing_of_titles(text: str) -> None:
    with pytest.raises(TryLater):
        await searched(refusing(text).omdb, MovieRef("Barbie"))


BODIES: list[tuple[int, bytes, type[SourceError]]] = [
    (200, b'{"Title":"Barbie","Year":"20', TryLater),
    (200, b"<html>", TryLater),
    (401, b"<html>", TryLater),
    (200, b"{}", TryLater),
    (200, b'{"Response":"True","Title":1}', Unusable),
]


@pytest.mark.parametrize(("status", "body", "error"), BODIES, ids=[str(b[1]) for b in BODIES])
async def test_no_odd_answer_is_not_found(status: int, body: bytes, error: type[SourceError]) -> None:
    with pytest.raises(error):
        await answering(body, status).omdb.by_id(BARBIE)


@pytest.mark.parametrize(
    ("hour", "until"),
    [(0, datetime(2026, 11, 22, tzinfo=UTC)), (18, datetime(2026, 11, 21, 18, tzinfo=UTC))],
)
async def test_a_spent_quota_ends_at_a_known_moment(outside: Faults, hour: int, until: datetime) -> None:
    """Lesson 30: a spent quota is HTTP 401; pause until it renews, and ask nothing before."""
    outside.plan = parse_plan("omdb:quota*1")
    asked = Asked(httpx2.ASGITransport(outside), hour=hour)
    for _ in range(2):
        with pytest.raises(OutOfQuota, match="spent until 2026-11-2") as raised:
            await asked.omdb.by_id(BARBIE)
        assert raised.value.until == until
    assert [call.success for call in asked.calls] == [False]
    asked.now = until
    assert await asked.omdb.by_id(BARBIE)


async def test_check_tells_a_refused_key_and_never_the_key(outside: Faults) -> None:
    await Asked(httpx2.ASGITransport(outside)).omdb.check()
    asked = Asked(httpx2.ASGITransport(outside), key="s3cr3t")
    with pytest.raises(Unusable, match="CINEGRAPH_OMDB_KEY") as raised:
        await asked.omdb.check()
    assert "s3cr3t" not in str(raised.value) + str(asked.calls)
    assert asked.requests[0].url.params["apikey"] == "s3cr3t"


@pytest.mark.parametrize(
    ("settings", "built"),
    [({"omdb": True, "omdb_key": "x"}, True), ({"omdb": True}, False), ({"omdb_key": "x"}, False)],
)
def test_built_from_settings(settings: dict[str, Any], built: bool) -> None:
    nobody: Any = None  # not asked here
    source = build(Parts(Settings(**settings), nobody, nobody))
    assert (source is not None) is built
    assert source is None or source.price_usd == PRICE


@pytest.mark.shared
def test_recorded_films_are_read() -> None:
    paths = sorted((SHARED / "recorded" / "omdb").glob("*Man_of_Steel_plot*")) + sorted(
        (SHARED / "recorded" / "omdb").glob("*_i_tt0770828_*")
    )
    films = [candidate(msgspec.json.decode(path.read_bytes(), type=Film)) for path in paths]
    assert len(films) == 3
    assert {(f.title, f.imdb_id, f.year, f.kind) for f in films} == {
        ("Man of Steel", "tt0770828", 2013, "movie")
    }
    assert all(f.directors == ("Zack Snyder",) and f.facts.runtime == 143 and f.ratings for f in films)
    newest = films[-1]
    assert newest.ratings == (
        Rating("imdb", 7.1, 809_805),
        Rating("metacritic", 55.0),
        Rating("rotten_tomatoes", 56.0),
    )
    assert newest.facts.box_office == 291_045_518


@pytest.mark.shared
async def test_a_recorded_absence_is_one() -> None:
    path = SHARED / "recorded" / "omdb" / "omdbapi.com_i_tt9999999_plot_short.200.2020-05-09.json"
    assert await answering(path.read_bytes()).omdb.by_id(BARBIE) is None
