"""Who and what is nominated, as rows: each film and person once, with what every page says of it."""

from typing import Any

from psycopg import AsyncConnection

from cinegraph.offline.faults import Faults
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
