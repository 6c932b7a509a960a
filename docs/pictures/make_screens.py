"""Photograph every screen of the control room, wide, narrow and dark, in a real Chromium on the offline world.

    python docs/pictures/make_screens.py             # a world of its own (a minute)
    python docs/pictures/make_screens.py URL         # a control room that stands already

It needs Pillow (`pip install pillow`), which makes the PNGs small, and Chromium. It writes `screens/NAME.png`,
`NAME-narrow.png` and `NAME-dark.png` beside this file, and prints what a first visit to each screen moves and when it paints.
A world of its own also has the screens of a room where everybody logs in.
"""

import asyncio
import contextlib
import io
import re
import shutil
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import playwright.async_api as playwright
from PIL import Image
from screens_world import PASSWORD, control_room, room_of_members

FOLDER = Path(__file__).parent / "screens"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FORMS = {"": (1440, 900, "light"), "-narrow": (390, 844, "light"), "-dark": (1440, 900, "dark")}
"""The end of a picture's name → width, height, colours."""
COLOURS, ACCENTS, VIVID = 64, 8, 100
"""How many colours a picture has; so many of them are its commonest that are far from grey, or an accent would turn grey."""
LARGEST = 60_000

SCREENS = {
    "home": "/",
    "review": "/review",
    "review-many": "/review/many?least=0.3",
    "review-history": "/review/history",
    "import": "/import?festival=oscars",
    "import-plan": "/import/preview?festival=oscars&edition=2024",
    "imports": "/imports",
    "import-page": "/imports/{import}",
    "festivals": "/festivals",
    "organization": "/festivals/oscars",
    "organization-edit": "/festivals/oscars/edit",
    "ceremony": "/festivals/oscars/2024",
    "accounts": "/festivals/oscars/2024/accounts",
    "nomination": "/nominations/1",
    "films": "/films",
    "film": "/films/{film}",
    "credits": "/films/{film}/credits",
    "join": "/films/{film}/join?with={other}",
    "people": "/people",
    "unlinked": "/people/unlinked?festival=oscars",
    "person": "/people/{person}",
    "pairs": "/people/{person}/pairs",
    "join-person": "/people/{uncredited}/join?with={credited}",
    "six-degrees": "/six-degrees?one=Joaquin+Phoenix&other=Carey+Mulligan",
    "lists": "/lists",
    "list": "/lists/1001_movies",
    "search": "/search?q=openheimer",
    "scores": "/scores",
    "exports": "/exports",
    "lookups": "/lookups",
    "jobs": "/jobs",
    "job": "/jobs/{job}",
    "settings": "/settings",
    "changes": "/settings/changes",
    "settings-festivals": "/settings/festivals",
    "festivals-check": "/settings/festivals/check?festival=oscars",
    "users": "/settings/users",
    "error": "/films/999999",
}
"""Name → address; what is in braces is the number in the first link of `FOUND`."""

FOUND = {
    "import": ("/imports?about=oscars&state=finished", r"/imports/(\d+)"),
    "film": ("/search?q=oppenheimer", r"/films/(\d+)"),
    "other": ("/search?q=poor+things", r"/films/(\d+)"),
    "person": ("/search?q=cillian+murphy", r"/people/(\d+)"),
    "credited": ("/search?q=matt+damon", r"/people/(\d+)"),
    "uncredited": ("/search?q=sheila+nevins", r"/people/(\d+)"),
    "job": ("/jobs?state=failed", r"/jobs/(\d+)"),
}
"""What is in braces → the page that links to it, and the link."""

GUESTS = {"login": "/login"}
MEMBERS = {"import-running": "/imports/1", "account": "/account"}
"""Name → address, where everybody logs in: before that, and after."""


@dataclass(frozen=True, slots=True)
class Visited:
    """What a first visit moved, in bytes, and after how many milliseconds it painted."""

    moved: int
    painted: int


async def photograph(url: str) -> None:
    """Every screen in every form, and the table of first visits."""
    async with _browser() as browser:
        numbers = await _numbers(browser, url)
        print("| screen | KB moved | painted after ms |\n|---|---:|---:|")
        await _shoot_all(browser, {name: url + path.format_map(numbers) for name, path in SCREENS.items()})


async def photograph_members(url: str) -> None:
    """The screens of a room where everybody logs in, while import 1 runs."""
    async with _browser() as browser:
        context = await browser.new_context(base_url=url)
        page = await context.new_page()
        await page.goto("/login?next=/imports/1")
        await page.get_by_label("Name").fill("ada")
        await page.get_by_label("Password").fill(PASSWORD)
        await page.get_by_role("button", name="Log in").click()
        await page.locator('a[href="/imports/1/films?state=full"]').wait_for()
        cookies = await context.storage_state()
        await _shoot_all(browser, {name: url + path for name, path in MEMBERS.items()}, cookies)
        await _shoot_all(browser, {name: url + path for name, path in GUESTS.items()})
        await context.close()


@contextlib.asynccontextmanager
async def _browser() -> AsyncIterator[playwright.Browser]:
    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        await browser.close()


async def _shoot_all(
    browser: playwright.Browser, screens: dict[str, str], cookies: playwright.StorageState | None = None
) -> None:
    """Each screen in each form, and its line in the table."""
    for name, url in screens.items():
        visited = [await _shoot(browser, name + end, url, cookies, *form) for end, form in FORMS.items()]
        print(f"| {name} | {visited[0].moved / 1000:.0f} | {visited[0].painted} |", flush=True)


async def _numbers(browser: playwright.Browser, url: str) -> dict[str, str]:
    page = await browser.new_page()
    numbers = {}
    for name, (path, link) in FOUND.items():
        await page.goto(url + path)
        found = re.search(link, await page.locator("main").inner_html())
        numbers[name] = found[1] if found else "1"
    await page.close()
    return numbers


async def _shoot(
    browser: playwright.Browser,
    name: str,
    url: str,
    cookies: playwright.StorageState | None,
    width: int,
    height: int,
    colours: str,
) -> Visited:
    """One picture, and what the visit cost. A page that is wider than its window is told."""
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=colours,
        reduced_motion="reduce",
        storage_state=cookies,
    )
    page = await context.new_page()
    await page.goto(url)
    with contextlib.suppress(playwright.TimeoutError):  # a live page is never idle
        await page.wait_for_load_state("networkidle", timeout=700)
    over = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if over > 0:
        print(f"{name} is {over} pixels wider than its window", file=sys.stderr)
    _write(name, await page.screenshot())
    moved, painted = await page.evaluate(
        """() => {
            const all = [...performance.getEntriesByType("resource"), performance.getEntriesByType("navigation")[0]];
            const paint = performance.getEntriesByName("first-contentful-paint")[0];
            return [all.reduce((sum, one) => sum + one.transferSize, 0), Math.round(paint ? paint.startTime : -1)];
        }"""
    )
    await context.close()
    return Visited(moved, painted)


def _write(name: str, png: bytes) -> None:
    """The picture in few colours: a tenth of its size, and the words as sharp as they were."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    counted = [colour for _, colour in sorted(picture.getcolors(1 << 24), reverse=True)]
    vivid = [colour for colour in counted if max(colour) - min(colour) > VIVID][:ACCENTS]
    for colours in (COLOURS, COLOURS // 2, COLOURS // 4):
        palette = Image.new("P", (1, 1))
        palette.putpalette([part for colour in [*vivid, *counted[: colours - ACCENTS]] for part in colour])
        small = picture.quantize(palette=palette, dither=Image.Dither.NONE)
        kept = io.BytesIO()
        small.save(kept, "PNG", optimize=True)
        if kept.tell() <= LARGEST:
            break
    (FOLDER / f"{name}.png").write_bytes(kept.getvalue())


def main() -> None:
    """Photograph the control room at the address, or one of our own."""
    FOLDER.mkdir(exist_ok=True)
    if len(sys.argv) > 1:
        asyncio.run(photograph(sys.argv[1].rstrip("/")))
        return
    with control_room() as url:
        asyncio.run(photograph(url))
    with room_of_members() as url:
        asyncio.run(photograph_members(url))


if __name__ == "__main__":
    main()
