"""What cannot be imported is refused before anything is stored."""

import gzip
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.offline.faults import Faults
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.name_ceremonies import editions_of, find_organization
from cinegraph.pipeline.sort_pages import GivenPage
from tests.conftest import Program, count
from tests.pipeline.importing import Work, imported, offline_pages, saved


async def test_a_database_speaks_of_one_world(program: Program, work: Work) -> None:
    async with program() as built:
        await imported(built, work)
        real = Cinegraph(built.settings, replace(built.context, world="real"), built.jobs)
        with pytest.raises(Refused, match="offline world"):
            await imported(real, work)


YEARS = [
    ([1933], "held no ceremony in 1933"),
    ([1928], "began in 1929"),
    ([2031], "in the future"),
]


@pytest.mark.parametrize(("years", "reason"), YEARS)
async def test_years_that_cannot_be(program: Program, years: list[int], reason: str) -> None:
    async with program() as built, built.context.database.transaction() as conn:
        _, organization = await find_organization(conn, "AMPAS")
    with pytest.raises(Refused, match=reason):
        editions_of(organization, years, datetime(2026, 11, 21, tzinfo=UTC))


async def test_a_range_leaves_out_years_without_a_ceremony(program: Program) -> None:
    async with program() as built, built.context.database.transaction() as conn:
        _, organization = await find_organization(conn, "oscars")
    found = editions_of(organization, range(1930, 1935), datetime(2026, 11, 21, tzinfo=UTC))
    assert [str(e) for e in found] == ["1930", "1930/2", "1931", "1932", "1934"]


FOREIGN = [
    (b"no page at all", "no HTML page"),
    (gzip.compress(b"<html>" + b"x" * 5000)[:-30], "stops in the middle"),
    (b"<!DOCTYPE html><html><head><title>Weather</title></head><body></body></html>", "neither"),
]


@pytest.mark.parametrize(("body", "reason"), FOREIGN, ids=[r for _, r in FOREIGN])
async def test_given_files_that_are_no_page(
    program: Program, work: Work, body: bytes, reason: str, conn: AsyncConnection
) -> None:
    async with program() as built:
        with pytest.raises(Refused, match=reason) as raised:
            await imported(built, work, GivenPage("my file.html", body))
    assert str(raised.value).startswith("my file.html: ")
    assert (
        await count(conn, "select count(*) from imports")
        == await count(conn, "select count(*) from pages")
        == 0
    )


async def test_given_pages_of_another_year_or_twice(program: Program, work: Work, outside: Faults) -> None:
    async with program() as built:
        page = (await offline_pages(outside))["academy"]
        with pytest.raises(Refused, match="this page is of 2024, and 2023 was asked for"):
            await imported(built, work, page, year=2023)
        with pytest.raises(Refused, match="a second page of the same kind"):
            await imported(built, work, page, page)


@pytest.mark.shared
async def test_a_page_of_another_event(program: Program, work: Work) -> None:
    async with program() as built:
        with pytest.raises(Refused, match="of Cannes Film Festival"):
            await imported(built, work, *saved("imdb_event/derived-ev0000147-2023-1.html"), year=2023)
