"""The offline Wikidata, and the films that the offline TMDb has without their IMDb id."""

from pathlib import Path
from typing import Any

import httpx2
import pytest

from cinegraph.offline.facts import Facts, FilmFacts, catalogue_facts, own_facts
from cinegraph.offline.faults import Faults, parse_plan
from cinegraph.offline.world import world
from cinegraph.sources.wikidata_items import query
from tests.conftest import SHARED

LACKED = {"tt20862526", "tt28058015", "tt29361805"}
HEADERS = {"User-Agent": "Tests (http://example.org)", "Accept": "application/sparql-results+json"}
HIDDEN = FilmFacts("tt0000042", 4242, "Hidden", released="1999-01-01", tmdb_lacks_imdb_id=True)


async def get(outside: Faults, path: str, headers: dict[str, str], **params: str) -> httpx2.Response:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(outside)) as client:
        return await client.get(f"http://x{path}", params=params, headers=headers)


async def asked(outside: Faults, text: str, **headers: str) -> httpx2.Response:
    return await get(outside, "/wikidata/sparql", HEADERS | headers, query=text)


async def rows(outside: Faults, text: str) -> list[dict[str, Any]]:
    got = await asked(outside, text)
    assert got.status_code == 200
    told: list[dict[str, Any]] = got.json()["results"]["bindings"]
    return told


async def test_it_answers_the_query_that_we_send(outside: Faults) -> None:
    told = await rows(outside, query("imdb_id", ["tt1517268", "tt0000000"]))
    assert {row["asked"]["value"] for row in told} == {"tt1517268"}
    assert {row["item"]["value"] for row in told} == {"http://www.wikidata.org/entity/Q9001517268"}
    assert {(row["what"]["value"], row["value"]["value"]) for row in told if "name" not in row} == {
        ("P345", "tt1517268"),
        ("P4947", "346698"),
        ("P6127", "barbie"),
        ("P1476", "Barbie"),
        ("P577", "2023-07-19T00:00:00Z"),
        ("P31", "http://www.wikidata.org/entity/Q11424"),
        ("label", "Barbie"),
    }
    assert [row["name"]["value"] for row in told if "name" in row] == ["Greta Gerwig"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SELECT ?item WHERE { ?item ?p ?o }",
        query("imdb_id", ["tt1517268"]).replace("P577", "P9999"),
        query("imdb_id", ["tt1517268"]).replace("wdt:P345 ?asked", "wdt:P999 ?asked"),
        query("imdb_id", ["tt1517268"]) + " LIMIT 1",
    ],
)
async def test_a_query_that_it_does_not_understand(outside: Faults, text: str) -> None:
    got = await asked(outside, text)
    assert got.status_code == 400
    assert "MalformedQueryException" in got.text


async def test_it_wants_to_know_who_asks_and_speaks_xml_if_not_told(outside: Faults) -> None:
    assert (
        await asked(outside, query("imdb_id", ["tt1"]), **{"User-Agent": "python-httpx2/2"})
    ).status_code == 403
    assert (await asked(outside, query("imdb_id", ["tt1"]), Accept="*/*")).text.startswith("<")


def test_it_lacks_what_tmdb_lacks_and_a_catalogue_lacks_nothing(tmp_path: Path) -> None:
    facts = own_facts()
    assert {key for key, film in facts.films.items() if not film.wikidata} == LACKED
    assert all(facts.films[key].tmdb_id is None for key in LACKED)
    (tmp_path / "films.jsonl").write_text(
        '{"imdb_id": "tt1", "tmdb_id": 7, "title": "One"}\n{"imdb_id": "tt2", "tmdb_id": null, "title": "Two"}\n'
        '{"imdb_id": "tt3", "tmdb_id": 9, "title": "Three", "tmdb_lacks_imdb_id": true, "wikidata": false}'
    )
    told = catalogue_facts(tmp_path / "films.jsonl").films.values()
    assert [(film.wikidata_id, film.tmdb_lacks_imdb_id) for film in told] == [
        ("Q9000000001", False),
        ("Q9000000002", False),
        (None, True),
    ]


@pytest.mark.shared
def test_every_film_has_an_item_of_its_own() -> None:
    facts = catalogue_facts(SHARED / "catalogue" / "films.jsonl.gz")
    assert len(facts.by_wikidata_id) == len(facts.films)


async def test_a_film_that_tmdb_has_without_its_imdb_id_is_found_over_wikidata() -> None:
    outside = world(Facts({HIDDEN.imdb_id: HIDDEN}))
    token = {"Authorization": "Bearer offline"}
    assert (await get(outside, "/tmdb/3/movie/tt0000042", token)).status_code == 404
    by_imdb = await get(outside, "/tmdb/3/find/tt0000042", token, external_source="imdb_id")
    assert by_imdb.json()["movie_results"] == []
    film = (await get(outside, "/tmdb/3/movie/4242", token, append_to_response="external_ids")).json()
    assert (film["title"], film["imdb_id"], film["external_ids"]["imdb_id"]) == ("Hidden", None, None)
    hits = (await get(outside, "/tmdb/3/search/movie", token, query="hidden")).json()["results"]
    assert [hit["id"] for hit in hits] == [4242]
    told = await rows(outside, query("imdb_id", ["tt0000042"]))
    assert {row["value"]["value"] for row in told if row["what"]["value"] == "P4947"} == {"4242"}


async def test_tmdb_finds_by_wikidata_id(outside: Faults) -> None:
    token = {"Authorization": "Bearer offline"}
    for key, hits in (("Q9001517268", [346698]), ("Q1", [])):
        found = await get(outside, f"/tmdb/3/find/{key}", token, external_source="wikidata_id")
        assert [hit["id"] for hit in found.json()["movie_results"]] == hits


FAULTS: list[tuple[str, int, str, str]] = [
    ("wikidata:429=7", 429, "7", "Too Many Requests"),
    ("wikidata:429", 429, "", "Too Many Requests"),
    ("wikidata:quota", 429, "", "banned"),
    ("wikidata:500", 500, "", "Internal"),
    ("wikidata:timeout", 500, "", "java.util.concurrent.TimeoutException"),
    ("wikidata:wrong-key", 403, "", "user-agent"),
    ("wikidata:gone", 404, "", "Not Found"),
]


@pytest.mark.parametrize(("plan", "status", "wait", "text"), FAULTS, ids=[f[0] for f in FAULTS])
async def test_its_faults(outside: Faults, plan: str, status: int, wait: str, text: str) -> None:
    outside.plan = parse_plan(plan)
    got = await asked(outside, query("imdb_id", ["tt1"]))
    assert (got.status_code, got.headers.get("retry-after", "")) == (status, wait)
    assert text in got.text


@pytest.mark.parametrize(("service", "path"), [("tmdb", "/tmdb/3/configuration"), ("omdb", "/omdb/")])
async def test_a_gateway_gives_up(outside: Faults, service: str, path: str) -> None:
    outside.plan = parse_plan(f"{service}:timeout")
    assert (await get(outside, path, {})).status_code == 504
