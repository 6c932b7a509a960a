"""A list as IMDb's page and its export tell of it: what cannot be believed is in `changed/`."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from cinegraph.domain.lists import FilmList, ListEntry, ListPage, same_name, together
from cinegraph.domain.movies import MovieRef
from cinegraph.pages import decode, imdb_list, imdb_list_csv
from cinegraph.pages.errors import Empty, Foreign, PageChanged, PageError, Private, Truncated
from tests.conftest import SHARED
from tests.pages.test_pages import as_json

HERE = Path(__file__).parent / "imdb_csv"


@pytest.mark.parametrize("case", sorted(HERE.glob("*.csv")), ids=lambda p: p.stem)
def test_an_export_is_read_whole(case: Path) -> None:
    told = as_json(asdict(imdb_list_csv.parse(decode(case.read_bytes()))))
    expected = case.with_suffix(".json")
    if not expected.exists():
        expected.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.fail(f"{expected.name} was written: review me")
    assert told == json.loads(expected.read_text(encoding="utf-8"))


HEADER = "Position,Const,Title,Title Type,Year\n"
NO_EXPORT: list[tuple[str, type[PageError], str]] = [
    ("", Foreign, "the file is empty"),
    (HEADER, Empty, "its columns, and no film"),
    ("a,b\n1,2\n", Foreign, "expected the columns Position, Const, Title, Title Type, Year"),
    ("Position,Const,Title,Title Type\n1,tt0000901,A,Movie\n", Foreign, "'Year' is not so"),
    ("Position,Const,Const,Title,Title Type,Year\n", Foreign, "'Const' is not so"),
    ("<html><body>no</body></html>", Foreign, "found <html>"),
    (HEADER + "1,tt0000901,A\n", Truncated, "line 2: expected 5 columns, found 3"),
    (HEADER + "1,tt0000901,A,Movie,1950,more\n", PageChanged, "line 2: expected 5 columns, found 6"),
    (HEADER + '1,tt0000901,"A,Movie,1950\n', Truncated, "was the file cut off?"),
    (HEADER + "1,nm0000001,A,Movie,1950\n", PageChanged, "line 2: expected a film's id"),
    (HEADER + "1,tt0000901,,Movie,1950\n", PageChanged, "line 2: tt0000901 has no title"),
    (HEADER + "1,tt0000901,A,Movie,soon\n", PageChanged, "line 2: expected a number in Year, found 'soon'"),
    (HEADER + ",tt0000901,A,Movie,1950\n", PageChanged, "line 2: tt0000901 has no Position"),
]


@pytest.mark.parametrize(("text", "error", "says"), NO_EXPORT, ids=[says for _, _, says in NO_EXPORT])
def test_files_that_are_no_export(text: str, error: type[PageError], says: str) -> None:
    with pytest.raises(error, match=says) as raised:
        imdb_list_csv.parse(text)
    assert "\n" not in str(raised.value)


@pytest.mark.shared
def test_the_real_page_of_1260_films_shows_250() -> None:
    told = imdb_list.parse(decode((SHARED / "pages/imdb_list/ls024863935.html.gz").read_bytes()))
    assert (told.list_id, told.total, len(told.entries)) == ("ls024863935", 1260, 250)
    assert [entry.position for entry in told.entries] == list(range(1, 251))
    assert all(entry.film.imdb_id and entry.film.year and entry.film.kind for entry in told.entries)
    assert told.entries[0].film.directors == ("Georges Méliès",)
    assert together([told]).missing == 1010
    assert same_name("1001 Movies You Must See Before You Die", str(told.name))


@pytest.mark.shared
def test_the_real_private_list_is_not_empty_but_private() -> None:
    with pytest.raises(Private, match="ls020763765"):
        imdb_list.parse(decode((SHARED / "pages/imdb_list/private-list.html.gz").read_bytes()))


def entry(position: int, imdb_id: str) -> ListEntry:
    return ListEntry(position, MovieRef(imdb_id, imdb_id=imdb_id))


def test_pages_together_are_a_list_in_which_nothing_stands_twice() -> None:
    first = ListPage("imdb_list", (entry(1, "tt0000001"), entry(2, "tt0000002")), 4, "ls000000001", "L")
    second = ListPage("imdb_list", (entry(2, "tt0000002"), entry(3, "tt0000001")), 4, "ls000000001", "L", 2)
    told = together([second, first])
    assert [(e.position, e.film.imdb_id) for e in told.entries] == [
        (1, "tt0000001"),
        (2, "tt0000002"),
        (3, "tt0000001"),
    ]
    assert (told.missing, told.name) == (1, "L")


NAMES = [
    ("The Criterion Collection", "The Criterion Collection (by spine)", True),
    ("AFI's 100 Years... 100 Movies", "My favourite movies", False),
    ("The Criterion Collection", "Watchlist", False),
    ("王家衛", "王家衛 1988–2004", True),
]


@pytest.mark.parametrize(("expected", "said", "same"), NAMES)
def test_a_renamed_list_is_noticed(expected: str, said: str, same: bool) -> None:
    assert same_name(expected, said) is same


FAULTS = [
    (FilmList("a", "A", source_id="tt0000001"), "is not a list of IMDb's"),
    (FilmList("a", "A"), "'' is not a list of IMDb's"),
    (FilmList("A list", "A", source_id="ls000000001"), "is no key"),
    (FilmList("a", " ", source_id="ls000000001"), "needs a name"),
    (FilmList("a", "A", source_id="ls000000001", expected_count=0), "cannot be expected"),
    (FilmList("a", "A", "imdb_event", "ls000000001", tracks_awards=True), "is not an event"),
    (FilmList("a", "A", "imdb_event", "ev0000003"), "tracks awards: say so"),
    (FilmList("a", "A", "csv", "ls000000001"), "has no source id"),
    (FilmList("a", "A", "imdb", "ls000000001", tracks_awards=True), "only a list that stands for an event"),
]


@pytest.mark.parametrize(("one", "says"), FAULTS, ids=[says for _, says in FAULTS])
def test_lists_that_cannot_be(one: FilmList, says: str) -> None:
    assert one.fault is not None
    assert says in one.fault


def test_lists_that_can_be() -> None:
    assert FilmList("a_1", "A", source_id="ls0000000001").fault is None
    assert FilmList("a", "A", "csv").fault is None
    assert FilmList("a", "A", "imdb_event", "ev0000003", tracks_awards=True).fault is None
