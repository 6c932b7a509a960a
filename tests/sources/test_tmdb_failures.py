"""TMDb's failures: each is one of three ways to fail, and none is ever "not found"."""

from typing import Any

import httpx2
import pytest

from cinegraph.domain.movies import MovieRef
from cinegraph.offline.faults import Faults, parse_plan
from cinegraph.sources.base import SourceError, TryLater, Unusable
from tests.sources.asking import searched
from tests.sources.test_tmdb import EMPTY, OPPENHEIMER, Asked, answering

FAULTS: list[tuple[str, type[SourceError], int]] = [
    ("tmdb:429", TryLater, 2),
    ("tmdb:429=3600", TryLater, 1),
    ("tmdb:500", TryLater, 2),
    ("tmdb:truncated", TryLater, 2),
    ("tmdb:challenge", TryLater, 2),
    ("tmdb:wrong-key", Unusable, 1),
    ("tmdb:quota", TryLater, 2),
]


@pytest.mark.parametrize(("plan", "error", "calls"), FAULTS, ids=[f[0] for f in FAULTS])
async def test_no_fault_is_ever_not_found(
    outside: Faults, plan: str, error: type[SourceError], calls: int
) -> None:
    """Lesson 3: a 429, a timeout and a 500 were all read as "not found"."""
    outside.plan = parse_plan(plan)
    asked = Asked(httpx2.ASGITransport(outside))
    with pytest.raises(error):
        await asked.tmdb.by_id(OPPENHEIMER)
    assert [c.success for c in asked.calls] == [False] * calls


REFUSALS: list[tuple[int, int, type[SourceError] | None]] = [
    (401, 7, Unusable),
    (403, 10, Unusable),
    (401, 3, Unusable),
    (404, 34, None),
    (404, 6, None),
    (404, 0, Unusable),
    (404, 5, Unusable),
    (400, 27, Unusable),
    (200, 0, Unusable),
    (503, 9, TryLater),
    (500, 11, TryLater),
    (504, 24, TryLater),
    (502, 43, TryLater),
    (503, 46, TryLater),
    (429, 25, TryLater),
]


@pytest.mark.parametrize(("status", "code", "error"), REFUSALS)
async def test_its_codes(status: int, code: int, error: type[SourceError] | None) -> None:
    body = {"success": False, "status_code": code, "status_message": "said so"}
    asked = Asked(answering({"/movie/tt15398776": (status, body), "/find/tt15398776": (200, EMPTY)}))
    if error is None:
        assert await asked.tmdb.by_id(OPPENHEIMER) is None
    else:
        with pytest.raises(error):
            await asked.tmdb.by_id(OPPENHEIMER)


async def test_a_hit_that_has_vanished_is_none() -> None:
    """Its neighbours may still be the film."""
    listed = {"id": 9, "title": "Past Lives", "release_date": "2023-01-01"}
    asked = Asked(answering({"/search/movie": (200, {"results": [listed], "total_results": 1})}))
    (hit,) = await searched(asked.tmdb, MovieRef("Past Lives"))
    assert await asked.tmdb.complete(hit) is None


@pytest.mark.parametrize("body", [{}, {"message": "down for maintenance"}, {"results": None}])
async def test_an_answer_of_another_shape_is_no_miss(body: dict[str, Any]) -> None:
    """A miss is empty lists; a notice served as 200 says nothing about the film."""
    everywhere = {
        "/find/tt15398776": (200, body),
        "/search/movie": (200, body),
        "/configuration": (200, body),
    }
    asked = Asked(answering(everywhere))
    with pytest.raises(Unusable):
        await asked.tmdb.by_id(OPPENHEIMER)
    with pytest.raises(Unusable):
        await searched(asked.tmdb, MovieRef("Oppenheimer"))
    with pytest.raises(Unusable):
        await asked.tmdb.check()


async def test_a_wrong_address_is_told_as_such() -> None:
    asked = Asked(answering({}))
    with pytest.raises(Unusable, match="CINEGRAPH_TMDB_URL"):
        await asked.tmdb.check()


async def test_somebody_elses_404_is_no_answer() -> None:
    """A proxy that says 404 in its own words says nothing about the film."""
    asked = Asked(answering({"/movie/tt15398776": (404, b"<html>Not found</html>")}))
    with pytest.raises(TryLater):
        await asked.tmdb.by_id(OPPENHEIMER)


async def test_a_wait_that_it_names_is_passed_on(outside: Faults) -> None:
    outside.plan = parse_plan("tmdb:429=900")
    with pytest.raises(TryLater) as raised:
        await Asked(httpx2.ASGITransport(outside)).tmdb.by_id(OPPENHEIMER)
    assert raised.value.after == 900
