"""Lesson 22: a page that is empty, blocked, gone, cut, shrunken, or of another event or year changes nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.fetch.transports import FetchedPage, Transport
from cinegraph.offline.faults import Faults, parse_plan
from tests.conftest import Program
from tests.pipeline.importing import Work, imported
from tests.rows import dump

Change = Callable[[str], str]


def _without_categories(text: str, but: int = 0) -> str:
    return text[: text.index(f'<div data-term-id="{but + 1}"')] + "</body>\n</html>\n"


class _Says:
    """A site whose pages say something else."""

    def __init__(self, real: Transport, change: Change) -> None:
        self._real, self._change = real, change
        self.name, self.price = real.name, real.price

    async def get(self, site: str, kind: str, path: str) -> FetchedPage:
        page = await self._real.get(site, kind, path)
        return replace(page, body=self._change(page.body.decode()).encode())


def _saying(built: Cinegraph, site: str, change: Change | None) -> Cinegraph:
    if change is None:
        return built
    transports = {**built.context.transports, site: _Says(built.context.transports[site], change)}
    return replace(built, context=replace(built.context, transports=transports))


BAD: list[tuple[str, str, Change | None, str]] = [
    ("oscars:challenge,imdb:challenge", "oscars", None, "challenge"),
    ("oscars:gone,imdb:gone", "oscars", None, "no such page"),
    ("oscars:truncated,imdb:truncated", "oscars", None, "closing </html>"),
    ("imdb:gone", "oscars", _without_categories, "award-category"),
    ("imdb:gone", "oscars", lambda text: _without_categories(text, 4), "17% of the nominations"),
    ("imdb:gone", "oscars", lambda text: text.replace("2024", "2023"), "this page is of 2023, and 2024"),
    ("oscars:gone", "imdb", lambda text: text.replace("ev0000003", "ev0000147"), "not of Academy Awards"),
]


@pytest.mark.parametrize(("plan", "site", "change", "reason"), BAD, ids=[one[3] for one in BAD])
async def test_it_changes_nothing_and_says_why(
    program: Program,
    work: Work,
    outside: Faults,
    conn: AsyncConnection,
    plan: str,
    site: str,
    change: Change | None,
    reason: str,
) -> None:
    async with program() as built:
        await imported(built, work, lookup=False)
        before = await dump(conn)
        await conn.rollback()
        outside.plan = parse_plan(plan)
        told = await imported(_saying(built, site, change), work, lookup=False, refresh=True)
    assert (told.state, told.seen, told.stored) == ("failed", 0, 0)
    assert reason in (told.error or "")
    assert await dump(conn) == before


@pytest.mark.parametrize(("share", "state"), [(0.1, "finished"), (0.9, "failed")])
async def test_the_share_that_must_stay_can_be_set(
    program: Program, work: Work, outside: Faults, share: float, state: str
) -> None:
    async with program(kept_share=share) as built:
        await imported(built, work, lookup=False)
        outside.plan = parse_plan("imdb:gone")
        half = _saying(built, "oscars", lambda text: _without_categories(text, 13))
        told = await imported(half, work, lookup=False, refresh=True)
    assert told.state == state
    assert ("90% must stay (CINEGRAPH_KEPT_SHARE)" in (told.error or "")) is (state == "failed")
