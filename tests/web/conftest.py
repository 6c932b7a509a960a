"""The site on a test's own database: asked over HTTP without a network, or looked at in a real browser."""

import os
import re
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from html import unescape

import httpx2
import playwright.async_api as playwright
import pytest

from cinegraph.app import Cinegraph
from cinegraph.pipeline.manage_users import add_user
from cinegraph.store import users
from cinegraph.web.doorway import AT_THE_MACHINE, Doorway
from cinegraph.web.listening import bound, listening
from cinegraph.web.site import site as build
from tests.conftest import Program

HERE = "http://127.0.0.1"
MEMBERS = Doorway(open=False, hosts=None)
"""A site that others can reach: everybody logs in."""
PASSWORD = "correct horse"


class Visit(httpx2.AsyncClient):
    """A browser without a window: it keeps cookies, and sends forms with the token of the page that it saw last."""

    program: Cinegraph

    async def send_form(self, path: str, on: str | None = None, **fields: object) -> httpx2.Response:
        """What a form on the page `on` (None: `path` itself) sends to `path`."""
        seen = await self.get(on or path)
        return await self.post(path, data={"csrf": csrf_of(seen.text)} | fields)

    async def come_in(self, name: str = "ada", scope: users.Scope = "write") -> httpx2.Response:
        """Add that user, and log in."""
        await add_user(self.program.context, name, PASSWORD, scope)
        return await self.log_in(name)

    async def log_in(self, name: str = "ada", password: str = PASSWORD, **more: str) -> httpx2.Response:
        """What the form of the log-in page sends."""
        return await self.send_form("/login", name=name, password=password, **more)


def csrf_of(html: str) -> str:
    """The token in a page's forms."""
    found = re.search(r'name="csrf" value="([^"]+)"', html)
    assert found is not None
    return found[1]


def hidden_of(html: str) -> dict[str, str]:
    """What the form of a preview sends, but for what is typed."""
    main = html[html.index("<main") :]
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', main)
    return {name: unescape(value) for name, value in found}


Site = Callable[..., AbstractAsyncContextManager[Visit]]


@pytest.fixture
def site(program: Program) -> Site:
    """Visit the site: `async with site() as visit: await visit.get("/")`. What is given besides `doorway` are settings;
    `visit.program` is the program behind it."""

    @asynccontextmanager
    async def opened(
        doorway: Doorway = AT_THE_MACHINE, base: str = HERE, **changed: object
    ) -> AsyncIterator[Visit]:
        async with program(**changed) as built:
            transport = httpx2.ASGITransport(build(built, doorway), raise_app_exceptions=False)
            async with Visit(transport=transport, base_url=base) as visit:
                visit.program = built
                yield visit

    return opened


CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[playwright.Browser]:
    """The one browser of all tests. Skipped, saying so, where there is none; in CI that is a failure."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("there is no Chromium on this machine: .ci/run installs it")
        pytest.skip("there is no Chromium on this machine (Debian: apt-get install chromium)")
    async with playwright.async_playwright() as driver:
        running = await driver.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield running
        await running.close()


@dataclass(frozen=True, slots=True)
class Looking:
    """A window of the browser on the site, and the program behind it."""

    page: playwright.Page
    program: Cinegraph
    url: str


Browser = Callable[..., AbstractAsyncContextManager[Looking]]


@pytest.fixture
def browser(program: Program, chromium: playwright.Browser) -> Browser:
    """Look at the site: `async with browser(width=390, dark=True) as seen: await seen.page.goto("/")`. A page that asks
    another host, or writes an error to the console, fails the test."""

    @asynccontextmanager
    async def opened(
        doorway: Doorway = AT_THE_MACHINE,
        width: int = 1440,
        dark: bool = False,
        script: bool = True,
        **changed: object,
    ) -> AsyncIterator[Looking]:
        socket = bound("127.0.0.1", 0)
        url = f"http://127.0.0.1:{socket.getsockname()[1]}"
        async with program(**changed) as built, listening(build(built, doorway), socket):
            context = await chromium.new_context(
                base_url=url,
                viewport={"width": width, "height": 900},
                color_scheme="dark" if dark else "light",
                java_script_enabled=script,
            )
            context.set_default_timeout(15_000)
            page = await context.new_page()
            wrong: list[str] = []
            page.on(
                "request",
                lambda asked: None if asked.url.startswith((url, "data:")) else wrong.append(asked.url),
            )
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on(
                "console", lambda line: wrong.append(line.text) if "Content Security" in line.text else None
            )
            try:
                yield Looking(page, built, url)
            finally:
                await context.close()
            assert wrong == []

    return opened
