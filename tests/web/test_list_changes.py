"""Lists in the browser: followed and changed by way of a preview, checked, imported."""

import re

import httpx2

from tests.conftest import count
from tests.web.conftest import Site, Visit, csrf_of, hidden_of
from tests.web.filled_films import HOSTILE


async def test_all_lists_or_a_saved_page_are_checked(site: Site) -> None:
    body = b"<html><title>Sign in</title></html>"
    async with site() as visit:
        everything = await visit.send_form("/lists/check", on="/lists")
        sent = {"csrf": csrf_of((await visit.get("/lists/afi_100")).text)}
        saved = await visit.post(
            "/lists/afi_100/check", data=sent, files=[("pages", ("p1.html", body, "text/html"))]
        )
        told = await visit.get(saved.headers["location"])
        async with visit.program.context.database.transaction() as conn:
            assert await count(conn, "select count(*) from imports") == 0
    assert everything.status_code == 200
    rows = everything.text.split("<tbody>")[1].split("</tr>")
    assert len(rows) == 11
    assert all("badge" in row for row in rows[:-1])
    assert 'href="/lists/1001_movies"' in everything.text
    assert "it has 5 films, and 1,260 are expected" in everything.text
    assert "this is not IMDb&#39;s list page" in told.text
    assert 'role="status"' in told.text


MINE = {"key": "mine", "name": "My own", "source_type": "imdb", "source_id": "ls000000001"}


async def _saved(visit: Visit, preview: httpx2.Response, to: str) -> httpx2.Response:
    """The form of a preview is sent."""
    return await visit.post(to, data=hidden_of(preview.text))


async def test_what_the_form_of_a_list_refuses_comes_back_as_it_was_typed(site: Site) -> None:
    here = "/lists/mine/edit"
    async with site() as visit:
        wrong = [
            await visit.send_form(to, on="/lists", **MINE | {"key": "Not A Key"})
            for to in ("/lists/preview", "/lists")
        ]
        await visit.send_form("/lists", **MINE)
        typed = {"source_id": "ls1", "expected": "13"}
        refused = [
            await visit.send_form(to, on="/lists/mine", **MINE | typed) for to in (f"{here}/preview", here)
        ]
        number = await visit.send_form(f"{here}/preview", on="/lists/mine", **MINE | {"expected": "x"})
        nobody = await visit.send_form("/lists/none/edit/preview", on="/lists/mine", **MINE)
        log = await visit.get("/settings/changes?of=lists.mine")
    assert [one.status_code for one in (*wrong, *refused, number, nobody)] == [422] * 5 + [404]
    for page in wrong:
        assert 'name="key" value="Not A Key" aria-invalid="true"' in page.text
        assert 'value="My own"' in page.text
    for page in refused:
        assert re.search(r'name="source_id" aria-invalid="true"[^>]* value="ls1"', page.text)
        assert ('value="13"' in page.text, 'id="configured" open' in page.text) == (True, True)
    assert log.text.count("lists.mine.name") == 1


async def test_what_is_too_long_or_no_line_of_text_comes_back_before_the_preview(site: Site) -> None:
    wrong = {
        "a key of 61 characters is too long: at most 60": {"key": "k" * 61},
        "a name of 201 characters is too long: at most 200": {"name": "n" * 201},
        "a description of 1,001 characters is too long: at most 1,000": {"description": "d" * 1001},
        "a name is one line of text, without control characters": {"name": "My\0own"},
        "films cannot be expected": {"expected": "1234567890"},
        "is no number of films": {"expected": "9" * 5000},
        "is not a list of IMDb": {"source_id": "ls" * 200},
    }
    async with site() as visit:
        await visit.send_form("/lists", on="/lists", **MINE)
        for says, typed in wrong.items():
            said = {"key": "theirs", "source_id": "ls000000002", "description": "as typed"} | typed
            for to in ("/lists/preview", "/lists", "/lists/mine/edit/preview", "/lists/mine/edit"):
                if "key" in typed and "mine" in to:
                    continue
                got = await visit.send_form(to, on="/lists/mine", **MINE | said)
                assert (got.status_code, says in got.text) == (422, True), (to, says)
                assert f'value="{said["description"]}"' in got.text


async def test_a_list_is_followed_and_changed_by_way_of_a_preview(site: Site) -> None:
    here = "/lists/mine/edit"
    async with site() as visit:
        added = await visit.send_form("/lists/preview", on="/lists", **MINE | {"description": HOSTILE})
        missing = await visit.get("/lists/mine")
        done = await _saved(visit, added, "/lists")
        twice = await visit.send_form("/lists/preview", on="/lists", **MINE)
        shown = await visit.send_form(
            f"{here}/preview", on="/lists/mine", **MINE | {"name": "Ours", "expected": "12"}
        )
        before = await visit.get("/settings/changes?of=lists.mine")
        changed = await _saved(visit, shown, here)
        page = await visit.get(changed.headers["location"])
        late = await _saved(visit, shown, here)
        same = await visit.send_form(
            f"{here}/preview", on="/lists/mine", **MINE | {"name": "Ours", "expected": "12"}
        )
        log = await visit.get("/settings/changes?of=lists.mine")
    assert (added.status_code, missing.status_code, done.status_code) == (200, 404, 303)
    for words in (
        "what is read from now on is that",
        "Nothing is read before it is imported",
        "&lt;script&gt;",
    ):
        assert words in added.text
    assert ("<script>alert" in added.text, "there is a list" in twice.text) == (False, True)
    for words in (
        "My own</bdi> → <b><bdi>Ours",
        "every screen, report and export calls it so",
        "Change 3 fields",
    ):
        assert words in shown.text
    assert "an import that reads another number of films says so" in shown.text
    assert before.text.count("lists.mine.name") == 1, "a preview changes nothing"
    assert (changed.status_code, late.status_code) == (303, 409)
    assert "mine has changed meanwhile" in late.text
    assert "Changed: name is Ours; expected count is 12; description is empty." in page.text
    assert "Nothing would change." in same.text
    assert log.text.count("lists.mine.name") == 2


async def test_a_list_is_imported_and_checked(site: Site) -> None:
    async with site() as visit:
        begun = await visit.send_form("/lists/1001_movies/import", on="/lists/1001_movies")
        checked = await visit.send_form("/lists/1001_movies/check", on="/lists/1001_movies")
        said = await visit.get(checked.headers["location"])
        async with visit.program.context.database.transaction() as conn:
            imports = await count(conn, "select count(*) from imports")
    assert (begun.status_code, begun.headers["location"].startswith("/imports/")) == (303, True)
    assert "It says it has" in said.text
    assert imports == 1
