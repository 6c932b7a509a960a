"""TMDb asked about people, as the offline world answers: by id, by name, whole."""

import httpx2
import pytest

from cinegraph.fetch.http import Call, Door
from cinegraph.fetch.pace import SharedPace
from cinegraph.offline.facts import Facts, person_number
from cinegraph.offline.tmdb import TOKEN
from cinegraph.offline.world import world
from cinegraph.sources.base import Unusable
from cinegraph.sources.tmdb import TMDb
from cinegraph.sources.tmdb_people import TMDbPeople


async def _asked(facts: Facts, calls: list[Call], token: str = TOKEN) -> TMDbPeople:
    async def record(call: Call) -> None:
        calls.append(call)

    async def take(_source: str, _rate: float) -> float:
        return 0.0

    client = httpx2.AsyncClient(transport=httpx2.ASGITransport(world(facts)))
    return TMDbPeople(
        TMDb(Door(client, SharedPace(take, {"tmdb": 0.0}), record, 1), "http://x/tmdb/3", token, None)
    )


async def test_by_id_by_name_and_whole(facts: Facts) -> None:
    calls: list[Call] = []
    people = await _asked(facts, calls)
    found = await people.person_by_id("nm1853964")
    assert found is not None
    assert (found.name, found.tmdb_id, found.imdb_id) == (
        "Adam Willis",
        person_number("Adam Willis"),
        "nm1853964",
    )
    assert await people.person_by_id("nm9999999") is None
    (listed,) = await people.people_called("Theodore Bialek")
    assert (listed.name, listed.read) == ("Theo Bialek", False), "found under another name"
    whole = await people.whole_person(listed)
    assert whole is not None
    assert (whole.read, whole.other_names) == (True, ("Theodore Bialek",))
    (guardians,) = whole.films
    assert (guardians.title, guardians.year, guardians.part.department) == (
        "Guardians of the Galaxy Vol. 3",
        2023,
        "Visual Effects",
    )
    assert await people.whole_person(type(listed)("tmdb", "Nobody", tmdb_id=1)) is None
    assert await people.people_called("Nobody Known") == ()
    assert {call.operation for call in calls} == {"person_lookup"}
    assert {call.source for call in calls} == {"tmdb"}


async def test_a_refused_key_needs_a_person(facts: Facts) -> None:
    people = await _asked(facts, [], token="wrong")
    with pytest.raises(Unusable, match="CINEGRAPH_TMDB_TOKEN"):
        await people.people_called("Theo Bialek")
