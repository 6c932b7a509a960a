"""IMDb's title page as a catalogue: what each fault comes to, and that no failure is ever "not found"."""

import gzip
import shutil
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
import pytest

from cinegraph.domain.movies import MovieRef
from cinegraph.fetch.saved_files import SavedFiles
from cinegraph.fetch.transports import FetchedPage
from cinegraph.fetch.zyte import DAY, Zyte
from cinegraph.lookup.chain import Ambiguous, Found, NotFound, Outcome, Unanswered, resolve
from cinegraph.offline.faults import Faults, parse_plan
from cinegraph.offline.zyte import KEY
from cinegraph.settings import Settings
from cinegraph.sources.base import Parts, Unusable
from cinegraph.sources.imdb_title import ImdbTitle, build
from tests.sources.asking import Asking

OPPENHEIMER = MovieRef("Oppenheimer", imdb_id="tt15398776")
PAGES = Path(__file__).parents[1] / "pages"


class Pages:
    """Where pages are kept that were paid for; all of them are young."""

    def __init__(self) -> None:
        self.kept: list[FetchedPage] = []

    async def young(self, kind: str, path: str, since: datetime | None) -> FetchedPage | None:
        mine = [p for p in self.kept if p.kind == kind and p.url.endswith(path)]
        return replace(mine[-1], again=True) if mine else None

    async def keep(self, page: FetchedPage) -> None:
        self.kept.append(page)


class Asked(Asking):
    """The source behind the offline world's Zyte, with every request that was made and every page that was kept."""

    def __init__(self, outside: Faults, key: str = KEY, browser: bool = False) -> None:
        super().__init__(httpx2.ASGITransport(outside), "zyte", attempts=1)
        sites = {"imdb": "http://outside/imdb"}
        zyte = Zyte(self.door, "http://outside/zyte/v1/extract", key, Decimal("0.01"), sites, browser)
        self.pages = Pages()
        self.source = ImdbTitle(zyte, self.pages)


@pytest.mark.parametrize("browser", [False, True])
async def test_a_film_is_one_paid_page(outside: Faults, browser: bool) -> None:
    asked = Asked(outside, browser=browser)
    film = await asked.source.by_id(OPPENHEIMER)
    assert film is not None
    assert (film.source, film.imdb_id, film.tmdb_id, film.year) == ("imdb_title", "tt15398776", None, 2023)
    assert (film.complete, film.directors, film.facts.runtime) == (True, ("Christopher Nolan",), 181)
    told = {(c.name, c.imdb_id, c.character) for c in film.credits}
    assert ("Cillian Murphy", "nm0614165", "J. Robert Oppenheimer") in told
    assert (asked.source.price_usd, [call.success for call in asked.calls]) == (Decimal("0.01"), [True])
    assert [(page.kind, page.cost) for page in asked.pages.kept] == [("imdb_title", Decimal("0.01"))]


async def test_it_is_asked_by_id_only(outside: Faults) -> None:
    asked = Asked(outside)
    ref = MovieRef("Oppenheimer", years=(2023,))
    assert await asked.source.by_id(ref) is None
    assert asked.source.strategies(ref) == ()
    await asked.source.check()
    assert asked.requests == []


async def test_a_title_that_imdb_lacks_is_not_found(outside: Faults) -> None:
    assert await resolve(MovieRef("None", imdb_id="tt99999999"), [Asked(outside).source]) == NotFound(
        ("imdb_title",)
    )


def came_to(outcome: Outcome) -> tuple[str, float | str | None]:
    """An outcome in two words: its kind, and when to ask again ("broken": when a person has acted)."""
    match outcome:
        case Unanswered(broken=True):
            return "unanswered", "broken"
        case Unanswered(until=until) if until is not None:
            return "unanswered", "until"
        case Unanswered(after=after):
            return "unanswered", after
        case _:
            return type(outcome).__name__.casefold(), None


FAULTS: list[tuple[str, tuple[str, float | str | None], str]] = [
    ("zyte:400", ("unanswered", "broken"), "status 400"),
    ("zyte:401", ("unanswered", "broken"), "CINEGRAPH_ZYTE_KEY"),
    ("zyte:wrong-key", ("unanswered", "broken"), "CINEGRAPH_ZYTE_KEY"),
    ("zyte:402", ("unanswered", "broken"), "wants to be paid"),
    ("zyte:403", ("unanswered", "until"), "spending cap"),
    ("zyte:quota", ("unanswered", "until"), "spending cap"),
    ("zyte:422", ("unanswered", "broken"), "status 422"),
    ("zyte:gone", ("unanswered", "broken"), "status 404"),
    ("zyte:429", ("unanswered", 20.0), "too busy"),
    ("zyte:429=900", ("unanswered", 900.0), "too busy"),
    ("zyte:451", ("unanswered", "broken"), "may not ask this site"),
    ("zyte:500", ("unanswered", None), "status 500"),
    ("zyte:503", ("unanswered", 20.0), "too busy"),
    ("zyte:503=60", ("unanswered", 60.0), "too busy"),
    ("zyte:520", ("unanswered", None), "status 520"),
    ("zyte:521", ("unanswered", DAY), "cannot get the page"),
    ("zyte:truncated", ("unanswered", DAY), "stops in the middle"),
    ("zyte:challenge", ("unanswered", DAY), "challenge"),
    ("zyte:target-404", ("notfound", None), "404"),
    ("zyte:target-503", ("unanswered", DAY), "status 503"),
    ("zyte:target-truncated", ("unanswered", DAY), "closing </html>"),
    ("imdb:challenge", ("unanswered", DAY), "challenge"),
    ("imdb:500", ("unanswered", DAY), "status 500"),
    ("imdb:gone", ("notfound", None), "404"),
    ("zyte:latency=0", ("found", None), ""),
]


@pytest.mark.parametrize(("plan", "expected", "reason"), FAULTS, ids=[f[0] for f in FAULTS])
async def test_no_fault_is_ever_not_found(
    outside: Faults, plan: str, expected: tuple[str, float | str | None], reason: str
) -> None:
    """Lesson 3. Only the site's own 404 says that there is no such title; each fault is one recorded call."""
    outside.plan = parse_plan(plan)
    asked = Asked(outside)
    outcome = await resolve(OPPENHEIMER, [asked.source])
    assert came_to(outcome) == expected
    (call,) = asked.calls
    assert (call.source, call.identifier) == ("zyte", "/title/tt15398776/")
    assert call.success is isinstance(outcome, Found)
    assert reason in (call.error_message or "")
    if isinstance(outcome, Unanswered):
        assert reason in outcome.reasons[0]
    assert [page.status for page in asked.pages.kept] == ([200] if call.success else [])


async def test_a_key_that_is_refused_is_told_by_its_setting(outside: Faults) -> None:
    with pytest.raises(Unusable, match="CINEGRAPH_ZYTE_KEY") as raised:
        await Asked(outside, key="another").source.by_id(OPPENHEIMER)
    assert "another" not in str(raised.value)


FILES: list[tuple[str, tuple[str, float | str | None]]] = [
    ("imdb_title/since_2025.html", ("found", None)),
    ("imdb_title/before_2021.html", ("found", None)),
    ("changed/imdb_title-blocked-challenge.html", ("unanswered", DAY)),
    ("changed/imdb_title-blocked-broken-site.html", ("unanswered", DAY)),
    ("changed/imdb_title-truncated-cut-page.html", ("unanswered", DAY)),
    ("changed/imdb_title-truncated-cut-json.html", ("unanswered", DAY)),
    ("changed/imdb_title-page_changed-no-cast.html", ("unanswered", "broken")),
    ("changed/imdb_title-another_title-data-of-another.html", ("unanswered", "broken")),
    ("changed/imdb_title-foreign-event-page.html", ("unanswered", "broken")),
    ("changed/imdb_title-not_there-error-page-as-200.html", ("notfound", None)),
]


@pytest.mark.parametrize(("page", "expected"), FILES, ids=[f[0] for f in FILES])
async def test_what_a_saved_page_comes_to(
    tmp_path: Path, page: str, expected: tuple[str, float | str | None]
) -> None:
    shutil.copy(PAGES / page, tmp_path / "tt9000001.html")
    ref = MovieRef("The Lamp & the Tide", imdb_id="tt9000001")
    outcome = await resolve(ref, [ImdbTitle(SavedFiles(tmp_path))])
    assert came_to(outcome) == expected
    if isinstance(outcome, Found):
        assert outcome.candidate.complete is ("before" not in page)


async def test_a_film_without_a_file_is_one_that_the_folder_lacks(tmp_path: Path) -> None:
    assert came_to(await resolve(OPPENHEIMER, [ImdbTitle(SavedFiles(tmp_path))])) == ("notfound", None)


async def test_a_folder_that_has_gone_is_no_answer(tmp_path: Path) -> None:
    gone = ImdbTitle(SavedFiles(tmp_path / "gone"))
    assert came_to(await resolve(OPPENHEIMER, [gone])) == ("unanswered", None)


async def test_a_file_of_another_film_is_seen_by_a_person(tmp_path: Path) -> None:
    """Lesson 19: the id asked is compared with the id found, by `lookup.matching`, not here."""
    shutil.copy(PAGES / "imdb_title" / "since_2025.html", tmp_path / "tt15398776.html")
    outcome = await resolve(OPPENHEIMER, [ImdbTitle(SavedFiles(tmp_path))])
    assert isinstance(outcome, Ambiguous)
    assert outcome.matches[0].candidate.imdb_id == "tt9000001"


async def test_saved_pages_are_not_kept_again(tmp_path: Path) -> None:
    """They are files of the owner's; only what was paid for is kept."""
    body = (PAGES / "imdb_title" / "since_2025.html").read_bytes()
    (tmp_path / "saved.html.gz").write_bytes(gzip.compress(body))
    pages = Pages()
    source = ImdbTitle(SavedFiles(tmp_path), pages)
    assert await source.by_id(MovieRef("x", imdb_id="tt9000001")) is not None
    assert (pages.kept, source.price_usd) == ([], Decimal(0))


@pytest.mark.parametrize(
    ("settings", "price"),
    [
        ({}, None),
        ({"imdb_title": "files"}, None),
        ({"imdb_title": "files", "imdb_title_folder": "x"}, Decimal(0)),
        ({"imdb_title": "zyte"}, None),
        ({"imdb_title": "zyte", "zyte_key": "x", "zyte_price_usd": "0.03"}, Decimal("0.03")),
        ({"zyte_key": "x"}, None),
    ],
)
def test_built_from_settings(settings: dict[str, Any], price: Decimal | None) -> None:
    nobody: Any = None  # not asked here
    built = build(Parts(Settings(**settings), nobody, nobody))
    assert (built.price_usd if built else None) == price
