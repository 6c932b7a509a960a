"""Users: log in, be kept out, end sessions; tokens."""

import asyncio
import re

import pytest
from playwright.async_api import expect

from cinegraph.pipeline import manage_users
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.manage_users import add_user
from cinegraph.store import sessions, setting_changes
from tests.conftest import count
from tests.web.conftest import MEMBERS, PASSWORD, Browser, Site


async def test_who_is_not_logged_in_is_led_to_the_form_and_back(site: Site) -> None:
    async with site(doorway=MEMBERS) as visit:
        turned = await visit.get("/settings/users?x=1")
        came = await visit.come_in()
        there = await visit.send_form("/login", on="/settings/users", name="ada", password=PASSWORD)
        inside = await visit.get("/settings/users")
    assert (turned.status_code, turned.headers["location"]) == (
        303,
        "/login?next=%2Fsettings%2Fusers%3Fx%3D1",
    )
    assert (came.status_code, came.headers["location"]) == (303, "/")
    assert there.status_code == 303
    assert "ada" in inside.text


async def test_the_session_is_kept_out_of_reach(site: Site) -> None:
    async with site(doorway=MEMBERS, base="https://films.example.org") as visit:
        came = await visit.come_in()
        kept = came.headers.get_list("set-cookie")[0]
        async with visit.program.context.database.transaction() as conn:
            row = await (
                await conn.execute("select token_hash, encode(token_hash, 'hex') from user_sessions")
            ).fetchone()
    assert kept.startswith("__Host-cinegraph=")
    assert all(word in kept.lower() for word in ("httponly", "secure", "samesite=lax", "path=/"))
    assert row is not None
    assert row[1] not in kept
    assert "strict-transport-security" in came.headers


async def test_nobody_is_led_away_by_the_form(site: Site) -> None:
    async with site(doorway=MEMBERS) as visit:
        await manage_users.add_user((visit.program).context, "ada", PASSWORD)
        came = await visit.log_in(next="//evil.example/x")
    assert came.headers["location"] == "/"


async def test_a_wrong_password_says_no_more_than_that(site: Site) -> None:
    async with site(doorway=MEMBERS) as visit:
        await manage_users.add_user(visit.program.context, "ada", PASSWORD)
        wrong = await visit.log_in(password="not this one")
        unknown = await visit.log_in(name="bob")
        still_out = await visit.get("/")
    assert (wrong.status_code, unknown.status_code, still_out.status_code) == (401, 401, 303)
    assert "the name or the password is wrong" in wrong.text
    assert wrong.text.count("wrong") == unknown.text.count("wrong")


async def test_after_five_wrong_passwords_the_right_one_is_not_looked_at_either(site: Site) -> None:
    async with site(doorway=MEMBERS) as visit:
        await manage_users.add_user(visit.program.context, "ada", PASSWORD)
        answers = await asyncio.gather(*(visit.log_in(password=f"wrong {n}") for n in range(7)))
        right = await visit.log_in()
    assert sorted(a.status_code for a in answers) == [401] * 5 + [429] * 2
    assert (right.status_code, right.headers["retry-after"]) == (429, "900")


async def test_logging_out_ends_the_session_in_the_database(site: Site) -> None:
    async with site(doorway=MEMBERS) as visit:
        await visit.come_in()
        kept = dict(visit.cookies)
        await visit.send_form("/logout", on="/")
        visit.cookies.update(kept)
        again = await visit.get("/")
    assert again.status_code == 303


async def test_a_session_is_ended_by_another(site: Site) -> None:
    async with site(doorway=MEMBERS) as visit:
        await visit.come_in()
        other = dict(visit.cookies)
        visit.cookies.clear()
        await visit.log_in()
        async with visit.program.context.database.transaction() as conn:
            old = (await sessions.open_ones(conn))[-1]
        ended = await visit.send_form("/account/sessions/end", on="/account", session=old.id)
        mine = await visit.get("/account")
        visit.cookies.clear()
        visit.cookies.update(other)
        theirs = await visit.get("/account")
    assert (ended.status_code, mine.status_code, theirs.status_code) == (303, 200, 303)
    assert "1 session ended" in mine.text


async def test_another_password_ends_the_other_sessions(site: Site) -> None:
    async with site(doorway=MEMBERS) as visit:
        await visit.come_in()
        visit.cookies.clear()
        await visit.log_in()
        fields = {"now": PASSWORD, "new": "battery staple", "again": "battery staple"}
        wrong = await visit.send_form("/account/password", on="/account", **(fields | {"now": "nope"}))
        done = await visit.send_form("/account/password", on="/account", **fields)
        async with visit.program.context.database.transaction() as conn:
            left = await count(conn, "select count(*) from user_sessions")
        visit.cookies.clear()
        old, new = await visit.log_in(), await visit.log_in(password="battery staple")
    assert (wrong.status_code, done.status_code, left) == (403, 303, 1)
    assert (old.status_code, new.status_code) == (401, 303)


async def test_who_may_only_read_changes_nothing_but_their_own(site: Site) -> None:
    async with site(doorway=MEMBERS) as visit:
        await visit.come_in("eve", "read")
        refused = await visit.send_form("/settings/users", on="/account", name="x", password=PASSWORD)
        lifted = await visit.send_form("/account/tokens", on="/account", label="x", scope="write")
        own = await visit.send_form("/account/tokens", on="/account", label="x", scope="read")
        anywhere = await visit.send_form("/a-screen-that-forgot-to-ask", on="/account")
        out = await visit.send_form("/logout", on="/account")
    assert [a.status_code for a in (refused, anywhere, lifted, own, out)] == [403, 403, 403, 200, 303]


async def test_who_may_only_read_sees_nobody_else(site: Site) -> None:
    async with site(doorway=MEMBERS) as visit:
        await manage_users.add_user(visit.program.context, "zoe", PASSWORD)
        await manage_users.add_token(visit.program.context, "zoe", "nightly", "read")
        await visit.come_in("eve", "read")
        pages = [
            (await visit.get(path)).text
            for path in (
                "/settings/users",
                "/settings",
                "/settings/changes",
                "/settings/changes?of=users.zoe",
            )
        ]
        visit.cookies.clear()
        await visit.log_in("zoe")
        everybody = await visit.get("/settings/users")
        log = await visit.get("/settings/changes")
    assert [
        ("zoe" in text.replace("of=users.zoe", "").replace("users.zoe</code>", "")) for text in pages
    ] == [False] * 4
    assert "eve" in pages[0]
    assert "eve" in everybody.text
    assert "users.zoe.token nightly" in log.text


async def test_a_token_of_somebody_else_is_made_and_shown_once(site: Site) -> None:
    async with site(doorway=MEMBERS) as visit:
        await visit.come_in()
        await manage_users.add_user(visit.program.context, "eve", PASSWORD, "read")
        here = "/settings/users"
        made = await visit.send_form(f"{here}/tokens", on=here, name="eve", label="nightly", scope="read")
        more = await visit.send_form(f"{here}/tokens", on=here, name="eve", label="other", scope="write")
        found = re.search(r"cinegraph_[\w-]{40,}", made.text)
        assert found is not None
        again = await visit.get(here)
        visit.cookies.clear()
        opened = await visit.get("/api/v1/festivals/cannes", headers={"authorization": f"Bearer {found[0]}"})
        async with visit.program.context.database.transaction() as conn:
            (last,) = await setting_changes.latest(conn, 1)
    assert (made.status_code, more.status_code, opened.status_code) == (200, 409, 200)
    assert found[0] not in again.text
    assert "nightly" in again.text
    assert (last.setting, last.after, last.by) == ("users.eve.token nightly", "may read", "ada")


async def test_a_token_opens_what_it_may_and_is_shown_once(site: Site) -> None:
    async with site(doorway=MEMBERS) as visit:
        await manage_users.add_user(visit.program.context, "ada", PASSWORD)
        read = await manage_users.add_token(visit.program.context, "ada", "r", "read")
        write = await manage_users.add_token(visit.program.context, "ada", "w", "write")
        said = [{"authorization": f"Bearer {token}"} for token in (read, write, write + "x")]
        looked = [(await visit.get("/settings/users", headers=one)).status_code for one in said]
        form = {"name": "bob", "password": PASSWORD}
        sent = [(await visit.post("/settings/users", data=form, headers=one)).status_code for one in said]
        page = await visit.get("/settings/users", headers=said[0])
        await manage_users.revoke_token(visit.program.context, "ada", "r")
        revoked = await visit.get("/settings/users", headers=said[0])
    assert looked == [200, 200, 303]
    assert sent == [403, 303, 303]
    assert read not in page.text
    assert revoked.status_code == 303


async def test_a_wrong_token_is_nobody_also_at_the_machine(site: Site) -> None:
    async with site() as visit:
        answer = await visit.get("/settings/users", headers={"authorization": "Bearer nonsense"})
    assert answer.headers["location"].startswith("/login")


async def test_users_are_managed_in_the_browser(site: Site) -> None:
    async with site(doorway=MEMBERS) as visit:
        await visit.come_in()
        here = "/settings/users"
        short = await visit.send_form(here, name="bob", password="short", scope="read")
        added = await visit.send_form(here, name="Bob", password=PASSWORD, scope="read")
        twice = await visit.send_form(here, name="bob", password=PASSWORD)
        myself = await visit.send_form(f"{here}/remove", on=here, name="ada")
        removed = await visit.send_form(f"{here}/remove", on=here, name="bob")
        told = await visit.get(here)
    assert [a.status_code for a in (short, added, twice, myself, removed)] == [409, 303, 409, 409, 303]
    assert "bob is removed" in told.text
    assert "<td>read</td>" not in told.text


async def test_a_person_logs_in_after_a_wrong_password_and_out(browser: Browser) -> None:
    async with browser(doorway=MEMBERS) as seen:
        await add_user(seen.program.context, "ada", PASSWORD, "write")
        page = seen.page
        await page.goto("/jobs")
        await page.get_by_label("Name").fill("ada")
        await page.get_by_label("Password").fill("not this one")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_be_visible()
        await page.get_by_label("Name").fill("ada")
        await page.get_by_label("Password").fill(PASSWORD)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="Jobs")).to_be_visible()  # where she wanted to go
        await page.get_by_role("button", name="Log out").click()
        await expect(page.get_by_label("Password")).to_be_visible()
        await page.goto("/jobs")
        await page.wait_for_url("**/login?*")


async def test_a_new_password_ends_the_lockout(site: Site) -> None:
    async with site(doorway=MEMBERS) as visit:
        await manage_users.add_user(visit.program.context, "ada", PASSWORD)
        await asyncio.gather(*(visit.log_in(password=f"wrong {n}") for n in range(6)))
        await manage_users.set_password(visit.program.context, "ada", "battery staple")
        came = await visit.log_in(password="battery staple")
    assert came.status_code == 303


async def test_no_token_may_do_more_than_its_user(site: Site) -> None:
    async with site(doorway=MEMBERS) as visit:
        context = visit.program.context
        await manage_users.add_user(context, "eve", PASSWORD, "read")
        with pytest.raises(Refused, match="eve may only read"):
            await manage_users.add_token(context, "eve", "w", "write")
        async with context.database.transaction() as conn:
            assert await count(conn, "select count(*) from api_tokens") == 0
