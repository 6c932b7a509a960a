"""Live parts: what has changed is there without reloading."""

import asyncio

import pytest
from playwright.async_api import expect

from cinegraph.pipeline.manage_users import add_user, remove_user
from cinegraph.web import live
from cinegraph.web.pages import home
from tests.web import filled
from tests.web.conftest import MEMBERS, PASSWORD, Browser, Site


async def test_a_part_comes_anew_when_it_has_changed(browser: Browser) -> None:
    async with browser() as seen:
        await seen.page.goto("/")
        await expect(seen.page.get_by_text("Nothing was imported yet")).to_be_visible()
        async with seen.program.context.database.transaction() as conn:
            await filled.asked_import(conn, 2023)
        await expect(seen.page.get_by_role("rowheader", name="oscars 2023")).to_be_visible()


async def test_who_asks_for_no_stream_gets_the_part_as_it_is(site: Site) -> None:
    async with site() as visit:
        answer = await visit.get("/live/home")
    assert answer.headers["content-type"].startswith("text/html")
    assert "<html" not in answer.text


async def test_a_stream_ends_with_its_visitor(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LOOK_AGAIN_SECONDS", 0.0)
    async with site(doorway=MEMBERS) as visit:
        await visit.come_in()

        async def removing(*_: object) -> str:
            await remove_user(visit.program.context, "ada")
            return "the last part"

        monkeypatch.setattr(home, "_drawn", removing)
        answer = await asyncio.wait_for(
            visit.get("/live/home", headers={"accept": "text/event-stream"}), timeout=15
        )
    assert answer.status_code == 200
    assert "the last part" in answer.text
    assert "event: left" in answer.text


async def test_a_page_leads_to_the_log_in_when_its_user_is_gone(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LOOK_AGAIN_SECONDS", 0.5)
    async with browser(doorway=MEMBERS) as seen:
        await add_user(seen.program.context, "ada", PASSWORD)
        await seen.page.goto("/login")
        await seen.page.get_by_label("Name").fill("ada")
        await seen.page.get_by_label("Password").fill(PASSWORD)
        await seen.page.locator("main button").click()
        await expect(seen.page.locator("[data-live][data-state=live]")).to_be_visible()
        await remove_user(seen.program.context, "ada")
        await expect(seen.page.get_by_label("Password")).to_be_visible()
