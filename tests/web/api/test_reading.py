"""What can be read: every address answers as it is described."""

import csv
import io
import json
from typing import Any

from tests.web.api.conftest import Api
from tests.web.api.filled import FORMULA, HOSTILE


async def items(visit: Any, address: str) -> list[dict[str, Any]]:
    """The rows of a page."""
    got = await visit.get(address)
    assert got.status_code == 200, got.text
    assert got.headers["content-type"] == "application/json"
    return list(got.json()["items"])


_COUNTED = {
    "/films": 12,
    "/films?type=stub": 4,
    "/films?since=2015&until=2016": 2,
    "/films?organization=oscars&winner=true": 2,
    "/films?category=picture&winner=true": 1,
    "/films?list=afi_100": 4,
    "/films?imdb_id=tt0000003": 1,
    "/films/3/credits": 3,
    "/films/3/credits?kind=crew": 1,
    "/nominations": 12,
    "/nominations?organization=AMPAS&year=2024&winner=true": 2,
    "/nominations?category=picture": 6,
    "/nominations?film=3": 1,
    "/nominations?person={person}": 1,
    "/nominations?since=2025": 0,
    "/ceremonies": 1,
    "/ceremonies?until=2023": 0,
    "/categories": 2,
    "/categories?keyed=false": 1,
    "/people?name=ann": 1,
    "/people/{person}/credits": 12,
    "/people/{person}/collaborators": 13,
    "/people/{person}/collaborators?least=5": 1,
    "/lists/afi_100/items": 5,
    "/lists/afi_100/items?state=left": 1,
    "/imports": 1,
    "/imports?state=failed&state=queued": 0,
    "/imports?organization=oscars&year=2024&kind=ceremony": 1,
    "/reviews": 1,
    "/reviews?state=open&kind=choice&film=4": 1,
    "/decisions": 0,
    "/jobs": 1,
    "/jobs?state=failed&queue=movies&film=5": 1,
    "/jobs?state=put_off": 0,
    "/festivals": 23,
    "/sources": 5,
    "/costs?by=source": 1,
    "/reports": 5,
}
"""Lists, and how many rows they have."""


async def test_every_list_and_what_filters_leave_of_it(api: Api) -> None:
    async with api() as (visit, here):
        got = {a: len(await items(visit, a.replace("{person}", str(here.person)))) for a in _COUNTED}
        assert got == _COUNTED


async def test_every_single_thing(api: Api) -> None:
    async with api() as (visit, here):
        told = {
            address: (await visit.get(address)).json()
            for address in (
                "/films/3", "/nominations/1", "/ceremonies/oscars/2024", "/ceremonies/AMPAS/2024/1", "/festivals/oscars",
                f"/people/{here.person}", "/lists/afi_100", f"/imports/{here.import_id}", f"/imports/{here.import_id}/diff",
                f"/reviews/{here.review}", f"/jobs/{here.job}", "/status", "/reports/success", "/openapi.json",
            )
        }  # fmt: skip
        film = told["/films/3"]
        assert (film["title"], film["genres"], film["nominations"], film["ratings"][0]["value"]) == (
            "Film 3",
            ["Drama"],
            1,
            7.5,
        )
        assert told["/nominations/1"]["films"][0]["title"] == HOSTILE
        assert told["/ceremonies/oscars/2024"] == told["/ceremonies/AMPAS/2024/1"]
        held = told["/ceremonies/oscars/2024"]
        assert (held["ceremony"]["nominations"], held["films"]["films"], held["films"]["review"]) == (
            12,
            12,
            1,
        )
        assert told[f"/people/{here.person}"]["wins"] == 1
        assert told[f"/imports/{here.import_id}"]["films"]["total"] == 12
        assert told[f"/imports/{here.import_id}/diff"]["counts"]["added"] == 12
        assert len(told[f"/reviews/{here.review}"]["candidates"]) == 2
        assert told[f"/jobs/{here.job}"]["errors"][0]["error"] == "boom"
        assert told["/status"]["reviews"] == 1
        assert told["/reports/success"]["rows"][0][0] == "tmdb"
        assert told["/openapi.json"]["info"]["title"] == "Cinegraph"
        way = (await visit.get("/path", params={"from": "Actor 3", "to": "Actor 4"})).json()
        assert (way["steps"], way["from"]["name"]) == (2, "Actor 3")


async def test_search_forgives_and_tells_of_every_kind(api: Api) -> None:
    async with api() as (visit, _):
        for asked, kind, name in (
            ("filn 7", "films", "Film 7"),
            ("ann acotr", "people", "Ann Actor"),
            ("oscars 2024", "ceremonies", "The 96th Academy Awards"),
            ("tmdb <script>", "films", None),
        ):
            found = (await visit.get("/search", params={"q": asked})).json()[kind]
            assert [one.get("title", one.get("name")) for one in found[:1]] == ([name] if name else [])


async def test_pages_follow_each_other_while_rows_are_added(api: Api) -> None:
    """Rows that come before and behind the place where a reader is move nothing: each is told once."""
    async with api() as (visit, _):
        for sort in ("id", "-id", "year", "-year"):
            seen, address = [], f"/films?limit=5&sort={sort}"
            while address:
                got = await visit.get(address)
                seen += [film["id"] for film in got.json()["items"]]
                address = (
                    f"/films?limit=5&sort={sort}&cursor={got.json()['next']}" if got.json()["next"] else ""
                )
                if address:
                    assert 'rel="next"' in got.headers["link"]
                    async with visit.program.context.database.transaction() as conn:
                        await conn.execute("insert into movies (title, year) values ('New', 2012)")
            old = [number for number in seen if number < 100]
            assert sorted(old) == list(range(1, 13))
            assert old == sorted(old, reverse=sort.startswith("-"))


async def test_a_wrong_parameter_is_refused_by_name(api: Api) -> None:
    async with api() as (visit, _):
        for address, name in (
            ("/films?type=full&type=stub", "type"),
            ("/people/links?organization=oscars&organization=cannes", "organization"),
            ("/films?cursor=nonsense", "cursor"),
            ("/films?cursor=%00", "cursor"),
            ("/films?limit=0", "limit"),
            ("/films?limit=501", "limit"),
            ("/films?colour=red", "colour"),
            ("/films?sort=title", "sort"),
            ("/films?organization=nobody", "organization"),
            ("/films/0", "film"),
            ("/films/99999999999999999999", "film"),
            ("/jobs?queue=nothing", "queue"),
            ("/festivals?colour=red", "colour"),
            ("/search", "q"),
            ("/path?from=a", "to"),
        ):
            got = await visit.get(address)
            assert (got.status_code, got.headers["content-type"]) == (400, "application/problem+json"), (
                address
            )
            problem = got.json()
            assert (problem["status"], problem["title"], problem["type"]) == (
                400,
                "Bad Request",
                "about:blank",
            )
            assert [one["name"] for one in problem["errors"]] == [name]


async def test_what_is_wrong_is_said_in_plain_words(api: Api) -> None:
    async with api() as (visit, _):
        for address, says in (
            ("/imports?list=%00", "list: a text with a zero byte cannot be"),
            (
                "/imports?state=zz",
                "state.0: 'zz' is none of: queued, resolving, finished, incomplete, failed, cancelled",
            ),
            ("/films?limit=many", "limit: 'many' is no whole number"),
            ("/films?limit=0", "limit: '0' is too small: at least 1"),
            ("/path?from=a", "to: it is missing"),
        ):
            assert (await visit.get(address)).json()["detail"] == says
        broken = await visit.post("/lists", content=b'{"key": ', headers={"content-type": "application/json"})
    assert broken.json()["detail"] == "body: it is no JSON from character 8 on"
    assert [one["name"] for one in broken.json()["errors"]] == ["body"]


async def test_a_cursor_is_of_one_list_one_order_and_its_filters(api: Api) -> None:
    async with api() as (visit, _):
        cursor = (await visit.get("/films?limit=2")).json()["next"]
        assert (await visit.get(f"/films?limit=3&cursor={cursor}")).status_code == 200
        for other in (
            f"/people?cursor={cursor}",
            f"/films?sort=-id&cursor={cursor}",
            f"/films?type=stub&cursor={cursor}",
        ):
            assert (await visit.get(other)).status_code == 400
        assert (await visit.get(f"/films?cursor={cursor[:-1]}A")).status_code == 400


async def test_what_is_not_there_is_a_problem(api: Api) -> None:
    async with api() as (visit, _):
        for address in (
            "/films/999", "/films/999/credits", "/people/999", "/nominations/999", "/imports/999", "/imports/999/diff",
            "/reviews/999", "/jobs/999", "/lists/none", "/lists/none/items", "/festivals/none", "/reports/none",
            "/ceremonies/oscars/1999", "/ceremonies/none/2024", "/nothing",
        ):  # fmt: skip
            got = await visit.get(address)
            assert (got.status_code, got.headers["content-type"]) == (404, "application/problem+json"), (
                address
            )
        wrong = await visit.delete("/films")
        assert (wrong.status_code, wrong.headers["content-type"]) == (405, "application/problem+json")


async def test_an_answer_that_is_known_already_is_not_sent_again(api: Api) -> None:
    async with api() as (visit, _):
        for address in ("/films", "/films/3", "/openapi.json"):
            tag = (await visit.get(address)).headers["etag"]
            again = await visit.get(address, headers={"if-none-match": f'"other", {tag}'})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        async with visit.program.context.database.transaction() as conn:
            await conn.execute("update movies set title = 'Another' where id = 3")
        assert (await visit.get("/films/3", headers={"if-none-match": tag})).status_code == 200


async def test_a_list_whole_as_lines_and_as_a_table(api: Api) -> None:
    async with api() as (visit, _):
        plain = (await visit.get("/films?limit=500")).json()["items"]
        by_ending = await visit.get("/films.jsonl")
        by_accept = await visit.get("/films", headers={"accept": "text/html;q=0.2, application/x-ndjson"})
        assert by_ending.headers["content-type"] == "application/jsonl"
        assert [json.loads(line) for line in by_ending.text.splitlines()] == plain
        assert by_accept.text == by_ending.text
        table = await visit.get("/films.csv?type=minimal")
        assert table.headers["content-type"] == "text/csv; charset=utf-8"
        rows = list(csv.DictReader(io.StringIO(table.text)))
        assert [row["title"] for row in rows] == [HOSTILE, "Film 4", "Film 7", "Film 10"]
        assert len((await visit.get("/nominations.jsonl?limit=3")).text.splitlines()) == 3
        assert len((await visit.get("/lists/afi_100/items.csv")).text.splitlines()) == 6
        assert (await visit.get("/people.csv?name=nobody")).text.splitlines()[0].startswith("id,name")
        assert (await visit.get("/films.csv?colour=red")).status_code == 400
        titles = [row["title"] for row in csv.DictReader(io.StringIO((await visit.get("/films.csv")).text))]
        assert [t for t in titles if "HYPERLINK" in t] == [
            f"'{FORMULA}"
        ]  # no spreadsheet takes it for a formula


async def test_a_form_that_there_is_not_is_refused_by_name(api: Api) -> None:
    async with api() as (visit, _):

        async def asked(address: str, accept: str) -> tuple[int, str]:
            got = await visit.get(address, headers={"accept": accept})
            return got.status_code, got.headers["content-type"].partition(";")[0]

        problem = (406, "application/problem+json")
        assert await asked("/films", "application/xml") == problem
        assert await asked("/films/3", "text/csv") == problem
        assert await asked("/films", "application/json;q=0, text/html") == problem
        for accept in ("*/*", "", "application/xml, */*;q=0.1", "application/*"):
            assert await asked("/films", accept) == (200, "application/json"), accept
        assert await asked("/films", "text/*") == (200, "text/csv")
        assert await asked("/films", "application/json;q=0.5, application/jsonl") == (
            200,
            "application/jsonl",
        )
        assert await asked("/films.csv", "application/xml") == (200, "text/csv")
        assert await asked("/export/films.csv", "application/xml") == (200, "text/csv")
        refused = await visit.post("/films/3/refresh", headers={"accept": "application/xml"})
        told = await visit.get("/films", headers={"accept": "application/xml"})
        jobs = (await visit.get("/jobs")).json()["items"]
    assert "application/json, text/csv or application/jsonl" in told.json()["detail"]
    assert (refused.status_code, len(jobs)) == (406, 1)


async def test_what_rows_are_put_in_order_by_is_no_column(api: Api) -> None:
    async with api() as (visit, here):
        films = (await visit.get("/films.csv?sort=year")).text.splitlines()[0]
        lines = (await visit.get("/films.jsonl?sort=year")).text
        around = (await visit.get(f"/people/{here.person}/collaborators.csv")).text.splitlines()[0]
        page = (await visit.get("/films?sort=year&limit=2")).json()
        onward = (await visit.get(f"/films?sort=year&limit=2&cursor={page['next']}")).json()
    assert "sort_year" not in films + lines + around
    assert [one["year"] for one in page["items"] + onward["items"]] == [2011, 2012, 2013, 2014]
