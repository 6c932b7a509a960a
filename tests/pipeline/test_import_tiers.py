"""A ceremony whose films are looked for in more than one catalogue."""

from psycopg import AsyncConnection

from cinegraph.offline.faults import Faults, parse_plan
from tests.conftest import Program, count
from tests.pipeline.importing import Work, imported
from tests.rows import dump


async def test_what_tmdb_lacks_is_asked_of_wikidata_too(program: Program, work: Work) -> None:
    """The offline Wikidata lacks the three films as well; it is asked in one to three queries, as they come."""
    async with program(wikidata=True) as built:
        told = await imported(built, work)
        again = await imported(built, work)
    assert (told.films, told.full, told.minimal, told.stub, told.pending) == (53, 50, 0, 3, 0)
    assert told.calls.pop("wikidata") in range(2, 5)
    assert told.calls == {"imdb": 1, "oscars": 1, "tmdb": 63}
    assert (again.state, again.calls) == ("finished", {})


async def test_what_the_free_ones_lack_omdb_may_have(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program(wikidata=True, omdb=True) as built:
        told = await imported(built, work)
    assert (told.films, told.full, told.minimal, told.stub, told.pending) == (53, 50, 3, 0, 0)
    assert told.calls["omdb"] == 4
    minimal = [film for film in (await dump(conn))["movies"] if film[7] == "minimal"]
    assert all(film[6]["omdb"]["directors"] for film in minimal)
    assert {tuple(film[9]) for film in minimal} == {("tmdb", "wikidata", "omdb")}


async def test_a_catalogue_that_is_down_leaves_what_the_others_lack_pending(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    """Rule 4: nobody may say "not found" while one of them did not answer."""
    outside.plan = parse_plan("wikidata:500")
    async with program(wikidata=True) as built:
        told = await imported(built, work)
    assert (told.full, told.stub, told.pending) == (50, 0, 3)
    assert "Wikidata did not answer" in (told.put_off or "")
    assert await count(conn, "select count(*) from movies where ask_again_at is not null") == 0
