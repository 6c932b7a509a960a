"""The outside world in a box: it answers as the real one, and fails as it is told to."""

import gzip
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn

from cinegraph.fetch.http import Call, Door, NoAnswer, Request
from cinegraph.fetch.pace import SharedPace
from cinegraph.offline.facts import Facts, FactsUnreadable, catalogue_facts, own_facts
from cinegraph.offline.faults import KINDS, SERVICES, BadPlan, Faults, parse_plan
from cinegraph.offline.serve import WorldUnavailable, own_world, read_facts
from cinegraph.offline.world import world
from cinegraph.pages import recognise
from tests.conftest import SHARED

KEY = {"Authorization": "Bearer offline"}


async def get(outside: Faults, path: str, **headers: str) -> httpx2.Response:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(outside)) as client:
        return await client.get(f"http://x{path}", headers=headers or KEY)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/oscars/oscars/ceremonies/2024", "oscars_ceremony"),
        ("/imdb/event/ev0000003/2024/1/", "imdb_event"),
    ],
)
async def test_pages_are_those_that_we_read(outside: Faults, path: str, kind: str) -> None:
    page = await get(outside, path)
    known = recognise(page.text)
    told = known.ceremonies(page.text)[0]
    assert (known.KIND, len(told.categories), len(told.nominations), told.winners) == (kind, 23, 120, 23)


@pytest.mark.parametrize(
    "path",
    ["/oscars/oscars/ceremonies/2023", "/imdb/event/ev0000003/2023/1/", "/imdb/event/ev0000147/2024/1/"],
)
async def test_pages_that_there_are_not(outside: Faults, path: str) -> None:
    assert (await get(outside, path)).status_code == 404


TMDB: list[tuple[str, int, int]] = [
    ("/movie/tt15398776", 200, 0),
    ("/movie/872585", 200, 0),
    ("/movie/tt0000000", 404, 34),
    ("/movie/999999999", 404, 34),
    ("/movie/nonsense", 404, 6),
    ("/movie/872585?append_to_response=" + ",".join(f"a{i}" for i in range(21)), 400, 27),
    ("/find/tt15398776?external_source=imdb_id", 200, 0),
    ("/find/tt15398776?external_source=shoe_size", 400, 5),
    ("/search/movie?query=barbie", 200, 0),
    ("/search/movie?query=barbie&page=501", 400, 22),
    ("/configuration", 200, 0),
]


@pytest.mark.parametrize(("path", "status", "code"), TMDB, ids=[t[0][:40] for t in TMDB])
async def test_tmdb_says(outside: Faults, path: str, status: int, code: int) -> None:
    got = await get(outside, f"/tmdb/3{path}")
    assert got.status_code == status
    assert got.json().get("status_code", 0) == code


async def test_tmdb_wants_its_key(outside: Faults) -> None:
    for headers in ({"Authorization": "Bearer wrong"}, {"X": "y"}):
        got = await get(outside, "/tmdb/3/configuration", **headers)
        assert (got.status_code, got.json()["status_code"]) == (401, 7)
    assert (await get(outside, "/tmdb/3/configuration?api_key=offline", X="y")).status_code == 200


async def test_find_has_five_kinds_and_mostly_nothing(outside: Faults) -> None:
    found = (await get(outside, "/tmdb/3/find/tt28058015?external_source=imdb_id")).json()
    assert found == {f"{k}_results": [] for k in ("movie", "person", "tv", "tv_episode", "tv_season")}


OMDB: list[tuple[str, int, dict[str, str]]] = [
    ("i=tt15398776&apikey=offline", 200, {"Title": "Oppenheimer", "Year": "2023", "imdbID": "tt15398776"}),
    ("t=Past+Lives&y=2023&apikey=offline", 200, {"Title": "Past Lives", "Response": "True"}),
    ("t=Past+Lives&y=1931&apikey=offline", 200, {"Error": "Movie not found!"}),
    ("i=tt0000000&apikey=offline", 200, {"Error": "Error getting data."}),
    ("i=nonsense&apikey=offline", 200, {"Error": "Incorrect IMDb ID."}),
    ("i=tt15398776&apikey=wrong", 401, {"Error": "Invalid API key!"}),
]


@pytest.mark.parametrize(("query", "status", "told"), OMDB, ids=[o[0] for o in OMDB])
async def test_omdb_says(outside: Faults, query: str, status: int, told: dict[str, str]) -> None:
    got = await get(outside, f"/omdb/?{query}")
    assert got.status_code == status
    assert told.items() <= got.json().items()


@pytest.mark.shared
async def test_omdb_answers_in_the_recorded_shape(outside: Faults) -> None:
    real = json.loads(
        (SHARED / "recorded/omdb/omdbapi.com_i_tt0770828_plot_short.200.2024-05-22.0.json").read_bytes()
    )
    ours = (await get(outside, "/omdb/?i=tt15398776&apikey=offline")).json()
    assert set(real) - {"Production", "Website"} <= set(ours)
    assert all(isinstance(value, str) for name, value in ours.items() if name != "Ratings")


FAULTS: list[tuple[str, str, int, dict[str, str]]] = [
    ("tmdb:429=7", "/tmdb/3/configuration", 429, {"retry-after": "7"}),
    ("tmdb:429", "/tmdb/3/configuration", 429, {}),
    ("tmdb:500", "/tmdb/3/configuration", 500, {}),
    ("tmdb:wrong-key", "/tmdb/3/configuration", 401, {}),
    ("tmdb:gone", "/tmdb/3/configuration", 404, {}),
    ("imdb:challenge", "/imdb/event/ev0000003/2024/1/", 202, {"x-amzn-waf-action": "challenge"}),
    ("omdb:quota", "/omdb/?i=tt1&apikey=offline", 401, {}),
    ("omdb:wrong-key", "/omdb/?i=tt1&apikey=offline", 401, {}),
    ("all:500", "/oscars/oscars/ceremonies/2024", 500, {}),
]


@pytest.mark.parametrize(("plan", "path", "status", "headers"), FAULTS, ids=[f[0] for f in FAULTS])
async def test_faults_on_demand(
    outside: Faults, plan: str, path: str, status: int, headers: dict[str, str]
) -> None:
    outside.plan = parse_plan(plan)
    got = await get(outside, path)
    assert got.status_code == status
    assert headers.items() <= dict(got.headers).items()
    assert ("retry-after" in got.headers) == ("retry-after" in headers)


async def test_a_spent_quota_is_told_in_omdbs_words(outside: Faults) -> None:
    """Lesson 30: HTTP 401 "Request limit reached!" is a quota, not a wrong key."""
    outside.plan = parse_plan("omdb:quota")
    assert (await get(outside, "/omdb/?i=tt1")).json()["Error"] == "Request limit reached!"


async def test_a_fault_happens_so_often_and_then_no_more(outside: Faults) -> None:
    outside.plan = parse_plan("tmdb:500*2")
    assert [(await get(outside, "/tmdb/3/configuration")).status_code for _ in range(3)] == [500, 500, 200]


async def test_a_fault_happens_to_a_share(outside: Faults) -> None:
    outside.plan = parse_plan("tmdb:500@0.25")
    struck = [(await get(outside, "/tmdb/3/configuration")).status_code for _ in range(200)].count(500)
    assert 30 <= struck <= 70


async def test_half_a_body_passes_for_a_whole_one(outside: Faults) -> None:
    outside.plan = parse_plan("tmdb:truncated")
    got = await get(outside, "/tmdb/3/configuration")
    assert got.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        got.json()


async def test_a_new_plan_while_it_runs(outside: Faults) -> None:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(outside)) as client:
        assert (await client.post("http://x/faults", content="tmdb:500")).status_code == 204
        assert (await client.get("http://x/tmdb/3/configuration", headers=KEY)).status_code == 500
        assert (await client.post("http://x/faults", content="tmdb:earthquake")).status_code == 400
        about: Any = (await client.get("http://x/")).json()
    assert about["requests"] == {"tmdb": 1}
    assert about["ceremonies"] == [2024]


@pytest.mark.parametrize("plan", ["tmdb", "tmdb:earthquake", "moon:500", "tmdb:500*x", "tmdb:500@a"])
def test_plans_that_cannot_be_shown(plan: str) -> None:
    with pytest.raises(BadPlan, match="no fault") as raised:
        parse_plan(plan)
    assert all(word in str(raised.value) for word in (*SERVICES, *KINDS))


@pytest.fixture
def listening(facts: Facts) -> Iterator[tuple[str, Faults]]:
    """The world on a real socket: connections can break there."""
    app = world(facts)
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
    sock = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
    thread.start()
    yield f"http://127.0.0.1:{sock.getsockname()[1]}", app
    server.should_exit = True
    thread.join()
    sock.close()


async def test_a_connection_that_breaks_is_no_answer(listening: tuple[str, Faults]) -> None:
    url, app = listening
    calls: list[Call] = []

    async def record(call: Call) -> None:
        calls.append(call)

    async def take(source: str, rate: float) -> float:
        return 0.0

    async with httpx2.AsyncClient() as client:
        door = Door(client, SharedPace(take, {"tmdb": 0.0}), record, attempts=3)
        request = Request("tmdb", "check", "x", f"{url}/tmdb/3/configuration", headers=KEY)
        app.plan = parse_plan("tmdb:reset")
        with pytest.raises(NoAnswer):
            await door.ask(request, lambda response: response.body)
        app.plan = parse_plan("tmdb:reset*1")
        assert b"images" in await door.ask(request, lambda response: response.body)
    assert [call.success for call in calls] == [False] * 4 + [True]


def test_a_world_of_its_own_ends_with_the_block() -> None:
    with own_world("tmdb:500") as url:
        assert httpx2.get(f"{url}/").json()["films"] == 53
        assert httpx2.get(f"{url}/tmdb/3/configuration").status_code == 500
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"{url}/")


def test_a_world_that_cannot_start_says_why() -> None:
    with pytest.raises(WorldUnavailable, match="no fault"), own_world("nonsense"):
        pass


def test_the_facts_are_whole() -> None:
    facts = own_facts()
    (ceremony,) = facts.ceremonies.values()
    nominations = [n for category in ceremony.categories for n in category["nominations"]]
    assert (len(facts.films), len(ceremony.categories), len(nominations)) == (53, 23, 120)
    assert {n["film"] for n in nominations} == set(facts.films)
    assert {name for n in nominations for name in n.get("people", ())} == set(ceremony.people)
    assert sum(film.tmdb_id is None for film in facts.films.values()) >= 3
    assert all(film.directors and film.year for film in facts.films.values())


def test_a_catalogue_of_films(tmp_path: Path) -> None:
    rows = [
        {
            "imdb_id": "tt1",
            "tmdb_id": 7,
            "title": "One",
            "year": "1999",
            "director": "A",
            "cast": [{"name": "B"}],
        },
        {"imdb_id": "tt2", "tmdb_id": None, "title": "Two", "year": None},
        {"imdb_id": "tt3", "tmdb_id": 7, "title": "One again", "year": "1999"},
    ]
    path = tmp_path / "films.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in rows).encode()))
    facts = catalogue_facts(path)
    assert (facts.films["tt1"].released, facts.films["tt2"].year) == ("1999-01-01", "")
    assert facts.by_tmdb_id[7].imdb_id == "tt1"
    assert len(read_facts(path, None).films) == 56


@pytest.mark.parametrize("text", ['{"imdb_id": "tt1"}', "not json"])
def test_a_catalogue_that_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "films.jsonl").write_text(text)
    with pytest.raises(FactsUnreadable, match="line 1"):
        catalogue_facts(tmp_path / "films.jsonl")
    with pytest.raises(FactsUnreadable, match="cannot be read"):
        catalogue_facts(tmp_path / "missing.jsonl")
    with pytest.raises(FactsUnreadable, match=r"films\.toml"):
        own_facts(tmp_path)


@pytest.mark.shared
async def test_the_real_catalogue(outside: Faults) -> None:
    facts = catalogue_facts(SHARED / "catalogue" / "films.jsonl.gz")
    assert len(facts.films) == 77_523
    big = world(facts)
    got = (await get(big, "/tmdb/3/search/movie?query=the+matrix&primary_release_year=1999")).json()
    assert got["results"][0]["title"] == "The Matrix"
    assert (await get(big, "/tmdb/3/find/tt0133093?external_source=imdb_id")).json()["movie_results"][0][
        "id"
    ] == 603
