"""What a person does with imports, in a real browser."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from playwright.async_api import Page, expect

from cinegraph.app import Cinegraph
from tests.conftest import IMPORTING, count
from tests.web import filled, shown_rows
from tests.web.conftest import Browser


@contextlib.asynccontextmanager
async def working(program: Cinegraph) -> AsyncIterator[None]:
    """A worker beside the site, for as long as the block lasts."""
    worker = program.worker(IMPORTING)
    running = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        worker.stop()
        await running


async def drop(page: Page, name: str, content: str) -> None:
    """Drop a file onto the place for saved pages."""
    data = await page.evaluate_handle(
        """([name, content]) => {
            const data = new DataTransfer();
            data.items.add(new File([content], name, { type: "text/html" }));
            return data;
        }""",
        [name, content],
    )
    await page.dispatch_event("[data-drop]", "drop", {"dataTransfer": data})


async def test_an_import_is_started_and_finishes_without_reloading(browser: Browser) -> None:
    async with browser() as seen:
        page = seen.page
        await page.goto("/import")
        await page.select_option("#festival", "oscars")  # the editions come by themselves
        await page.get_by_role("checkbox", name="2024").check()
        await expect(page.locator("[data-count]")).to_have_text("1 edition ticked")
        await page.locator("form.editions").get_by_text("See what it would do").click()
        await expect(page.get_by_text("This would be 1 import")).to_be_visible()
        await page.get_by_role("button", name="Start the import").click()
        await page.wait_for_url("**/imports/1")
        await page.evaluate("window.neverReloaded = true")
        await expect(page.locator(".stages li").first).to_contain_text("waits to be read")
        await expect(page.get_by_role("button", name="Pause")).to_be_visible()
        async with working(seen.program):
            await expect(page.locator("[data-import-over]")).to_be_attached(timeout=60_000)
        await expect(page.get_by_role("heading", name="Reconciliation")).to_be_visible()
        await expect(page.locator(".figures")).to_contain_text("120")
        await expect(page.get_by_role("button", name="Pause")).to_be_hidden()
        await expect(page.get_by_role("button", name="Try again")).to_be_visible()
        assert await page.evaluate("window.neverReloaded") is True
        await page.locator(".figures a[href$='state=stub']").click()
        await expect(page.locator("tbody tr")).to_have_count(3)


async def test_a_wrong_file_is_dropped_and_nothing_is_stored(browser: Browser) -> None:
    async with browser(width=390, dark=True) as seen:
        await seen.page.goto("/import")
        await drop(seen.page, "holiday.html", "<html><body>our holiday</body></html>")
        await expect(seen.page.get_by_role("alert")).to_contain_text("holiday.html: ")
        async with seen.program.context.database.transaction() as conn:
            assert await count(conn, "select count(*) from import_drafts") == 0
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not await seen.page.evaluate(wide)


async def test_screens_work_by_keyboard_and_are_never_wider_than_the_window(browser: Browser) -> None:
    async with browser(width=390) as seen:
        page = seen.page
        async with seen.program.context.database.transaction() as conn:
            ceremony = await shown_rows.ceremony(conn)
            await shown_rows.entry(conn, ceremony, "W" * 200, ["V" * 200], winner=True, note="n" * 300)
            number = await filled.asked_import(conn, state="incomplete", error="e" * 300)
            await shown_rows.worked_on(conn, number, ceremony)
        for path in (
            "/festivals/oscars/2024",
            "/festivals/oscars",
            "/imports/1",
            "/imports",
            "/lookups",
            "/nominations/1",
        ):
            await page.goto(path)
            over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert await page.evaluate(over) <= 0, path
        await page.goto("/festivals")
        await page.locator("table.map td a").first.focus()
        for key in ("ArrowRight", "End", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowLeft"):
            await page.keyboard.press(key)
        title = await page.evaluate("document.activeElement.title")
        assert title == "AMPAS 2024: its last import is incomplete"
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/festivals/oscars/2024")


async def test_too_large_a_file_is_not_sent(browser: Browser) -> None:
    """The page says so at once, instead of sending for minutes what will be refused."""
    async with browser(width=390) as seen:
        await seen.page.goto("/import")
        await seen.page.evaluate("document.querySelector('[data-names]').dataset.largest = 0")
        await drop(seen.page, "large.html", "x" * 2000)
        await expect(seen.page.locator("[data-names]")).to_have_text("large.html: at most 0 MB are taken")
        assert seen.page.url.endswith("/import")
