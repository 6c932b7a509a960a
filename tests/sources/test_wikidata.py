"""Wikidata: one query for many films, nothing guessed where it contradicts itself, silence when it wants silence."""

import asyncio
import json
from typing import Any

import httpx2
import pytest

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.offline.facts import Facts, FilmFacts
from cinegraph.offline.faults import Faults, parse_plan
from cinegraph.offline.world import world
from cinegraph.settings import Settings
from cinegraph.sources.base import Parts, SourceError, TryLater, Unusable
from cinegraph.sources.wikidata import MOST, Wikidata, build
from cinegraph.sources.wikidata_items import query
from tests.sources.asking import Asking

BARBIE = MovieRef("Barbie", imdb_id="tt1517268")
AGENT = "Tests (me@example.org)"
ENTITY = "http://www.wikidata.org/entity/"


class Asked(Asking):
    """Wikidata behind a transport; `now` is its clock, in seconds."""

    def __init__(self, transport: httpx2.AsyncBaseTransport, agent: str = AGENT) -> None:
        super().__init__(transport, "wikidata")
        self.now = 1000.0
        self.wikidata = Wikidata(self.door, "http://x/wikidata/sparql", agent, lambda: self.now)


@pytest.fixture
def offline(outside: Faults) -> Asked:
    return Asked(httpx2.ASGITransport(outside))


def row(
    what: str, value: str, item: str = "Q1", asked: str = "tt1", **more: dict[str, str]
) -> dict[str, Any]:
    """One statement as the query service writes it; "en:Title" is a text in English, "Q5" an item."""
    language, _, text = value.rpartition(":") if what.endswith(("label", "P1476")) else ("", "", value)
    term = {"type": "literal", "value": text} | ({"xml:lang": language} if language else {})
    if value.startswith("Q"):
        term = {"type": "uri", "value": ENTITY + value}
    return {
        "asked": {"type": "literal", "value": asked},
        "item": {"type": "uri", "value": ENTITY + item},
        "what": {"type": "literal", "value": what},
        "value": term,
        **more,
    }


async def told(*rows: dict[str, Any], ref: MovieRef | None = None) -> Candidate | None:
    """What the film is when these rows are the answer."""
    body = json.dumps({"head": {}, "results": {"bindings": rows}}).encode()
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, content=body))
    return await Asked(transport).wikidata.by_id(ref or MovieRef("x", imdb_id="tt1"))


async def test_a_film_by_its_imdb_id(offline: Asked) -> None:
    film = await offline.wikidata.by_id(BARBIE)
    assert film is not None
    assert (film.imdb_id, film.tmdb_id, film.letterboxd_id) == ("tt1517268", 346698, "barbie")
    assert film.wikidata_id == film.source_id == "Q9001517268"
    assert (film.title, film.original_title, film.year, film.kind) == ("Barbie", None, 2023, "movie")
    assert [(c.name, c.imdb_id, c.job) for c in film.credits] == [("Greta Gerwig", "nm1950086", "Director")]
    assert (film.complete, film.facts.alternative_titles) == (False, ())
    assert await offline.wikidata.complete(film) == film
    (call,) = offline.calls
    assert (call.operation, call.identifier, call.success) == ("movie_lookup", "tt1517268", True)
    assert call.metadata["strategy"] == "wikidata_by_imdb_id"


@pytest.mark.parametrize(
    "ref", [MovieRef("x", tmdb_id=346698), MovieRef("x", wikidata_id="Q9001517268", tmdb_id=1)]
)
async def test_a_film_by_what_else_is_known(offline: Asked, ref: MovieRef) -> None:
    film = await offline.wikidata.by_id(ref)
    assert film is not None
    assert (film.imdb_id, film.tmdb_id, film.wikidata_id) == ("tt1517268", 346698, "Q9001517268")


@pytest.mark.parametrize(
    "ref", [MovieRef("Barbie"), MovieRef("x", imdb_id='tt1" }'), MovieRef("x", wikidata_id="Q1 } #")]
)
async def test_what_is_no_id_is_not_asked(offline: Asked, ref: MovieRef) -> None:
    assert await offline.wikidata.by_id(ref) is None
    assert offline.requests == []


async def test_a_film_that_it_lacks_is_none(offline: Asked) -> None:
    assert await offline.wikidata.by_id(MovieRef("Our Uniform", imdb_id="tt28058015")) is None
    assert [call.success for call in offline.calls] == [True]


async def test_it_is_not_searched_by_title(offline: Asked) -> None:
    assert offline.wikidata.strategies(BARBIE) == ()


async def test_twelve_at_once_are_one_request(offline: Asked, facts: Facts) -> None:
    keys = list(facts.films)[:11]
    refs = [MovieRef("x", imdb_id=key) for key in (*keys, "tt0000000")]
    films = await asyncio.gather(*(offline.wikidata.by_id(ref) for ref in refs))
    assert [film and film.imdb_id for film in films] == [*keys, None]
    assert len(offline.requests) == 1
    assert offline.calls[0].identifier == f"{keys[0]} +11"


async def test_many_ids_are_a_query_for_each_200() -> None:
    many = {f"tt{n:07}": FilmFacts(f"tt{n:07}", n, f"Film {n}", released="1999-01-01") for n in range(1, 451)}
    asked = Asked(httpx2.ASGITransport(world(Facts(many))))
    films = await asked.wikidata.by_ids([*many, "tt9999999", "nonsense"])
    assert {key: film.tmdb_id for key, film in films.items()} == {k: f.tmdb_id for k, f in many.items()}
    assert len(asked.requests) == 3


def test_a_query_fits_into_an_address() -> None:
    request = httpx2.Request("GET", "http://x", params={"query": query("imdb_id", ["tt1234567890"] * MOST)})
    assert len(str(request.url)) < 8000


async def test_it_says_who_asks(offline: Asked) -> None:
    await offline.wikidata.check()
    assert offline.requests[0].headers["user-agent"] == AGENT


async def test_who_does_not_is_turned_away_and_keeps_away(outside: Faults) -> None:
    asked = Asked(httpx2.ASGITransport(outside), agent="nobody")
    with pytest.raises(TryLater, match="CINEGRAPH_USER_AGENT") as raised:
        await asked.wikidata.check()
    assert raised.value.after == 3600


async def test_two_items_for_one_id_say_only_what_both_say() -> None:
    film = await told(
        row("label", "en:Crash", "Q30"),
        row("P4947", "5", "Q30"),
        row("P577", "2004-09-10T00:00:00Z", "Q30"),
        row("P57", "Q7", "Q30", name={"type": "literal", "value": "A"}),
        row("label", "en:Crash, the series", "Q4"),
        row("P4947", "6", "Q4"),
        row("P577", "2008-10-17T00:00:00Z", "Q4"),
        row("P6127", "crash", "Q4"),
    )
    assert film is not None
    assert (film.source_id, film.wikidata_id, film.tmdb_id, film.year) == ("Q4", None, None, None)
    assert (film.imdb_id, film.letterboxd_id, film.credits) == ("tt1", "crash", ())
    assert film.titles == ("Crash, the series", "Crash")


async def test_two_tmdb_numbers_are_none() -> None:
    film = await told(row("label", "en:A"), row("P4947", "5"), row("P4947", "6"))
    assert film is not None
    assert (film.wikidata_id, film.tmdb_id) == ("Q1", None)


async def test_an_item_of_two_imdb_ids_does_not_say_whose_the_rest_is() -> None:
    rows = (
        row("label", "en:A"),
        row("P4947", "5"),
        row("P6127", "a"),
        row("P345", "tt1"),
        row("P345", "tt2"),
    )
    film = await told(*rows)
    assert film is not None
    assert (film.imdb_id, film.tmdb_id, film.letterboxd_id) == ("tt1", None, None)
    by_number = await told(*(one | {"asked": {"value": "5"}} for one in rows), ref=MovieRef("x", tmdb_id=5))
    assert by_number is not None
    assert by_number.imdb_id is None


async def test_its_titles() -> None:
    film = await told(
        row("label", "mul:Amélie (mul)"), row("label", "en:Amélie"), row("P1476", "fr:Le Fabuleux Destin")
    )
    assert film is not None
    assert (film.title, film.original_title) == ("Amélie", "Le Fabuleux Destin")
    assert film.facts.alternative_titles == ("Amélie (mul)",)
    other = await told(row("other_label", "ko:기생충"))
    assert other is not None
    assert other.title == "기생충"
    assert await told(row("P4947", "5")) is None, "an item without a title tells of no film"


async def test_the_earliest_year_and_no_unknown_date() -> None:
    unknown = row("P577", "x") | {
        "value": {"type": "uri", "value": "http://www.wikidata.org/.well-known/genid/1"}
    }
    dates = ("2010-05-01T00:00:00Z", "2009-01-01T00:00:00Z", "-0001-01-01T00:00:00Z")
    film = await told(row("label", "en:A"), unknown, *(row("P577", date) for date in dates))
    assert film is not None
    assert film.year == 2009


KINDS = [
    (["Q11424"], "movie"),
    ([], "movie"),
    (["Q999"], "movie"),
    (["Q24862"], "short"),
    (["Q5398426"], "tv"),
    (["Q5398426", "Q1259759"], "tv"),
    (["Q21191270"], "tv_episode"),
    (["Q5398426", "Q11424"], "movie"),
]


@pytest.mark.parametrize(("classes", "kind"), KINDS, ids=[f"{c}" for c, _ in KINDS])
async def test_its_kind(classes: list[str], kind: str) -> None:
    """Lesson 17: a TV nominee was matched to an unrelated film."""
    film = await told(row("label", "en:A"), *(row("P31", one) for one in classes))
    assert film is not None
    assert film.kind == kind


async def test_a_director_is_one_credit_whatever_is_said_of_them() -> None:
    film = await told(
        row("label", "en:A"),
        row("P57", "Q7", name={"type": "literal", "value": "多", "xml:lang": "mul"}, imdb={"value": "nm1"}),
        row("P57", "Q7", name={"type": "literal", "value": "B", "xml:lang": "en"}, imdb={"value": "nm2"}),
        row("P57", "Q8", name={"type": "literal", "value": "C", "xml:lang": "en"}, imdb={"value": "nm3"}),
        row("P57", "Q9"),
    )
    assert film is not None
    assert [(c.name, c.imdb_id) for c in film.credits] == [("B", None), ("C", "nm3")]


async def test_a_wait_that_it_names_is_kept(outside: Faults) -> None:
    """Who ignores Retry-After is shut out for a day: nobody asks before."""
    outside.plan = parse_plan("wikidata:429=900*1")
    asked = Asked(httpx2.ASGITransport(outside))
    with pytest.raises(TryLater) as raised:
        await asked.wikidata.by_id(BARBIE)
    assert raised.value.after == 900
    asked.now += 899
    with pytest.raises(TryLater, match="1 more second") as waiting:
        await asked.wikidata.by_id(BARBIE)
    assert waiting.value.after == 1
    assert len(asked.requests) == 1
    asked.now += 1
    assert await asked.wikidata.by_id(BARBIE)


SILENCES = [("wikidata:429", 60.0), ("wikidata:timeout", 60.0), ("wikidata:500", None)]


@pytest.mark.parametrize(("plan", "after"), SILENCES)
async def test_how_long_to_wait(outside: Faults, plan: str, after: float | None) -> None:
    outside.plan = parse_plan(plan)
    asked = Asked(httpx2.ASGITransport(outside))
    with pytest.raises(TryLater) as raised:
        await asked.wikidata.by_id(BARBIE)
    assert raised.value.after == after
    outside.plan = []
    asked.now += after or 0.0
    assert await asked.wikidata.by_id(BARBIE)


BODIES: list[tuple[int, bytes, type[SourceError]]] = [
    (200, b'{"results": {"bindings": [', TryLater),
    (200, b'{"results": {}}', Unusable),
    (200, b'{"results": {"bindings": []}} java.util.concurrent.TimeoutException', TryLater),
    (404, b"<html>", TryLater),
    (400, b"SPARQL-QUERY: MalformedQueryException", Unusable),
    (502, b"", TryLater),
]


@pytest.mark.parametrize(("status", "body", "error"), BODIES, ids=[str(b[1][:30]) for b in BODIES])
async def test_no_odd_answer_is_not_found(status: int, body: bytes, error: type[SourceError]) -> None:
    asked = Asked(httpx2.MockTransport(lambda _: httpx2.Response(status, content=body)))
    with pytest.raises(error):
        await asked.wikidata.by_id(BARBIE)


@pytest.mark.parametrize(("settings", "built"), [({}, True), ({"wikidata": False}, False)])
def test_built_from_settings(settings: dict[str, Any], built: bool) -> None:
    nobody: Any = None  # not asked here
    assert (build(Parts(Settings(**settings), nobody, nobody)) is not None) is built
