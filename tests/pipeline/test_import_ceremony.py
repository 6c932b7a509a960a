"""A ceremony, end to end, against the offline world: nothing lost, nothing invented, nothing asked twice."""

import gzip
import hashlib
import subprocess
from pathlib import Path

import pytest
from psycopg import AsyncConnection

from cinegraph.offline.faults import Faults
from tests.conftest import IMPORTING, SHARED, Program, count
from tests.pipeline.importing import REAL, Work, imported, offline_pages, saved
from tests.rows import dump


async def test_the_whole_of_it(program: Program, work: Work, conn: AsyncConnection) -> None:
    async with program() as built:
        told = await imported(built, work)
    assert (told.state, told.balanced) == ("finished", True)
    assert (told.seen, told.stored, told.winners) == (120, 120, 23)
    assert (told.films, told.full, told.minimal, told.stub, told.review, told.pending) == (53, 50, 0, 3, 0, 0)
    assert (told.named, told.with_id) == (205, 205)
    assert told.calls == {"imdb": 1, "oscars": 1, "tmdb": 63}
    left = "select count(*) from procrastinate_jobs where status <> 'succeeded' and queue_name = any(%s)"
    assert await count(conn, left, list(IMPORTING)) == 0
    assert await count(conn, "select count(*) from movie_credits") > 300


async def test_one_call_for_a_film_that_tmdb_has(program: Program, work: Work, conn: AsyncConnection) -> None:
    """The check of the key, one call for each of 50 films; the three that it lacks are searched for by title too."""
    async with program() as built:
        await imported(built, work)
    calls = await (
        await conn.execute(
            """
            select metadata ->> 'strategy', count(*), bool_and(success) from api_lookup_metrics
            where source = 'tmdb' group by 1 order by 1
            """
        )
    ).fetchall()
    assert calls == [
        ("tmdb_configuration", 1, True),
        ("tmdb_find_by_imdb_id", 3, True),
        ("tmdb_movie_by_imdb_id", 53, False),
        ("tmdb_search_title", 3, True),
        ("tmdb_search_title_year", 3, True),
    ]


async def test_every_call_says_what_it_was_for_and_what_came_of_it(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        await imported(built, work)
    row = await (
        await conn.execute(
            "select source, operation, success, metadata from api_lookup_metrics where identifier = 'tt15398776'"
        )
    ).fetchone()
    assert row is not None
    assert row[:3] == ("tmdb", "movie_lookup", True)
    told = {k: v for k, v in row[3].items() if k not in ("movie_id", "import_id")}
    assert told == {
        "attempt": 1,
        "confidence": 1.0,
        "cost_usd": 0,
        "fallback_level": 1,
        "festival": "oscars_2024",
        "found_by": "tmdb",
        "import_type": "full",
        "movie_created": True,
        "movie_found": True,
        "source_hierarchy": ["tmdb"],
        "status": 200,
        "strategy": "tmdb_movie_by_imdb_id",
    }


async def test_without_lookup_nobody_is_asked(program: Program, work: Work, outside: Faults) -> None:
    async with program() as built:
        pages = await offline_pages(outside)
        outside.counts.clear()
        told = await imported(built, work, *pages.values(), lookup=False)
    assert (told.state, told.stored, told.stub, told.pending, told.calls) == ("finished", 120, 53, 0, {})
    assert outside.counts == {}


@pytest.mark.parametrize(("only", "with_id"), [("academy", 0), ("imdb", 205)])
async def test_one_account_alone_stores_all(
    program: Program, work: Work, outside: Faults, only: str, with_id: int
) -> None:
    async with program() as built:
        told = await imported(built, work, (await offline_pages(outside))[only], lookup=False)
    assert (told.stored, told.winners, told.films, told.named, told.with_id) == (120, 23, 53, 205, with_id)


async def test_the_academys_page_alone_finds_its_films_by_title(
    program: Program, work: Work, outside: Faults
) -> None:
    async with program() as built:
        told = await imported(built, work, (await offline_pages(outside))["academy"])
        again = await imported(built, work, (await offline_pages(outside))["academy"])
    assert told.state == "finished"
    assert told.full >= 45
    assert told.full + told.stub + told.review == 53
    assert (again.stored, again.full, again.calls) == (120, told.full, {})


@pytest.mark.shared
async def test_the_real_pages(program: Program, work: Work, conn: AsyncConnection) -> None:
    """Part 5: 130 stored, 120 aligned; again: the same rows, no call."""
    async with program() as built:
        told = await imported(built, work, *saved(*REAL))
        before = await dump(conn)
        await conn.rollback()
        again = await imported(built, work, *saved(*REAL))
    assert (told.seen, told.stored, told.films, told.named, told.with_id) == (130, 130, 53, 225, 225)
    assert (told.full, told.stub, told.pending) == (50, 3, 0)
    assert (again.state, again.stored, again.calls) == ("finished", 130, {})
    assert await dump(conn) == before


@pytest.mark.shared
@pytest.mark.parametrize(("page", "stored"), [(REAL[0], 120), (REAL[1], 130)])
async def test_one_real_page_alone(program: Program, work: Work, page: str, stored: int) -> None:
    async with program() as built:
        told = await imported(built, work, *saved(page), lookup=False)
    assert (told.seen, told.stored) == (stored, stored)


@pytest.mark.shared
def test_recorded_pages_are_not_in_the_repository() -> None:
    """Nothing of the shared data is committed, packed or not, under any name."""
    root = Path(__file__).parents[2]
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True).stdout
    ours = {_content(root / name) for name in tracked.decode().split("\0") if name}
    recorded = {_content(path): path.name for path in (SHARED / "pages").rglob("*") if path.is_file()}
    assert len(recorded) > 2
    assert [name for content, name in recorded.items() if content in ours] == []


def _content(path: Path) -> str:
    """The hash of what a file holds, unpacked and without the white space at its ends."""
    body = path.read_bytes() if path.is_file() else b""
    if body.startswith(b"\x1f\x8b"):
        body = gzip.decompress(body)
    return hashlib.sha256(body.strip()).hexdigest()
