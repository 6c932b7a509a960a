"""The offline world's lists: paged, private, moved, empty, not there; also by Zyte."""

import base64
import json

import httpx2
import pytest

from cinegraph.domain.lists import together
from cinegraph.offline.facts import Facts, FactsUnreadable, own_facts
from cinegraph.offline.faults import Faults
from cinegraph.pages import decode, imdb_list
from cinegraph.pages.errors import Empty, NotThere, PageError, Private
from tests.offline.test_zyte import AUTHORIZED


async def by_zyte(outside: Faults, path: str) -> str:
    asked = {"url": f"https://www.imdb.com{path}", "httpResponseBody": True}
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(outside)) as client:
        got = await client.post(
            "http://x/zyte/v1/extract", content=json.dumps(asked).encode(), headers=AUTHORIZED
        )
    return decode(base64.b64decode(got.json()["httpResponseBody"]))


async def test_a_list_is_paged(outside: Faults, facts: Facts) -> None:
    pages = [
        imdb_list.parse(await by_zyte(outside, imdb_list.path("ls096000001", number))) for number in (1, 2, 3)
    ]
    assert [len(page.entries) for page in pages] == [25, 25, 3]
    assert [page.number for page in pages] == [1, 2, 3]
    told = together(pages)
    assert [entry.film.imdb_id for entry in told.entries] == list(facts.films)
    assert (told.total, told.missing) == (53, 0)


async def test_a_list_that_moved_leads_to_the_other(outside: Faults) -> None:
    assert imdb_list.parse(await by_zyte(outside, "/list/ls096000003/")).list_id == "ls096000001"


@pytest.mark.parametrize(
    ("list_id", "error"), [("ls096000002", Private), ("ls096000004", Empty), ("ls096999999", NotThere)]
)
async def test_what_is_no_list(outside: Faults, list_id: str, error: type[PageError]) -> None:
    with pytest.raises(error):
        imdb_list.parse(await by_zyte(outside, f"/list/{list_id}/"))


def test_facts_name_films_that_are_there(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("facts")
    (folder / "films.toml").write_text("", encoding="utf-8")
    assert own_facts(folder).lists == {}
    (folder / "lists.toml").write_text('[ls1]\nname = "A"\nfilms = ["tt1"]\n', encoding="utf-8")
    with pytest.raises(FactsUnreadable, match=r"\[ls1\] names tt1"):
        own_facts(folder)
