"""Wikidata as one more account of a ceremony: it confirms, fills up, disagrees aloud, and is asked for by a setting."""

import httpx2
import pytest
from psycopg import AsyncConnection

from cinegraph import data
from cinegraph.domain.festivals import Edition, Organization
from cinegraph.offline.faults import Faults, parse_plan
from cinegraph.pages import wikidata_awards
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.pipeline.request_import import request_imports
from cinegraph.pipeline.sort_pages import GivenPage
from tests.conftest import Program, count
from tests.pipeline.importing import Work, imported, offline_pages

OSCARS, CANNES = (next(o for o in data.organizations() if o.slug == slug) for slug in ("oscars", "cannes"))


async def saved_answer(outside: Faults, organization: Organization = OSCARS) -> GivenPage:
    """The offline world's answer, as a file."""
    question = wikidata_awards.path(organization, Edition(2024)) or ""
    headers = {"User-Agent": "Tests (me@example.org)", "Accept": "application/sparql-results+json"}
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(outside)) as client:
        got = await client.get("http://x/wikidata/sparql", params={"query": question}, headers=headers)
    return GivenPage("wikidata.json", got.content)


async def test_three_accounts_are_one_ceremony(program: Program, work: Work, conn: AsyncConnection) -> None:
    """One film that the offline Wikidata lacks has three nominations: 117 of 120 are stated by all three."""
    async with program(wikidata_awards=True) as built:
        done = await imported(built, work, lookup=False)
    assert (done.seen, done.stored, done.winners, done.warnings) == (120, 120, 23, [])
    of_all = "select count(*) from festival_nominations where cardinality(source) = 3"
    assert await count(conn, of_all) == 117
    assert await count(conn, "select count(*) from festival_nominations") == 120
    assert await count(conn, "select count(*) from pages where kind = 'wikidata_awards'") == 1
    assert await count(conn, "select count(*) from festival_categories") == 23
    assert await count(conn, "select count(*) from festival_nomination_people where imdb_id is null") == 0


async def test_it_is_not_asked_unless_it_is_switched_on(
    program: Program, work: Work, outside: Faults
) -> None:
    async with program() as built:
        await imported(built, work, lookup=False)
    assert "wikidata" not in outside.counts


async def test_a_saved_answer_alone_is_a_ceremony(
    program: Program, work: Work, conn: AsyncConnection, outside: Faults
) -> None:
    page = await saved_answer(outside)
    async with program() as built:
        done = await imported(built, work, page, lookup=False)
        again = await imported(built, work, page, lookup=False)
    assert (done.stored, done.winners) == (117, 23)
    changes = "select count(*) from import_nominations where import_id = %s and change = 'unchanged'"
    assert await count(conn, changes, again.import_id) == 117
    assert (
        await count(conn, "select count(*) from festival_nominations where source <> '{wikidata_awards}'")
        == 0
    )


async def test_what_it_says_otherwise_is_a_line(program: Program, work: Work, outside: Faults) -> None:
    """Its deprecated winners, believed: each is told, and the pages' winners stay."""
    page = await saved_answer(outside)
    wrong = GivenPage(page.name, page.body.replace(b"DeprecatedRank", b"NormalRank"))
    pages = await offline_pages(outside)
    async with program() as built:
        done = await imported(built, work, wrong, *pages.values(), lookup=False)
    assert (done.stored, done.winners) == (120, 23)
    assert len(done.warnings) == 22
    line = "Actor in a Leading Role: Maestro won by wikidata_awards, was nominated by oscars_ceremony"
    assert line in done.warnings


@pytest.mark.parametrize(
    "plan", ["wikidata:timeout", "wikidata:429=120", "wikidata:500", "wikidata:truncated"]
)
async def test_its_silence_is_a_warning(program: Program, work: Work, outside: Faults, plan: str) -> None:
    outside.plan = parse_plan(plan)
    async with program(wikidata_awards=True) as built:
        done = await imported(built, work, lookup=False)
    assert (done.stored, done.state, len(done.warnings)) == (120, "finished", 1)
    assert done.warnings[0].startswith("Wikidata's awards could not be read: ")


async def test_nothing_else_to_read_and_it_is_busy(program: Program, work: Work, outside: Faults) -> None:
    outside.plan = parse_plan("wikidata:429=600,oscars:gone,imdb:gone")
    async with program(wikidata_awards=True) as built:
        done = await imported(built, work, lookup=False)
    assert (done.state, done.stored) == ("queued", 0)
    assert done.next_due is not None
    assert "too many requests" in str(done.error)


async def test_an_answer_of_another_organization_is_refused(program: Program, outside: Faults) -> None:
    page = await saved_answer(outside)
    async with program() as built:
        async with built.context.database.transaction() as conn:
            number, organization = await find_organization(conn, "cannes")
        with pytest.raises(Refused, match=r"wikidata.json: this page is of Academy Awards \(ev0000003\)"):
            await request_imports(built.context, organization, number, [Edition(2024)], [page])
        async with built.context.database.transaction() as conn:
            number, organization = await find_organization(conn, "oscars")
        with pytest.raises(Refused, match="this page is of 2024, and 2023 was asked for"):
            await request_imports(built.context, organization, number, [Edition(2023)], [page])


async def test_organizations_know_what_they_are_called_there(program: Program) -> None:
    async with program() as built, built.context.database.transaction() as conn:
        _, organization = await find_organization(conn, "cannes")
    assert (organization.wikidata_ids, organization.wikidata_dates) == (("Q179808",), "night")
    assert organization == CANNES
