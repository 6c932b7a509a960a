"""Photograph every screen of the control room, wide, narrow and dark, in a real Chromium on the offline world.

    python docs/pictures/make_screens.py             # a world of its own (a minute)
    python docs/pictures/make_screens.py URL         # a control room that stands already

It needs Pillow (`pip install pillow`), which makes the PNGs small, and Chromium. It writes `screens/NAME.png`,
`NAME-narrow.png` and `NAME-dark.png` beside this file, and prints what a first visit to each screen moves and when it paints.
"""

import asyncio
import contextlib
import io
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import playwright.async_api as playwright
from PIL import Image
from screens_world import control_room

FOLDER = Path(__file__).parent / "screens"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FORMS = {"": (1440, 900, "light"), "-narrow": (390, 844, "light"), "-dark": (1440, 900, "dark")}
"""The end of a picture's name → width, height, colours."""
COLOURS = 64
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
    "job": ("/jobs?state=failed", r"/jobs/(\d+)"),
}
"""What is in braces → the page that links to it, and the link."""


@dataclass(frozen=True, slots=True)
class Visited:
    """What a first visit moved, in bytes, and after how many milliseconds it painted."""

    moved: int
    painted: int


async def photograph(url: str) -> None:
    """Every screen in every form, and the table of first visits."""
    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        numbers = await _numbers(browser, url)
        print("| screen | KB moved | painted after ms |\n|---|---:|---:|")
        for name, address in SCREENS.items():
            path = url + address.format_map(numbers)
            visited = [await _shoot(browser, name + end, path, *form) for end, form in FORMS.items()]
            print(f"| {name} | {visited[0].moved / 1000:.0f} | {visited[0].painted} |", flush=True)
        await browser.close()


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
    browser: playwright.Browser, name: str, url: str, width: int, height: int, colours: str
) -> Visited:
    """One picture, and what the visit cost. A page that is wider than its window is told."""
    context = await browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=colours, reduced_motion="reduce"
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
    counted = sorted(picture.getcolors(1 << 24), reverse=True)
    for colours in (COLOURS, COLOURS // 2, COLOURS // 4):
        palette = Image.new("P", (1, 1))
        palette.putpalette([part for _, colour in counted[:colours] for part in colour])
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


if __name__ == "__main__":
    main()
