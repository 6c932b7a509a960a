"""A folder of saved title pages: which file is a film's, and what is wrong with those that are none."""

import gzip
import os
from decimal import Decimal
from pathlib import Path

import pytest

from cinegraph.fetch.http import NoAnswer
from cinegraph.fetch.saved_files import SavedFiles
from cinegraph.pages.errors import Blocked, Foreign, NotThere, Truncated
from tests.conftest import SHARED

PAGE = '<html><head><link rel="canonical" href="https://www.imdb.com/title/{id}/"/></head><body>{said}</body></html>'


def page(imdb_id: str, said: str = "") -> bytes:
    return PAGE.format(id=imdb_id, said=said).encode()


async def got(folder: Path, imdb_id: str) -> bytes:
    return (await SavedFiles(folder).get("imdb", "imdb_title", f"/title/{imdb_id}/")).body


@pytest.mark.parametrize(
    "name", ["tt9000001.html", "tt9000001-2022.htm", "The film [tt9000001].HTML", "saved.html"]
)
async def test_a_file_belongs_to_the_film_in_its_name_or_in_itself(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(page("tt9000001"))
    (tmp_path / "tt9000002.html").write_bytes(page("tt9000002"))
    (tmp_path / "notes.txt").write_text("tt9000001")
    assert await got(tmp_path, "tt9000001") == page("tt9000001")


async def test_gzipped_ones_too(tmp_path: Path) -> None:
    (tmp_path / "saved.html.gz").write_bytes(gzip.compress(page("tt9000001")))
    saved = await SavedFiles(tmp_path).get("imdb", "imdb_title", "/title/tt9000001/")
    assert gzip.decompress(saved.body) == page("tt9000001")
    assert (saved.transport, saved.cost, saved.url) == (
        "file",
        Decimal(0),
        (tmp_path / "saved.html.gz").as_uri(),
    )


async def test_an_id_is_no_beginning_of_another(tmp_path: Path) -> None:
    (tmp_path / "tt90000011.html").write_bytes(page("tt90000011"))
    with pytest.raises(NotThere, match="has no page of tt9000001"):
        await got(tmp_path, "tt9000001")


async def test_of_several_the_newest_and_files_may_come_and_change(tmp_path: Path) -> None:
    files = SavedFiles(tmp_path)
    (tmp_path / "a-tt9000001.html").write_bytes(page("tt9000001", "new"))
    (tmp_path / "b-tt9000001.html").write_bytes(page("tt9000001", "old"))
    os.utime(tmp_path / "b-tt9000001.html", (1, 1))
    assert b"new" in (await files.get("imdb", "imdb_title", "/title/tt9000001/")).body
    other = tmp_path / "page.html"
    other.write_bytes(page("tt9000002"))
    assert await files.get("imdb", "imdb_title", "/title/tt9000002/")
    other.write_bytes(page("tt9000003"))
    os.utime(other, (2, 2))
    assert await files.get("imdb", "imdb_title", "/title/tt9000003/")
    with pytest.raises(NotThere):
        await files.get("imdb", "imdb_title", "/title/tt9000002/")


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", Blocked),
        (b"<html><head><title>Just a moment...</title></head></html>", Blocked),
        (page("tt9000001")[:-8], Truncated),
        (gzip.compress(page("tt9000001"))[:-9], Truncated),
        (b"\xff\xfe\x00", Foreign),
    ],
    ids=["empty", "challenge", "cut", "cut gzip", "no text"],
)
async def test_a_file_that_is_no_page_is_named(tmp_path: Path, body: bytes, error: type[Exception]) -> None:
    (tmp_path / "tt9000001.html").write_bytes(body)
    with pytest.raises(error, match=r"^tt9000001\.html: "):
        await got(tmp_path, "tt9000001")


async def test_a_folder_that_has_gone_is_no_answer(tmp_path: Path) -> None:
    with pytest.raises(NoAnswer, match="cannot be read"):
        await got(tmp_path / "gone", "tt9000001")


@pytest.mark.shared
async def test_the_recorded_pages() -> None:
    for imdb_id in ("tt0086425", "tt0088247", "tt26581740"):
        assert await got(SHARED / "pages" / "imdb_title", imdb_id)
