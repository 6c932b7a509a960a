"""What a catalogue has changed is read anew, once; a gap is bridged, and no film becomes another."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from psycopg import AsyncConnection

from cinegraph.offline.faults import Faults, parse_plan
from cinegraph.pipeline.context import Context, PutOff, Refused
from cinegraph.pipeline.read_changes import read_changes
from cinegraph.pipeline.refresh_movie import refresh_movie
from cinegraph.sources.base import Changes
from tests.conftest import Program
from tests.pipeline.rating import OPPENHEIMER, film, jobs, told
from tests.pipeline.shelf import Shelf, asking, value
from tests.pipeline.shelf import film as record


class Told:
    """Says that these films have changed, two on a page."""

    name = "tmdb"

    def __init__(self, *films: int) -> None:
        self.films = films
        self.asked: list[tuple[date, date, int]] = []

    async def changed(self, since: date, until: date, page: int) -> Changes:
        self.asked.append((since, until, page))
        return Changes(self.films[2 * page - 2 : 2 * page], -(-len(self.films) // 2))


def telling(context: Context, told: Told) -> Context:
    return replace(context, changing=told)


async def kept(conn: AsyncConnection, number: int, days_ago: float) -> int:
    """A full film of TMDb's, told so many days ago."""
    movie = await film(conn, f"tt{number:07}", f"Film {number}", 2000, tmdb_id=number)
    await told(conn, movie, days_ago, "tmdb")
    return movie


async def test_every_page_is_read_and_our_films_get_a_job(program: Program, conn: AsyncConnection) -> None:
    async with program() as built:
        asked = Told(91, 2, 92, 1, 93)
        context = telling(built.context, asked)
        assert await read_changes(context) is None, "nothing is here that could have changed"
        one, two, other = [await kept(conn, number, 3) for number in (1, 2, 3)]
        rehearsed = await read_changes(context, rehearse=True)
        assert rehearsed is not None
        assert (rehearsed.told, rehearsed.ours, list(rehearsed.jobs)) == (5, 2, [one, two])
        assert await jobs(conn, "refresh_movie") == []
        asked.asked.clear()
        read = await read_changes(context, limit=1)
        assert read is not None
        assert (list(read.jobs), read.older) == ([one], 0)
        today = datetime.now(UTC).date()
        assert asked.asked == [(today - timedelta(days=3), today, page) for page in (1, 2, 3)]
        asked.films = ()
        again = await read_changes(context)
        assert again is not None
        assert list(again.jobs) == [two], "left over from last time; the first has a job"
        assert asked.asked[-1][0] == today, "since last time"
        assert {job[1] for job in await jobs(conn, "refresh_movie")} == {0}
        assert await value(conn, "select changed_at is null from movie_records where movie_id = %s", other)


async def test_a_gap_that_nobody_can_tell_of_is_bridged(program: Program, conn: AsyncConnection) -> None:
    async with program() as built:
        context = telling(built.context, Told(1))
        changed, old, young = [await kept(conn, number, days) for number, days in ((1, 5), (2, 100), (3, 5))]
        read = await read_changes(context)
        assert read is not None
        assert (read.since, read.older, set(read.jobs)) == (
            (datetime.now(UTC) - timedelta(days=14)).date(),
            1,
            {changed, old},
        )
        assert young not in read.jobs


async def test_no_answer_is_no_progress(program: Program, conn: AsyncConnection, outside: Faults) -> None:
    async with program(http_attempts=1) as built:
        await kept(conn, 1, 3)
        outside.plan = parse_plan("tmdb:500")
        with pytest.raises(PutOff):
            await read_changes(built.context)
        assert await value(conn, "select count(*) from source_changes") == 0


async def test_a_changed_film_is_read_anew(program: Program, conn: AsyncConnection) -> None:
    """From the offline world: its record is asked for although it is remembered, and its pairs and ratings follow."""
    async with program(omdb_ratings=True) as built:
        movie = await film(conn, OPPENHEIMER, tmdb_id=872585)
        await told(conn, movie, 3, "tmdb")
        read = await read_changes(built.context)
        assert read is not None
        assert list(read.jobs) == [movie]
        for _ in range(2):
            await refresh_movie(built.context, movie)
        assert await value(conn, "select import_type, title from movies") == ("full", "Oppenheimer")
        assert await value(conn, "select count(*) from movie_credits") > 5
        assert await value(conn, "select count(*) from films_to_refresh") == 0
        calls = "select count(*) from api_lookup_metrics where operation = 'movie_lookup'"
        assert await value(conn, calls) == 1
        assert len(await jobs(conn, "build_collaborations")) == len(await jobs(conn, "enrich_movie")) == 1


async def test_a_number_that_is_another_film_now_changes_nothing(
    program: Program, conn: AsyncConnection
) -> None:
    async with program() as built:
        shelf = Shelf(name="tmdb")
        found = record(1, "Another", 2000, source="tmdb", imdb_id="tt0000009")
        answers = [found, None, replace(found, imdb_id="tt0000001", title="A")]

        async def by_id(_: object) -> object:
            return answers.pop(0)

        shelf.by_id = by_id  # type: ignore[method-assign, assignment]
        context = asking(built, shelf).context
        movie = await kept(conn, 1, 3)
        await conn.execute("update movie_records set changed_at = now()")
        await conn.commit()
        with pytest.raises(Refused, match="tmdb 1 is tt0000009 now"):
            await refresh_movie(context, movie)
        assert await value(conn, "select title from movies") == "Film 1"
        await refresh_movie(context, movie)
        gone = (
            "select m.title, m.import_type, r.found from movies m join movie_records r on r.movie_id = m.id"
        )
        assert await value(conn, gone) == ("Film 1", "full", False), (
            "it is there no longer: what was told stays"
        )
        await conn.execute("update movie_records set changed_at = now()")
        await conn.commit()
        await refresh_movie(context, movie)
        assert await value(conn, gone) == ("A", "full", True)
