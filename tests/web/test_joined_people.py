"""Two rows become one person, in the browser and over the interface: told first, done, told who did it, and undone."""

from typing import Any

from psycopg import AsyncConnection

from tests.pipeline.nominees import film, nominated, tmdb
from tests.pipeline.shelf import value
from tests.web.conftest import Site
from tests.web.filled_films import HOSTILE


async def _two(conn: AsyncConnection) -> tuple[int, int]:
    """A credited person, and a nominee who is a name only."""
    await film(conn, 1, [("Jane Campion", "Director"), ("Ann Poe", "Editor")])
    await nominated(conn, [1], HOSTILE)
    await nominated(conn, [1], "Jane Campion")
    named: Any = await value(conn, "select array_agg(id order by id) from people where tmdb_id is null")
    keep: Any = await value(conn, f"select id from people where tmdb_id = {tmdb('Jane Campion')}")
    await conn.rollback()
    return int(keep), int(named[0])


async def test_who_may_be_the_same_is_compared(site: Site, conn: AsyncConnection) -> None:
    async with site(tmdb_token=None) as visit:
        keep, drop = await _two(conn)
        here = f"/people/{keep}/join"
        person, namesakes = await visit.get(f"/people/{keep}"), await visit.get(here)
        shown, by_name = await visit.get(f"{here}?with={drop}"), await visit.get(f"{here}?with=ann")
        wrong = {
            "cannot join themselves": await visit.get(f"{here}?with={keep}"),
            "no person 99999": await visit.get(f"{here}?with=99999"),
            "no person nm0000404": await visit.get(f"{here}?with=nm0000404"),
            "nobody is called": await visit.get(f"{here}?with=Nobody"),
        }
    assert f'href="{here}"' in person.text
    assert (f"with={drop + 1}" in namesakes.text, "Others who are called so" in namesakes.text) == (
        True,
        True,
    )
    assert f'with={drop}"' not in namesakes.text
    assert "TMDb numbers" in by_name.text, "the only one who is called so, and cannot be"
    for words in (
        f"Person {keep} stays",
        "1 nomination, 0 credits in 0 films",
        "called differently",
        "TMDb knows it",
    ):
        assert words in shown.text, words
    assert (f'value="{keep}" checked' in shown.text, "<script>alert" in shown.text) == (True, False)
    assert [words for words, page in wrong.items() if words not in page.text] == []


async def test_a_person_is_joined_on_the_screen(site: Site, conn: AsyncConnection) -> None:
    async with site(tmdb_token=None) as visit:
        keep, drop = await _two(conn)
        here = f"/people/{keep}/join"
        sent = await visit.send_form(here, on=f"{here}?with={drop}", other=drop, keep=keep, note="married")
        after, gone = await visit.get(f"/people/{keep}"), await visit.get(f"/people/{drop}")
        history = await visit.get("/review/history")
        strange = await visit.send_form(here, on=f"/people/{keep}", other=drop, keep=7777)
        merge = await value(conn, "select max(id) from person_merges")
        await visit.send_form(f"/people/{keep}/part", on=f"/people/{keep}", merge=merge)
        parted, undone = await visit.get(f"/people/{drop}"), await visit.get("/review/history")
    assert sent.headers["location"] == f"/people/{keep}#joined"
    assert ("Part them again" in after.text, "married" in after.text, "a person decided" in after.text) == (
        True,
    ) * 3
    assert (gone.status_code, gone.headers["location"]) == (303, f"/people/{keep}")
    assert (f'href="/people/{keep}#joined"' in history.text, "married" in history.text) == (True, True)
    assert (strange.status_code, "one of the two stays" in strange.text) == (409, True)
    assert (parted.status_code, "undone by" in undone.text) == (200, True)
    assert "<script>alert" not in after.text + history.text


async def test_programs_join_people(site: Site, conn: AsyncConnection) -> None:
    async with site(tmdb_token=None) as visit:
        keep, drop = await _two(conn)
        api = f"/api/v1/people/{keep}/join"
        tried = await visit.post(api, json={"other": drop, "dry_run": True})
        there = await visit.get(f"/api/v1/people/{drop}")
        done = await visit.post(api, json={"other": drop, "note": "married"})
        refused = [
            (await visit.post(f"/api/v1/people/{number}/join", json=body))
            for number, body in (
                (keep, {"other": keep}),
                (keep, {"other": drop}),
                (999999, {"other": keep}),
                (keep, {}),
            )
        ]
        known = (await visit.get(f"/api/v1/people/{keep}")).json()
        decided = (await visit.get("/api/v1/decisions")).json()["items"]
    assert (tried.status_code, tried.json()["joined"], tried.json()["dry_run"], there.status_code) == (
        200,
        None,
        True,
        200,
    )
    told = done.json()
    assert (done.status_code, told["kept"]["id"], told["joined"]["dropped_id"]) == (200, keep, drop)
    assert told["plan"] == tried.json()["plan"]
    assert told["plan"]["moves"]["nominations"] == 1
    assert [one.status_code for one in refused] == [409, 409, 404, 400]
    assert f"has joined person {keep} already" in refused[1].json()["detail"]
    assert [(one["dropped_id"], one["merged_by"] != "cinegraph") for one in known["joined"]] == [(drop, True)]
    assert [(one["kind"], one["note"], one["source_id"]) for one in decided] == [
        ("is", "married", f"row {keep}")
    ]
