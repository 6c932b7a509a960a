"""Live parts: what has changed is there without reloading."""

from playwright.async_api import expect

from tests.web import filled
from tests.web.conftest import Browser, Site


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
