"""IMDb's title page: six recorded pages against the catalogue, and what tells a page's film without reading it."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from cinegraph.domain.movies import Candidate
from cinegraph.domain.people import same_name
from cinegraph.domain.titles import fold
from cinegraph.pages import decode, imdb_title
from tests.conftest import SHARED

HERE = Path(__file__).parent
PAGES = (
    "tt0086425-2022",
    "tt0088247-2018-old-layout",
    "tt0103639-2022",
    "tt0119698-2022",
    "tt2294629-2022",
    "tt26581740-2026",
)


@pytest.fixture(scope="module")
def catalogue() -> dict[str, Any]:
    """What the shared catalogue knows of the recorded films."""
    wanted = {page.split("-")[0] for page in PAGES}
    with gzip.open(SHARED / "catalogue" / "films.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        return {row["imdb_id"]: row for row in rows if row["imdb_id"] in wanted}


def real(page: str) -> Candidate:
    """What a recorded page says."""
    (path,) = (SHARED / "pages" / "imdb_title").glob(f"{page}.html*")
    return imdb_title.parse(decode(path.read_bytes()))


@pytest.mark.shared
@pytest.mark.parametrize("page", PAGES)
def test_a_real_page_agrees_with_the_catalogue(page: str, catalogue: dict[str, Any]) -> None:
    told, known = real(page), catalogue[page.split("-", maxsplit=1)[0]]
    assert (told.imdb_id, told.kind) == (known["imdb_id"], "movie")
    assert fold(known["title"]) in {fold(title) for title in told.titles}
    assert told.year == int(known["year"])
    assert told.directors[0] == known["director"]
    cast = [credit.name for credit in told.credits if credit.kind == "cast"]
    agreed = [c["name"] for c in known["cast"] if any(same_name(c["name"], name) >= 0.8 for name in cast)]
    assert len(agreed) >= 3, "the stars are the same people"
    assert all(credit.imdb_id and credit.imdb_id.startswith("nm") for credit in told.credits)
    assert told.facts.runtime
    assert told.genres
    assert told.facts.overview
    assert told.complete is not page.endswith("old-layout")


@pytest.mark.shared
def test_everything_that_a_real_page_states_is_kept() -> None:
    told = real("tt0119698-2022")
    assert (told.title, told.original_title) == ("Princess Mononoke", "Mononoke-hime")
    assert [(r.source, r.value, r.votes) for r in told.ratings] == [
        ("imdb", 8.4, 392436),
        ("metacritic", 76.0, None),
    ]
    facts = told.facts
    assert (str(facts.release_date), facts.runtime, facts.status) == ("1997-12-19", 134, "Released")
    assert (facts.budget, facts.revenue) == (None, 170005875), "yen are no dollars"
    assert (facts.countries, facts.languages, len(facts.companies)) == (("JP",), ("ja",), 3)
    san = next(c for c in told.credits if c.name == "Yuriko Ishida")
    assert (san.character, san.billing, san.imdb_id) == ("San / Mononoke-Hime / Kaya (voice)", 1, "nm0410942")
    assert [c.job for c in told.credits if c.kind == "crew"] == [
        "Director",
        "Writer (original story)",
        "Writer (adapted by: English version)",
    ]
    assert (len(told.images), len(told.videos), len(told.keywords)) == (1, 3, 5)


@pytest.mark.shared
@pytest.mark.parametrize(("page", "stars"), [("tt2294629-2022", 20), ("tt26581740-2026", 18)])
def test_stars_kept_apart_are_of_the_cast(page: str, stars: int) -> None:
    billed = [c.billing for c in real(page).credits if c.kind == "cast"]
    assert billed == list(range(stars))


def test_the_film_of_a_page_is_told_without_reading_it() -> None:
    page = (HERE / "imdb_title" / "since_2025.html").read_text(encoding="utf-8")
    assert imdb_title.title_of(page) == "tt9000001"
    assert imdb_title.title_of("<html></html>") is None
    assert imdb_title.path("tt9000001") == "/title/tt9000001/"
