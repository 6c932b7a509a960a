"""Who and what is nominated, as rows: each film and person once, with what every page says of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.domain.movies import Candidate
from cinegraph.offline.faults import Faults
from cinegraph.sources.base import Source
from tests.conftest import Program, count
from tests.pipeline.importing import Work, event_with, imported, offline_pages


async def test_a_person_with_two_roles_in_one_entry_keeps_both(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    def credited_twice(entries: list[Any]) -> None:
        for entry in entries:
            names = entry["node"]["awardedEntities"].get("secondaryAwardNames") or []
            for name in [n for n in names if n["name"]["nameText"]["text"] == "Samy Burch"]:
                names.append(name | {"note": {"plainText": "(story by)"}})
                name["note"] = {"plainText": "(screenplay by)"}

    async with program() as built:
        page = event_with((await offline_pages(outside))["imdb"], credited_twice)
        await imported(built, work, page, lookup=False)
        await imported(built, work, page, lookup=False)
    found = await conn.execute("select role from festival_nomination_people where credited_as = 'Samy Burch'")
    assert await found.fetchall() == [("Screenplay by, Story by",)]
    assert await count(conn, "select count(*) from import_nominations where change = 'changed'") == 0


@pytest.mark.parametrize("order", [["academy", "imdb"], ["both"], ["imdb", "academy"]])
async def test_an_entry_that_is_not_aligned_does_not_double_its_film_or_people(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection, order: Sequence[str]
) -> None:
    """IMDb lacks one of Oppenheimer's entries, and two of the entries that name Christopher Nolan."""

    def lacking(entries: list[Any]) -> None:
        told = [json.dumps(entry) for entry in entries]
        gone = ["Emily Blunt" in t or ("Christopher Nolan" in t and "Emma Thomas" in t) for t in told]
        entries[:] = [entry for entry, lost in zip(entries, gone, strict=True) if not lost]

    async with program() as built:
        pages = await offline_pages(outside)
        pages["imdb"] = event_with(pages["imdb"], lacking)
        for name in order:
            given = pages.values() if name == "both" else [pages[name]]
            told = await imported(built, work, *given, lookup=False)
    assert (told.stored, told.films) == (120 if order[-1] != "imdb" else 118, 53)
    assert await count(conn, "select count(*) from festival_nominations where state = 'active'") == 120
    assert await count(conn, "select count(*) from movies") == 53
    assert await count(conn, "select count(*) from people where name = 'Christopher Nolan'") == 1


@dataclass(frozen=True)
class Mistaken:
    """A catalogue that gives two films the record of another film, with its id."""

    real: Source

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    async def complete(self, candidate: Candidate) -> Candidate:
        found = await self.real.complete(candidate)
        assert found is not None
        assert found.imdb_id
        wrong = replace(found, imdb_id=f"tt99{found.imdb_id[4:]}", tmdb_id=(found.tmdb_id or 0) + 9_000_000)
        return wrong if found.title in ("Oppenheimer", "Barbie") else found


async def test_a_pages_id_corrects_what_a_catalogue_said(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    """Found by title under other ids; then IMDb's page comes: its ids win, and no nomination is withdrawn."""
    async with program() as built:
        pages = await offline_pages(outside)
        mistaken = replace(built.context, sources=tuple(Mistaken(s) for s in built.context.sources))
        first = await imported(Cinegraph(built.settings, mistaken, built.jobs), work, pages["academy"])
        wrong = "select count(*) from movies where imdb_id like 'tt99%' and import_type = 'full'"
        assert await count(conn, wrong) == 2
        await conn.rollback()
        again = await imported(built, work, pages["academy"])
        told = await imported(built, work, *pages.values())
    assert (first.films, again.calls, told.state, told.withdrawn) == (53, {}, "finished", 0)
    assert await count(conn, "select count(*) from festival_nominations") == 120
    assert await count(conn, "select count(*) from movies") == 53
    films = await conn.execute(
        "select imdb_id, import_type, tmdb_id < 9000000 from movies where title in ('Oppenheimer', 'Barbie') order by 1"
    )
    assert await films.fetchall() == [("tt1517268", "full", True), ("tt15398776", "full", True)]
