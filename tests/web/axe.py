"""axe-core, the accessibility checks that browsers' makers use: from its npm package, at test time, kept between runs."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import playwright.async_api as playwright
import pytest

VERSION = "4.11.0"
SERIOUS = ("serious", "critical")
_RUN = """async () => {
    const found = await axe.run(document, { resultTypes: ["violations"] });
    return found.violations.flatMap(one => one.nodes.map(node => [one.impact, one.id, node.html.slice(0, 200)]));
}"""


def source() -> str:
    """The script. Skips the test, saying so, where npm or the package is not to be had; in CI that is a failure."""
    cache = (
        Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        / "cinegraph-tests"
        / f"axe-{VERSION}"
    )
    script = cache / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        _install(cache)
    return script.read_text(encoding="utf-8")


def _install(cache: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        _missing("there is no npm on this machine: .ci/run installs it")
        return
    cache.mkdir(parents=True, exist_ok=True)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--loglevel=error"]
    words = [npm, "install", "--prefix", str(cache), *quiet, f"axe-core@{VERSION}"]
    done = subprocess.run(words, check=False, capture_output=True, text=True, timeout=120)
    if done.returncode:
        _missing(f"npm does not get axe-core: {done.stderr.strip().splitlines()[-1:]}")


def _missing(why: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


async def look(page: playwright.Page, script: str, path: str) -> list[Any]:
    """What is seriously wrong with the page at that path: wide and light, narrow and dark. (Colours do not depend on the
    width, nor where things stand on the colours.)"""
    await page.goto(path)
    await page.evaluate(script)
    found = []
    for form, width, colours in (("wide, light", 1440, "light"), ("narrow, dark", 390, "dark")):
        await page.set_viewport_size({"width": width, "height": 900})
        await page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
        said = await page.evaluate(_RUN)
        found += [(path, form, *one) for one in said if one[0] in SERIOUS]
    return found
