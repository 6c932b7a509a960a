"""Questions about nominees are shown and answered as those about films are: on the same screen, by the same keys, and by
programs."""

from playwright.async_api import expect
from psycopg import AsyncConnection

from cinegraph.pipeline.link_people import link_people
from cinegraph.store import person_merges
from tests.pipeline.nominees import film, linked, nominated
from tests.pipeline.shelf import value
from tests.web.conftest import Browser, Site, Visit
from tests.web.filled_films import HOSTILE

SMITHS = [("John Smith #1", "Director"), ("John Smith #2", "Director"), ("Ann Lee", "")]


async def _asked(visit: Visit, conn: AsyncConnection, *names: str) -> list[int]:
    """Each name may be one of two people of a film: the questions' numbers."""
    found = []
    for number, name in enumerate(names, 1):
        await film(conn, number, [(f"{name} #1", "Director"), (f"{name} #2", "Director")])
        await nominated(conn, [number], name)
        await link_people(visit.program.context, number)
        found.append(await value(conn, "select max(id) from reviews"))
    await conn.execute("update people set known_for = %s, other_names = array[%s]", [HOSTILE, HOSTILE])
    await conn.commit()
    return [int(one) for one in found]


async def test_forms_answer_them_and_take_it_back(site: Site, conn: AsyncConnection) -> None:
    async with site(tmdb_token=None) as visit:
        first, second, third = await _asked(visit, conn, "John Smith", HOSTILE, "Jo Doe")
        page = await visit.get("/review?kind=nominee")
        festival = await visit.get("/review?festival=oscars")
        mark = page.text.split('name="seen" value="')[1].split('"')[0]
        stale = await visit.send_form(f"/review/{first}/accept", on="/review", number=1, seen="another")
        why = await visit.get(stale.headers["location"])
        taken = await visit.send_form(
            f"/review/{first}/accept?kind=nominee", on="/review", number=2, seen=mark, note="him"
        )
        await visit.send_form(f"/review/{second}/reject", on="/review")
        await visit.send_form(f"/review/{third}/skip", on="/review")
        after = await linked(conn)
        history = await visit.get("/review/history")
        hostile = await visit.get(f"/review/{second}")
        wrong = await visit.send_form(f"/review/{first}/accept", on="/review/history", imdb_id="tt0000001")
        refused = await visit.get(wrong.headers["location"])
        opened = await visit.send_form(f"/review/{first}/undo", on="/review/history")
        told = await visit.get(opened.headers["location"])
        undone = await visit.get("/review/history")
    for words in ("John Smith", "Directing", "oscars 2001", "nomination 1", "Director", 'pattern="nm'):
        assert words in page.text, words
    assert 'href="/festivals/oscars/2001"' in page.text
    assert "Ask the catalogues" not in page.text
    assert f"Review {first} " in festival.text
    assert "other candidates by now" in why.text
    assert taken.headers["location"] == "/review?kind=nominee"
    assert [(name, way) for name, way, *_ in after] == [
        ("John Smith", "decided"), (HOSTILE, "minimal"), ("Jo Doe", "review"),
    ]  # fmt: skip
    assert ("him" in history.text, "&lt;script&gt;" in history.text) == (True, True)
    assert "<script>alert" not in page.text + history.text + hostile.text
    assert "was not changed" in refused.text
    assert "“John Smith” is open again" in told.text
    assert "undone by" in undone.text


async def test_keys_answer_them(browser: Browser, conn: AsyncConnection) -> None:
    async with browser(tmdb_token=None) as seen:
        visit = Visit()
        visit.program = seen.program
        await _asked(visit, conn, "John Smith", "Jo Doe", "Al Roe")
        page = seen.page
        heading = page.get_by_role("heading", level=2)
        await page.goto("/review")
        for name, key in (("John Smith", "2"), ("Jo Doe", "n"), ("Al Roe", "u")):
            await expect(heading).to_have_text(name)
            await page.keyboard.press(key)
        await expect(heading).to_have_text("Jo Doe")
        await expect(page.get_by_text("is open again")).to_be_visible()
        assert [way for _, way, *_ in await linked(conn)] == ["decided", "review", "review"]


async def test_programs_answer_them(site: Site, conn: AsyncConnection) -> None:
    async with site(tmdb_token=None) as visit:
        first, second = await _asked(visit, conn, "John Smith", HOSTILE)
        api = "/api/v1/reviews"
        listed = (await visit.get(f"{api}?kind=nominee&state=open")).json()["items"]
        bad = await visit.post(f"{api}/{first}/accept", json={"imdb_id": "tt0000001"})
        taken = await visit.post(f"{api}/{first}/accept", json={"candidate": 1, "note": "him"})
        again = await visit.post(f"{api}/{first}/accept", json={"candidate": 1})
        by_id = await visit.post(f"{api}/{second}/accept", json={"imdb_id": "nm0000009"})
        undone = await visit.post(f"{api}/{first}/undo", json={})
        decided = (await visit.get(f"/api/v1/decisions?review={second}")).json()["items"]
        ways = [way for _, way, *_ in await linked(conn)]
    assert [(one["id"], one["title"], one["film"], one["kind"]) for one in listed] == [
        (first, "John Smith", None, "nominee"), (second, HOSTILE, None, "nominee"),
    ]  # fmt: skip
    assert [answer.status_code for answer in (bad, taken, again, by_id, undone)] == [409, 200, 409, 200, 200]
    assert taken.json()["review"]["state"] == "accepted"
    assert (undone.json()["review"]["state"], decided[0]["imdb_id"]) == ("open", "nm0000009")
    assert ways == ["review", "decided"]


SURE = """
    update reviews set candidates = jsonb_set(jsonb_set(candidates, '{0,score}', '0.97'), '{1,score}', %s::jsonb)
    where id = any(%s)
"""
UNSURE = """
    update reviews set candidates = jsonb_set(jsonb_set(candidates, '{0,score}', '0.8'), '{1,score}', '0.2') where id = %s
"""


async def test_many_are_answered_on_the_screen_and_taken_back(site: Site, conn: AsyncConnection) -> None:
    """One that is close is not ticked, one that is not sure is not shown, one that changed meanwhile is left."""
    async with site(tmdb_token=None) as visit:
        numbers = await _asked(visit, conn, "John Smith", HOSTILE, "Jo Doe", "Al Roe")
        first, second, third, fourth = numbers
        await conn.execute(SURE, ["0.5", [first, second]])
        await conn.execute(SURE, ["0.95", [third]])
        await conn.execute(UNSURE, [fourth])
        await conn.commit()
        preview = await visit.get("/review/many?least=0.9&festival=oscars")
        films_only = await visit.get("/review/many?kind=choice")
        boxes = [one.split(">")[0] for one in preview.text.split('name="choice" value="')[1:]]
        ticked = [one.split('"')[0] for one in boxes if "checked" in one]
        await conn.execute("update reviews set candidates = candidates - 1 where id = %s", [second])
        await conn.commit()
        await visit.send_form("/review/many", choice=ticked, note="all of them")
        told = await visit.get("/review/history")
        ways = [way for _, way, *_ in await linked(conn)]
        await visit.send_form(f"/review/{first}/undo", on="/review/history")
        undone = [way for _, way, *_ in await linked(conn)]
    assert [int(one.split(".")[0]) for one in boxes] == [first, second, third]
    assert [int(one.split(".")[0]) for one in ticked] == [first, second]
    for words in ("John Smith", "oscars 2001 · Directing", "Director", "ahead by"):
        assert words.lower() in preview.text.lower(), words
    assert ("<script>alert" in preview.text, 'name="choice"' in films_only.text) == (False, False)
    assert "1 question answered. 1 other changed meanwhile" in told.text
    assert ways == ["decided", "review", "review", "review"]
    assert undone == ["review"] * 4


async def test_programs_answer_many(site: Site, conn: AsyncConnection) -> None:
    async with site(tmdb_token=None) as visit:
        first, second, third = await _asked(visit, conn, "John Smith", "Jo Doe", "Al Roe")
        await conn.execute(UNSURE, [third])
        await conn.execute(SURE, ["0.5", [first]])
        await conn.execute(SURE, ["0.96", [second]])
        await conn.commit()
        api = "/api/v1/reviews"
        sure = (await visit.get(f"{api}/likely?kind=nominee&organization=AMPAS")).json()["items"]
        choices = [
            {"review": one["review"], "candidate": one["candidate"], "seen": one["seen"]} for one in sure
        ]
        stale = choices[1] | {"seen": "another"}
        done = await visit.post(f"{api}/accept", json={"choices": [choices[0], stale], "note": "both"})
        again = await visit.post(f"{api}/accept", json={"choices": choices[:1]})
        undone = await visit.post(f"{api}/{first}/undo", json={})
    told = [
        (one["review"], one["about"], one["clear"], one["chosen"]["name"], one["told"][:12]) for one in sure
    ]
    assert told == [
        (first, "John Smith", True, "John Smith", "oscars 2001 "),
        (second, "Jo Doe", False, "Jo Doe", "oscars 2001 "),
    ]
    assert (done.status_code, done.json()["reviews"], done.json()["left"][0]["review"]) == (
        200,
        [first],
        second,
    )
    assert "other candidates by now" in done.json()["left"][0]["why"]
    assert ("accepted by" in again.json()["left"][0]["why"], again.json()["reviews"]) == (True, [])
    assert undone.json()["review"]["state"] == "open"


async def test_programs_that_answer_many_wrongly_are_told(site: Site) -> None:
    choice = {"review": 1, "candidate": 1, "seen": "x"}
    bad: list[dict[str, object]] = [
        {"choices": []},
        {"note": "x"},
        {"choices": [choice] * 300},
        {"choices": [{"review": 1}]},
    ]
    async with site(tmdb_token=None) as visit:
        wrong = [(await visit.post("/api/v1/reviews/accept", json=body)).status_code for body in bad]
        refused = [
            (await visit.get(f"/api/v1/reviews/likely?{q}")).status_code
            for q in ("least=2", "organization=x", "kind=clash")
        ]
    assert (wrong, refused) == ([400] * 4, [400] * 3)


async def test_who_joined_a_person_is_shown_and_parted(site: Site, conn: AsyncConnection) -> None:
    async with site(tmdb_token=None) as visit:
        await film(conn, 1, SMITHS[:1])
        await nominated(conn, [1], ("John Smith", "nm0000007"))
        keep = await value(conn, "select id from people where tmdb_id is not null")
        drop = await value(conn, "select id from people where imdb_id = 'nm0000007'")
        await conn.execute("update people set other_names = array[%s]", [HOSTILE])
        await person_merges.join(conn, [(keep, drop)], "cinegraph", HOSTILE)
        await conn.commit()
        page = await visit.get(f"/people/{keep}")
        merge = await value(conn, "select max(id) from person_merges")
        stale = await visit.send_form(f"/people/{keep}/part", on=f"/people/{keep}", merge=merge + 1)
        await visit.send_form(f"/people/{keep}/part", on=f"/people/{keep}", merge=merge)
        parted = await visit.get(f"/people/{drop}")
        again = await visit.send_form(f"/people/{keep}/part", on="/films/1", merge=merge)
    assert (f'name="merge" value="{merge}"' in page.text, stale.status_code) == (True, 409)
    assert ("Part them again" in page.text, "also <bdi>&lt;script&gt;" in page.text) == (True, True)
    assert ("the page&#39;s id" in page.text, "<script>alert" in page.text) == (True, False)
    assert (parted.status_code, again.status_code) == (200, 409)


async def test_programs_part_who_joined_a_person(site: Site, conn: AsyncConnection) -> None:
    async with site(tmdb_token=None) as visit:
        await film(conn, 1, SMITHS[:1])
        await nominated(conn, [1], ("John Smith", "nm0000007"))
        keep = await value(conn, "select id from people where tmdb_id is not null")
        drop = await value(conn, "select id from people where imdb_id = 'nm0000007'")
        await person_merges.join(conn, [(keep, drop)], "cinegraph", HOSTILE)
        await conn.commit()
        api = "/api/v1/people"
        before = (await visit.get(f"{api}/{keep}")).json()
        parted = await visit.post(f"{api}/{keep}/part", json={"note": "the other one"})
        again = await visit.post(f"{api}/{keep}/part")
        nobody = await visit.post(f"{api}/999999/part", json={})
        after = (await visit.get(f"{api}/{keep}")).json()
        there = await visit.get(f"{api}/{drop}")
        decided = (await visit.get("/api/v1/decisions")).json()["items"]
    assert [(one["dropped_id"], one["reason"]) for one in before["joined"]] == [(drop, HOSTILE)]
    assert (parted.status_code, parted.json()["kept"]["id"], parted.json()["parted"]["dropped_id"]) == (
        200,
        keep,
        drop,
    )
    assert [(got.status_code, got.headers["content-type"]) for got in (again, nobody)] == [
        (409, "application/problem+json"),
        (404, "application/problem+json"),
    ]
    assert "no other row has joined" in again.json()["detail"]
    assert (after["joined"], there.status_code) == ([], 200)
    assert [(one["kind"], one["note"]) for one in decided] == [("is_not", "the other one")]


async def test_who_is_nobody_that_is_known_is_told(site: Site, conn: AsyncConnection) -> None:
    async with site(tmdb_token=None) as visit:
        number, *_ = await _asked(visit, conn, HOSTILE)
        page = await visit.get("/people/unlinked?festival=AMPAS&years=2001")
        none = await visit.get("/people/unlinked?festival=oscars&years=1999")
        start = await visit.get("/people/unlinked")
        wrong = [
            (await visit.get(f"/people/unlinked?{asked}")).status_code
            for asked in ("festival=nobody", "festival=oscars&years=x", f"festival={HOSTILE}", "after=x")
        ]
    for words in ("&lt;script&gt;", f'href="/review/{number}"', 'href="/festivals/oscars/2001"'):
        assert (words in page.text, words in start.text) == (True, True), words
    assert ("0 of 1 nominee" in page.text, "linked to people" in start.text) == (True, False)
    assert "<script>alert" not in page.text + start.text
    assert "No nominee of oscars 1999 is stored" in none.text
    assert wrong == [409, 409, 409, 422]


async def test_programs_read_who_is_nobody_page_by_page(site: Site, conn: AsyncConnection) -> None:
    api = "/api/v1/people/unlinked"
    async with site(tmdb_token=None) as visit:
        number, *_ = await _asked(visit, conn, HOSTILE)
        entry = await nominated(conn, [1], "Somebody", "Nobody")
        await nominated(conn, [1], ("Known", "nm0000009"))
        told = (await visit.get(f"{api}?organization=oscars&year=2001")).json()["items"]
        first = (await visit.get(f"{api}?limit=2")).json()
        second = (await visit.get(f"{api}?limit=2&cursor={first['next']}")).json()
        lines = (await visit.get(f"{api}.csv")).text.splitlines()
        refused = [
            (await visit.get(f"{api}?{q}")).status_code for q in ("organization=x", "limit=0", "cursor=x")
        ]
        none = (await visit.get(f"{api}?year=1999")).json()
    assert [(one["nominee"], one["way"], one["review_id"]) for one in told] == [
        (HOSTILE, "review", number), ("Somebody", "unlinked", None), ("Nobody", "unlinked", None),
    ]  # fmt: skip
    assert first["items"] + second["items"] == told
    assert second["next"] is None
    assert [(one["nomination"], one["position"]) for one in told[1:]] == [(entry, 1), (entry, 2)]
    assert (len(lines), refused, none["items"]) == (4, [400, 400, 400], [])
