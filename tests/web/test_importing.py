"""The import screen: what is picked is shown as a plan, started from it; what is wrong is one line, and stores nothing."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from cinegraph.offline.faults import Faults
from tests.conftest import count
from tests.pipeline.importing import offline_pages
from tests.web import filled, shown_rows
from tests.web.conftest import MEMBERS, Site, Visit, csrf_of

STORED = "select (select count(*) from import_drafts) + (select count(*) from imports) + (select count(*) from pages)"


async def dropped(visit: Visit, *files: tuple[str, bytes], of: str = "") -> httpx2.Response:
    """What the form sends when these files are dropped."""
    token = csrf_of((await visit.get("/import")).text)
    sent = [("pages", (name, body, "text/html")) for name, body in files]
    return await visit.post("/import/pages", data={"csrf": token, "of": of, "lookup": "true"}, files=sent)


async def test_editions_are_shown_as_they_stand_and_a_plan_before_the_start(site: Site) -> None:
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            await shown_rows.ceremony(conn, 2023)
            await filled.asked_import(conn, 2022, "failed", error=f"no page: {shown_rows.HOSTILE}")
        picked = await visit.get("/import?festival=oscars&edition=2024")
        plan = await visit.get(
            "/import/preview?festival=oscars&edition=2024&edition=2023&lookup=false&lookup=true"
        )
        nothing = await visit.get("/import/preview?festival=oscars")
        started = await visit.send_form(
            "/import/start",
            on="/import?festival=oscars",
            festival="oscars",
            edition=["2024", "2023"],
            lookup="true",
        )
        one = await visit.send_form(
            "/import/start", on="/import?festival=oscars", festival="oscars", edition="2021"
        )
        again = await visit.get("/import/preview?festival=oscars&edition=2024")
        listed = await visit.get("/import/preview?list=criterion")
        begun = await visit.send_form("/import/start", on="/import?festival=oscars", list="criterion")
    assert shown_rows.HOSTILE not in picked.text
    assert 'value="2024" data-state="no_data" checked' in picked.text
    assert 'value="2023" data-state="imported"' in picked.text
    assert 'value="2022" data-state="failed"' in picked.text
    assert "This would be 2 imports" in plan.text
    assert "tmdb" in plan.text
    assert (nothing.status_code, "pick one at least" in nothing.text) == (409, True)
    assert started.headers["location"] == "/imports?only=2,3"
    assert one.headers["location"] == "/imports/4"
    assert "goes on" in again.text
    assert "8 pages" in listed.text
    assert begun.headers["location"] == "/imports/5"


@pytest.mark.parametrize(
    ("name", "body", "of", "said"),
    [
        ("notes.txt", b"hello", "", "only files that end in"),
        ("empty.html", b"", "", "is empty"),
        ("films.json", b'{"films": []}', "", "films.json: this JSON is no answer of Wikidata"),
        ("list.csv", b"Position,Const,Title\n1,tt0000001,One\n", "oscars", "say which list it is of"),
        ("what.yml", b"a: b\n", "", "no file of the IMDb-Awards dataset"),
        ("../../x.html", b"<html><body>hello</body></html>", "", "x.html: "),
        ("list.html", b"<html><body>hello</body></html>", "list:criterion", "list.html: "),
        ("page.html", b"\xff\xfe\x00<script>", "oscars", "page.html: "),
    ],
)
async def test_a_wrong_file_is_one_line_and_stores_nothing(
    site: Site, name: str, body: bytes, of: str, said: str
) -> None:
    async with site() as visit:
        answer = await dropped(visit, (name, body), of=of)
        async with visit.program.context.database.transaction() as conn:
            stored = await count(conn, STORED)
    assert answer.status_code in (400, 409, 415)
    assert '<p class="wrong" role="alert">' in answer.text
    assert said in answer.text
    assert stored == 0


async def test_dropped_pages_are_a_plan_and_then_an_import(site: Site, outside: Faults) -> None:
    pages = await offline_pages(outside)
    async with site() as visit:
        answer = await dropped(visit, *((page.name, page.body) for page in pages.values()))
        plan = answer.headers["location"]
        shown = await visit.get(plan)
        async with visit.program.context.database.transaction() as conn:
            before = await count(conn, "select count(*) from imports") + await count(
                conn, "select count(*) from pages"
            )
        started = await visit.send_form(plan, lookup="true")
        gone = await visit.get(plan)
        strange = await visit.get("/import/pages/nonsense")
        async with visit.program.context.database.transaction() as conn:
            given = await count(conn, "select count(*) from import_pages where import_id = 1")
            drafts = await count(conn, "select count(*) from import_drafts")
    assert before == 0
    assert "2 pages given" in shown.text
    assert started.headers["location"] == "/imports/1"
    assert (given, drafts) == (2, 0)
    assert (gone.status_code, strange.status_code) == (404, 404)


async def test_who_may_only_read_starts_nothing(site: Site) -> None:
    async with site(doorway=MEMBERS) as visit:
        await visit.come_in(scope="read")
        shown = await visit.get("/import/preview?festival=oscars&edition=2024")
        token = csrf_of((await visit.get("/account")).text)
        sent = await visit.post(
            "/import/start", data={"csrf": token, "festival": "oscars", "edition": "2024"}
        )
    assert shown.status_code == 200
    assert "<button" not in shown.text.split("<main", 1)[1]
    assert sent.status_code == 403


async def test_asking_for_the_history_remembers_it(site: Site) -> None:
    async with site() as visit:
        asked = await visit.send_form("/import/discover", on="/import?festival=oscars", festival="oscars")
        told = await visit.get("/import?festival=oscars")
    assert asked.status_code == 303
    assert "editions are known" in told.text or "edition" in told.text


async def test_too_large_an_upload_is_a_page_that_says_the_limit(site: Site) -> None:
    """It is taken and thrown away first: a browser shows no answer before it has sent its file."""
    sent = 0

    async def much() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(70):
            sent += 1
            yield b"x" * 2**20

    size = str(70 * 2**20)
    async with site() as visit:
        announced = {"content-type": "multipart/form-data; boundary=x", "content-length": size}
        page = await visit.post("/import/pages", content=much(), headers=announced)
        taken = sent
        program = await visit.post(
            "/api/v1/imports",
            content=b"{}",
            headers={"content-type": "application/json", "content-length": size},
        )
    assert (page.status_code, taken) == (413, 70)
    assert "<h1>That is too large</h1>" in page.text
    assert "at most 64 MB are taken at once" in page.text
    assert (program.status_code, program.headers["content-type"]) == (413, "application/problem+json")
    assert "at most 1 MB" in program.json()["detail"]
