"""The IMDb-Awards dataset's form: what was read from it is written as it was, byte by byte."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cinegraph.domain.exporting import How, Row
from cinegraph.formats import imdb_awards
from cinegraph.pages.imdb_awards import ceremonies
from tests.conftest import SHARED
from tests.formats.given import Given

_NAMES = ("year", "instance", "award", "category", "imdb_id", "title", "is_winner")

MADE_UP = """\
# Made-up Awards, Nowhere
'2024':  # https://www.imdb.com/event/ev0000777/2024/1/
  gold bee:
    best film:
      nominee: [tt0000009, tt0000010, tt0000002]
      winner: [tt0000010]
    'best film: second prize':
      nominee: [tt0000002]
      winner: []
    "children's film: first prize":
      nominee: [tt0000002]
      winner: [tt0000002]
    "\\"the bee's knees\\" prize":
      nominee: [tt0000002]
      winner: [tt0000002]
  prix spécial "coup de cœur":
    '14':
      nominee: [tt0000003]
      winner: []
    '#1 of the year':
      nominee: [tt0000003]
      winner: [tt0000003]
    ? best performance by an actress in a supporting role in a limited series, anthology series or motion picture made for television
    : nominee: [tt0000004]
      winner: []
'2023': {} # https://www.imdb.com/event/ev0000777/2023/1/
'1930-2': # https://www.imdb.com/event/ev0000777/1930/2/
  gold bee:
    gold bee:
      nominee: [tt0000005]
      winner: [tt0000005]
'1930': # https://www.imdb.com/event/ev0000777/1930/1/
  gold bee:
    gold bee:
      nominee: [tt0000006]
      winner: [tt0000006]
"""


def _rows(text: str) -> Iterator[Row]:
    for told in ceremonies(text):
        place = (told.edition.year, told.edition.instance)
        if not told.categories:
            yield (*place, None, None, None, None, None)
        for category in told.categories:
            for entry in category.nominations:
                film = entry.films[0]
                yield (*place, category.award, category.name, film.imdb_id, film.title, entry.is_winner)


def _written(text: str) -> str:
    event = str(ceremonies(text)[0].imdb_event_id)
    how = How(event=(event, text.splitlines()[0].removeprefix("# ")))
    return b"".join(imdb_awards.write(Given(_NAMES, list(_rows(text))), how)).decode()


def test_what_was_read_is_written_as_it_was() -> None:
    assert _written(MADE_UP) == MADE_UP


@pytest.mark.shared
@pytest.mark.parametrize("event", [91, 147, 157, 292, 598, 631])
def test_every_real_file_is_written_as_it_was(event: int) -> None:
    path = SHARED / "awards" / "imdb_awards" / f"ev{event:07}.yml"
    text = Path(path).read_bytes().decode()
    assert _written(text) == text


def test_what_it_cannot_state_is_told() -> None:
    """Two actors of one film are one line, and it won if one of them did; people alone and unknown films are counted."""
    entries: list[Row] = [
        (2024, 1, "Oscar", "Actor", "tt0000001", "A Film", False),
        (2024, 1, "Oscar", "Actor", "tt0000001", "A Film", True),
        (2024, 1, "Oscar", "Honorary", None, None, True),
        (2024, 1, "", "Song", None, "Nobody Knows It", False),
    ]
    told: list[str] = []
    how = How(event=("ev0000003", "Academy\nAwards, USA"), tell=told.append)
    text = b"".join(imdb_awards.write(Given(_NAMES, entries), how)).decode()
    assert text.splitlines() == [
        "# Academy Awards, USA",
        "'2024':  # https://www.imdb.com/event/ev0000003/2024/1/",
        "  oscar:",
        "    actor:",
        "      nominee: [tt0000001]",
        "      winner: [tt0000001]",
    ]
    assert told == [
        "left out: 1 nomination of a film without an IMDb id",
        "left out: 1 nomination without a film",
    ]
