"""Organizations: the file is the start, the database the truth."""

import asyncio
from dataclasses import replace

import psycopg
import pytest
from psycopg import AsyncConnection

from cinegraph import data
from cinegraph.domain.festivals import Edition, Organization
from cinegraph.store import migrate, organizations


@pytest.fixture
async def seeded(conn: AsyncConnection) -> AsyncConnection:
    """A database that the program was started on once."""
    await organizations.seed(conn, data.organizations())
    return conn


async def found(conn: AsyncConnection, name: str) -> tuple[int, Organization]:
    known = await organizations.find(conn, name)
    assert known is not None
    return known


async def test_every_shipped_organization_is_a_row_that_says_the_same(seeded: AsyncConnection) -> None:
    kept = [organization for _, organization in await organizations.every(seeded)]
    assert kept == sorted(data.organizations(), key=lambda o: o.slug)


async def test_what_a_person_set_stays_and_the_rest_follows_a_newer_file(seeded: AsyncConnection) -> None:
    number, cannes = await found(seeded, "cannes")
    await organizations.change(seeded, number, replace(cannes, month=10, other_names=("Croisette",)))
    newer = tuple(
        replace(o, month=6, page_kinds=("imdb_event", "new_kind")) if o.slug == "cannes" else o
        for o in data.organizations()
    )
    for _ in range(2):
        await organizations.seed(seeded, newer)
        _, cannes = await found(seeded, "CFF")
        assert (cannes.month, cannes.other_names) == (10, ("Croisette",))
        assert cannes.page_kinds == ("imdb_event", "new_kind")


async def test_new_organizations_of_a_newer_file_appear(seeded: AsyncConnection) -> None:
    tokyo = replace(
        data.organizations()[1],
        slug="tokyo",
        name="Tokyo Film Festival",
        abbreviation="TIF",
        imdb_event_id="ev9",
    )
    await organizations.seed(seeded, (*data.organizations(), tokyo))
    assert (await found(seeded, "tokyo"))[1] == tokyo


async def test_a_newer_file_does_not_take_an_event_from_whom_a_person_gave_it(
    seeded: AsyncConnection,
) -> None:
    """The start must not fail, whatever a person has set."""
    number, berlin = await found(seeded, "berlin")
    await organizations.change(seeded, number, replace(berlin, imdb_event_id="ev7777777"))
    newer = tuple(
        replace(o, imdb_event_id="ev7777777") if o.slug == "cannes" else o for o in data.organizations()
    )
    await organizations.seed(seeded, newer)
    assert (await found(seeded, "cannes"))[1].imdb_event_id == "ev0000147"
    assert (await found(seeded, "berlin"))[1].imdb_event_id == "ev7777777"


async def test_what_a_person_added_is_theirs(seeded: AsyncConnection) -> None:
    """Also if a newer file ships one of that name, with other values."""
    own = replace(data.organizations()[1], slug="tokyo", name="Mine", abbreviation="TIF", imdb_event_id=None)
    assert await organizations.add(seeded, own)
    assert not await organizations.add(seeded, own)
    await organizations.seed(seeded, (*data.organizations(), replace(own, name="Theirs")))
    assert (await found(seeded, "tokyo"))[1] == own


async def test_editions_that_pages_told_of_belong_to_the_organization(seeded: AsyncConnection) -> None:
    number, cannes = await found(seeded, "cannes")
    assert cannes.editions_of(2023) == (Edition(2023),)
    told = [Edition(1946, 1, "ee1"), Edition(1946, 2, "ee2"), Edition(1938)]
    for kind in ("imdb_event", "imdb_event", "imdb_awards"):
        await organizations.remember_editions(seeded, number, told, kind)
    _, cannes = await found(seeded, "cannes")
    assert cannes.known_editions == (Edition(1938), Edition(1946, 1, "ee1"), Edition(1946, 2, "ee2"))
    assert [str(e) for e in cannes.editions_of(1946)] == ["1946", "1946/2"]
    assert cannes.editions_of(1938) == (Edition(1938),)
    rows = await (await seeded.execute("select distinct told_by from festival_editions")).fetchall()
    assert rows == [(["imdb_awards", "imdb_event"],)]


def test_an_older_database_gets_what_it_lacks(database_url: str) -> None:
    """Its rows came from an older file, which knew fewer names: with them alone, pages would be of another event."""
    with psycopg.connect(database_url) as connection:
        connection.execute(
            """
            insert into festival_organizations
                (slug, name, abbreviation, imdb_event_id, country, founded_year, kind, page_kinds)
            values ('sag', 'Screen Actors Guild Awards', 'SAG', 'ev0000598', 'US', 1995, 'ceremony', '{imdb_event}'),
                ('cannes', 'Cannes Film Festival', 'CFF', 'ev0000147', 'FR', 1939, 'festival', '{imdb_event}')
            """
        )
    migrate.downgrade(database_url, "0010_ratings")
    migrate.upgrade(database_url)

    async def start() -> list[Organization]:
        async with await AsyncConnection.connect(database_url) as conn:
            await organizations.seed(conn, data.organizations())
            return [(await found(conn, slug))[1] for slug in ("sag", "cannes")]

    sag, cannes = asyncio.run(start())
    assert "Actor Awards" in sag.other_names
    assert sag.month == 2
    assert cannes == next(one for one in data.organizations() if one.slug == "cannes")
    assert "wikidata_awards" in cannes.page_kinds
