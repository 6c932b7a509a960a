"""A film's nominees become people: by id, by its credits, by a catalogue of people; and what stays doubtful."""

from dataclasses import replace

import pytest
from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.domain.nominees import FoundPerson
from cinegraph.pipeline.context import Context, PutOff, Refused
from cinegraph.pipeline.link_people import link_people
from cinegraph.sources.base import TryLater, Unusable
from tests.conftest import Program, count
from tests.pipeline.nominees import People, film, linked, nominated, tmdb
from tests.pipeline.shelf import value

CAMPION = [
    ("Jane Campion", "Director"),
    ("Ari Wegner", "Director of Photography"),
    ("Jane Campion", "Screenplay"),
]


def asking(built: Cinegraph, people: People) -> Context:
    return replace(built.context, people=people)


async def test_credits_link_and_twice_is_as_once(program: Program, conn: AsyncConnection) -> None:
    async with program() as built:
        people = People()
        context = asking(built, people)
        await film(conn, 1, CAMPION)
        await nominated(conn, [1], "Jane Campion")
        await nominated(conn, [1], "A. Wegner", key="cinematography", category="Cinematography")
        await nominated(
            conn, [1], "Jane Campion", "Nobody Known", key="screenplay-adapted", category="Writing"
        )
        await link_people(context, 1)
        now = await linked(conn)
        assert now == [
            ("Jane Campion", "credits", tmdb("Jane Campion"), None),
            ("A. Wegner", "credits", tmdb("Ari Wegner"), None),
            ("Jane Campion", "credits", tmdb("Jane Campion"), None),
            ("Nobody Known", "minimal", None, None),
        ]
        assert people.asked == ["Nobody Known"], "whom the credits tell nobody is asked about"
        assert await count(conn, "select count(*) from people") == 3, (
            "printed names that were linked are gone"
        )
        await link_people(context, 1)
        assert await linked(conn) == now
        assert await count(conn, "select count(*) from people") == 3
        told = await value(
            conn, "select link_evidence -> 'evidence' -> 0 ->> 'says' from festival_nomination_people limit 1"
        )
        assert told == "The printed name is one of this person's."


async def test_two_rows_of_one_person_are_joined_by_the_film(program: Program, conn: AsyncConnection) -> None:
    """The page's id is on one row, the catalogue's number on the other."""
    async with program() as built:
        await film(conn, 1, CAMPION)
        await nominated(conn, [1], ("Jane Campion", "nm0001005"))
        before = await value(conn, "select id from people where imdb_id = 'nm0001005'")
        await link_people(asking(built, People()), 1)
        assert await linked(conn) == [("Jane Campion", "id", tmdb("Jane Campion"), "nm0001005")]
        assert await value(conn, "select dropped_id, merged_by from person_merges") == (before, "cinegraph")


async def test_two_of_one_name_stay_two(program: Program, conn: AsyncConnection) -> None:
    async with program() as built:
        context = asking(built, People())
        await film(conn, 1, [("Steve McQueen", "")])
        await film(conn, 2, [("Steve McQueen #2", "Director")])
        await nominated(conn, [1], ("Steve McQueen", "nm0000537"), key="actor-leading", category="Actor")
        await nominated(conn, [2], ("Steve McQueen", "nm2588606"))
        await nominated(conn, [2], ("Steve McQueen", "nm0000537"), category="Directing (wrongly)")
        for number in (1, 2):
            await link_people(context, number)
        assert await linked(conn) == [
            ("Steve McQueen", "id", tmdb("Steve McQueen"), "nm0000537"),
            ("Steve McQueen", "id", tmdb("Steve McQueen #2"), "nm2588606"),
            ("Steve McQueen", "id", tmdb("Steve McQueen"), "nm0000537"),
        ]


async def test_a_prize_that_names_nobody_is_its_directors(program: Program, conn: AsyncConnection) -> None:
    """All of them, and no art or casting director; no page states them."""
    directors = [("Joel Coen", "Director"), ("Ethan Coen", "Director")]
    async with program() as built:
        await film(conn, 1, [*directors, ("Ann Poe", "Art Direction"), ("Bob Poe", "Casting")])
        await nominated(conn, [1])
        await nominated(conn, [1], key="screenplay", category="Screenplay")
        await link_people(asking(built, People()), 1)
        assert [row[:2] for row in await linked(conn)] == [
            ("Joel Coen", "inferred"),
            ("Ethan Coen", "inferred"),
        ]
        await film(conn, 1, directors[:1])
        await link_people(asking(built, People()), 1)
        assert [row[:2] for row in await linked(conn)] == [("Joel Coen", "inferred")]


async def test_a_pseudonym_is_searched_for_and_remembered(program: Program, conn: AsyncConnection) -> None:
    called = FoundPerson("tmdb", "Ethan Coen", tmdb_id=tmdb("Ethan Coen"), other_names=("Roderick Jaynes",))
    async with program() as built:
        people = People(called)
        for number in (1, 2):
            await film(conn, number, [("Ethan Coen", "Editor")])
            await nominated(conn, [number], "Roderick Jaynes", key="editing", category="Editing")
            await link_people(asking(built, people), number)
        assert [row[:3] for row in await linked(conn)] == [
            ("Roderick Jaynes", "search", tmdb("Ethan Coen")),
            ("Roderick Jaynes", "credits", tmdb("Ethan Coen")),
        ]
        assert people.asked == ["Roderick Jaynes", f"whole {tmdb('Ethan Coen')}"], (
            "the second film asks nobody"
        )


async def test_nobody_answers_and_what_the_credits_say_is_kept(
    program: Program, conn: AsyncConnection
) -> None:
    async with program() as built:
        people = People()
        await film(conn, 1, CAMPION)
        await nominated(conn, [1], "Jane Campion", "Nobody Known")
        for failure, raised in ((TryLater("busy", 3), PutOff), (Unusable("wrong key"), Refused)):
            people.fails = failure
            with pytest.raises(raised, match=str(failure)):
                await link_people(asking(built, people), 1)
            assert [row[1] for row in await linked(conn)] == ["credits", "unlinked"]
        people.fails = None
        await link_people(asking(built, people), 1)
        assert [row[1] for row in await linked(conn)] == ["credits", "minimal"]


async def test_a_credit_that_goes_takes_the_link_with_it(program: Program, conn: AsyncConnection) -> None:
    async with program() as built:
        await film(conn, 1, CAMPION)
        await nominated(conn, [1], "Jane Campion")
        await link_people(asking(built, People()), 1)
        await film(conn, 1, CAMPION[1:2])
        await link_people(asking(built, People()), 1)
        assert await linked(conn) == [("Jane Campion", "minimal", None, None)]


async def test_a_stub_and_a_film_that_is_gone_are_left_alone(program: Program, conn: AsyncConnection) -> None:
    async with program() as built:
        await film(conn, 1, [], import_type="stub")
        await nominated(conn, [1], "Jane Campion")
        for number in (1, 99):
            await link_people(built.context, number)
        assert [row[1] for row in await linked(conn)] == ["unlinked"]
        assert await value(conn, "select why from nominee_links") == "nothing is known of its film yet"
