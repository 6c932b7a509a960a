"""Pages and what they say. A case is `<page type>/<name>.html` with what it must be read as beside it, in
`<name>.json`; `changed/<page type or any>-<error>-<what>.html` must raise that error. A dataset's files end in `.yml`,
SPARQL's JSON in `.srj`."""

import gzip
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from cinegraph.domain.festivals import Edition
from cinegraph.pages import LARGEST_PAGE, PAGE_TYPES, decode, errors, imdb_list, imdb_title, recognise
from cinegraph.pages.errors import Foreign, PageError, Truncated
from tests.conftest import SHARED

HERE = Path(__file__).parent
READERS: dict[str, Callable[[str], Any]] = {
    kind.KIND: getattr(kind, "parse", kind.ceremonies) for kind in PAGE_TYPES
}
READERS[imdb_title.KIND] = imdb_title.parse
READERS[imdb_list.KIND] = imdb_list.parse
OF_NO_CEREMONY = (imdb_list, imdb_title)
CASES = sorted(
    path for kind in READERS for path in (HERE / kind).iterdir() if path.suffix in (".html", ".yml", ".srj")
)
CHANGED = sorted((HERE / "changed").iterdir())


def as_json(value: object) -> Any:
    """A value as it stands in a case's JSON: without what is empty."""
    if isinstance(value, dict):
        return {k: as_json(v) for k, v in value.items() if v not in (None, (), [], "", False)}
    if isinstance(value, (list, tuple)):
        return [as_json(v) for v in value]
    return str(value) if hasattr(value, "isoformat") else value


@pytest.mark.parametrize("case", CASES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_page_is_read_whole(case: Path) -> None:
    text = decode(case.read_bytes())
    kind = case.parent.name
    known = next((other for other in OF_NO_CEREMONY if other.recognises(text)), None)
    assert kind == (known or recognise(text)).KIND
    found = READERS[kind](text)
    told = [as_json(asdict(c)) for c in found] if isinstance(found, tuple) else as_json(asdict(found))
    expected = case.with_suffix(".json")
    if not expected.exists():
        expected.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.fail(f"{expected.name} was written: review me")
    assert told == json.loads(expected.read_text(encoding="utf-8"))


def test_every_page_type_has_a_case() -> None:
    assert {case.parent.name for case in CASES} == set(READERS)


@pytest.mark.parametrize("case", CHANGED, ids=lambda p: p.stem)
def test_page_that_cannot_be_believed(case: Path) -> None:
    kind, name, _ = case.stem.split("-", 2)
    error = getattr(errors, "".join(word.capitalize() for word in name.split("_")))
    text = decode(case.read_bytes())
    with pytest.raises(error) as raised:
        (recognise(text).ceremonies if kind == "any" else READERS[kind])(text)
    assert "\n" not in str(raised.value)


def test_each_kind_of_disaster_is_told_apart() -> None:
    told = Counter(case.stem.split("-")[1] for case in CHANGED)
    assert set(told) == {
        "blocked",
        "not_there",
        "truncated",
        "page_changed",
        "another_title",
        "private",
        "empty",
        "foreign",
    }


def test_saved_pages_come_plain_or_gzipped() -> None:
    plain = CASES[0].read_bytes()
    assert decode(gzip.compress(plain)) == decode(plain) == decode(b"\xef\xbb\xbf" + plain)


NO_TEXT = {  # named here: gzip puts the time into the bytes, and test processes must agree on names
    "gzip that stops": (gzip.compress(b"x" * 9999)[:-20], Truncated),
    "gzip that is none": (b"\x1f\x8b\x00nonsense", Foreign),
    "binary": (b"\xff\xfe\x00binary", Foreign),
    "larger than any page": (gzip.compress(b"x" * (LARGEST_PAGE + 1), 1), Foreign),
}


@pytest.mark.parametrize(("body", "error"), NO_TEXT.values(), ids=NO_TEXT)
def test_files_that_are_no_text(body: bytes, error: type[PageError]) -> None:
    with pytest.raises(error):
        decode(body)


def real(path: str) -> Any:
    """What a recorded page says."""
    text = decode((SHARED / "pages" / path).read_bytes())
    return recognise(text).ceremonies(text)[0]


@pytest.mark.shared
def test_the_academys_real_page_of_2024() -> None:
    told = real("oscars_org/2024.html.gz")
    assert (len(told.categories), len(told.nominations), told.winners) == (23, 120, 23)
    assert (told.number, told.edition, told.eligibility) == (96, Edition(2024), "2023")
    assert (str(told.held_on), told.location) == ("2024-03-10", "Dolby Theatre at Ovation Hollywood")
    assert all(n.films for n in told.nominations)
    countries = next(c for c in told.categories if c.name == "International Feature Film")
    assert {n.detail for n in countries.nominations} == {
        "United Kingdom",
        "Italy",
        "Japan",
        "Spain",
        "Germany",
    }
    songs = next(c for c in told.categories if "Song" in c.name)
    assert {(n.films[0].title, n.detail) for n in songs.nominations} >= {("Barbie", "I'm Just Ken")}


@pytest.mark.shared
def test_imdbs_real_page_of_2024() -> None:
    told = real("imdb_event/ev0000003-2024-1.html.gz")
    assert len({c.award for c in told.categories}) == 5
    assert (len(told.categories), len(told.nominations), told.winners) == (27, 130, 32)
    assert sum(not n.films for n in told.nominations) == 10
    assert sum(len(n.people) > 1 for n in told.nominations) == 63
    assert (told.imdb_event_id, len(told.editions)) == ("ev0000003", 97)
    assert Edition(1930, 2, "ee0022588") in told.editions
    assert sum(c.name == c.award for c in told.categories) == 4
    roles = {n.role for nomination in told.nominations for n in nomination.people}
    assert roles == {None, "Production designer", "Set decorator"}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("page", "nominations", "categories"),
    [("derived-ev0000147-2023-1.html", 178, 44), ("derived-ev0004044-2021-1.html", 65, 34)],
)
def test_festivals_in_the_modern_form(page: str, nominations: int, categories: int) -> None:
    told = real(f"imdb_event/{page}")
    assert (len(told.nominations), len(told.categories)) == (nominations, categories)
    places = Counter((c.award, c.name) for c in told.categories)
    assert max(places.values()) == 1, "lesson 4: award group and name together are a category"


@pytest.mark.shared
@pytest.mark.parametrize("page", ["imdb_list/ls024863935.html.gz", "imdb_title/tt0086425-2022.html.gz"])
def test_real_pages_of_other_kinds_are_foreign(page: str) -> None:
    with pytest.raises(Foreign):
        real(page)
