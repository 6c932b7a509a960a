"""Home."""

from tests.web.conftest import Site


async def test_an_empty_house_says_so(site: Site) -> None:
    async with site() as visit:
        answer = await visit.get("/")
    assert answer.status_code == 200
    assert "Nothing was imported yet" in answer.text
