"""Review: a queue that a person clears by keyboard or without JavaScript, takes back, and clears many at once."""

from playwright.async_api import Page, expect
from psycopg import AsyncConnection

from tests.conftest import count
from tests.web import filled_films
from tests.web.conftest import Browser, Site
from tests.web.filled_films import candidate


async def _questions(conn: AsyncConnection, number: int) -> list[int]:
    """So many questions with two candidates each, the first in the queue first."""
    return [
        await filled_films.review(
            conn, f"Question {n}", [candidate(2 * n, f"Yes {n}", 0.9), candidate(2 * n + 1, f"No {n}", 0.5)]
        )
        for n in range(1, number + 1)
    ]


async def _states(conn: AsyncConnection) -> list[tuple[str, str]]:
    cursor = await conn.execute(
        "select m.title, r.state from reviews r join movies m on m.id = r.movie_id order by r.id"
    )
    return [(str(title), str(state)) for title, state in await cursor.fetchall()]


async def _press(page: Page, key: str, then: str) -> None:
    """Press it, and wait for the question that it leads to."""
    await page.keyboard.press(key)
    await expect(page.get_by_role("heading", level=2)).to_have_text(then)


async def test_ten_questions_are_answered_by_keyboard_and_one_is_taken_back(browser: Browser) -> None:
    async with browser() as seen:
        async with seen.program.context.database.transaction() as conn:
            await _questions(conn, 11)
        page = seen.page
        await page.goto("/review")
        for n, key in enumerate("1212n1s211", 1):
            await expect(page.get_by_role("heading", level=2)).to_have_text(f"Question {n}")
            await page.get_by_role("button", name="Skip").wait_for()
            await _press(page, key, f"Question {n + 1}")
        await _press(page, "u", "Question 10")
        await expect(page.get_by_text("is open again")).to_be_visible()
        await page.locator("summary").click()
        await page.get_by_label("Title or IMDb id").press("1")
        await expect(page.get_by_role("heading", level=2)).to_have_text("Question 10")
        async with seen.program.context.database.transaction() as conn:
            states = await _states(conn)
            jobs = await count(
                conn, "select count(*) from procrastinate_jobs where task_name = 'resolve_movie'"
            )
    kept = ["accepted"] * 4 + ["rejected", "accepted", "skipped", "accepted", "accepted", "open", "open"]
    assert [state for _, state in states] == kept
    assert jobs >= 7


async def test_without_javascript_forms_do_the_same(site: Site) -> None:
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            first, second, third = await _questions(conn, 3)
        page = await visit.get("/review?kind=choice")
        mark = page.text.split('name="seen" value="')[1].split('"')[0]
        accepted = await visit.send_form(
            f"/review/{first}/accept?kind=choice", on="/review", number=1, seen=mark, note="sure"
        )
        late = await visit.send_form(f"/review/{first}/reject", on="/review")
        told = await visit.get(late.headers["location"])
        changed = await visit.send_form(f"/review/{second}/accept", on="/review", number=1, seen="another")
        why = await visit.get(changed.headers["location"])
        by_id = await visit.send_form(f"/review/{third}/accept", on="/review", imdb_id="tt15398776")
        history = await visit.get("/review/history")
        await visit.send_form(f"/review/{first}/undo", on="/review/history")
        taken_back = await visit.get("/review/history")
        async with visit.program.context.database.transaction() as conn:
            states = await _states(conn)
    assert accepted.headers["location"] == "/review?kind=choice"
    assert "accepted by" in told.text
    assert "other candidates by now" in why.text
    assert by_id.status_code == 303
    assert ("Yes 1 (2023)" in history.text, "sure" in history.text) == (True, True)
    assert "undone by" in taken_back.text
    assert [state for _, state in states] == ["open", "open", "accepted"]


async def test_many_are_answered_as_they_were_shown(site: Site) -> None:
    """What changed since is left alone, and the rest is answered; two films that may be one are never among them."""
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            await _questions(conn, 3)
            await filled_films.review(conn, "Close", [candidate(50, "A", 0.95), candidate(51, "B", 0.93)])
            await filled_films.review(conn, "Twins", [candidate(60, "C", 1.0, movie_id=1)], "clash")
            await filled_films.review(conn, "Unsure", [candidate(70, "D", 0.89)])
        preview = await visit.get("/review/many?least=0.9")
        boxes = [one.split(">")[0] for one in preview.text.split('name="choice" value="')[1:]]
        ticked = [one.split('"')[0] for one in boxes if "checked" in one]
        async with visit.program.context.database.transaction() as conn:
            await conn.execute(
                "update reviews set candidates = candidates - 1 where id = %s", [ticked[2].split(".")[0]]
            )
        await visit.send_form("/review/many", choice=ticked)
        told = await visit.get("/review/history")
        nothing = await visit.send_form("/review/many")
        broken = await visit.send_form("/review/many", choice="1.x.y")
        async with visit.program.context.database.transaction() as conn:
            states = await _states(conn)
    assert (len(boxes), len(ticked)) == (4, 3)
    assert "2 questions answered. 1 other changed meanwhile" in told.text
    assert states[:3] == [("Question 1", "accepted"), ("Question 2", "accepted"), ("Question 3", "open")]
    assert {state for _, state in states[3:]} == {"open"}
    assert (nothing.status_code, broken.status_code) == (409, 409)


async def test_what_is_found_by_hand_joins_the_candidates(site: Site) -> None:
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            movie = await filled_films.film(conn, "Openheimer")
            await filled_films.nomination(conn, movie, "Openheimer")
            number = await filled_films.review(conn, "Openheimer", [], "unanswered", movie)
        here = f"/review/{number}"
        sent = await visit.send_form(f"{here}/search", on=here, film="Oppenheimer", year="2023")
        page = await visit.get(sent.headers["location"])
        again = await visit.send_form(f"{here}/search", on=here, film="tt15398776")
        told = await visit.get(again.headers["location"])
        wrong = [
            await visit.send_form(f"{here}/search", on=here, **asked)
            for asked in ({"film": " "}, {"film": "x", "year": "12"}, {"film": "tt12"})
        ]
        taken = await visit.send_form(f"{here}/accept", on=here, number=1)
    assert "more candidate" in page.text
    assert "872585" in page.text
    assert "nothing that is not here already" in told.text
    assert [answer.status_code for answer in wrong] == [409, 409, 409]
    assert taken.headers["location"] == "/review"
