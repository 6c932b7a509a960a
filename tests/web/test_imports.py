"""Imports and their pages: figures with the rows behind them, what a person does, and the words of strangers."""

from tests.conftest import count
from tests.web import filled, shown_rows
from tests.web.conftest import Site
from tests.web.shown_rows import ESCAPED, HOSTILE


async def test_an_import_is_shown_with_its_rows_and_hostile_words_do_no_harm(site: Site) -> None:
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            ceremony = await shown_rows.ceremony(conn)
            won = await shown_rows.entry(conn, ceremony, HOSTILE, [HOSTILE], winner=True, note=HOSTILE)
            await shown_rows.entry(conn, ceremony, "data-import-going")
            number = await filled.asked_import(conn, state="incomplete", error=HOSTILE)
            await shown_rows.worked_on(conn, number, ceremony)
            await conn.execute(
                "update import_nominations set change = 'changed', differences = %s where nomination_id = %s",
                ['[{"field": "note", "before": null, "after": "<b>x</b>"}]', won],
            )
            await conn.execute("update festival_nomination_people set link = 'minimal'")
            await conn.execute(
                'update imports set report = \'{"warnings": ["<i>few</i>"]}\'; insert into volume_warnings'
                " (import_id, seen, median, told) values (1, 2, 100, '2 entries <b>only</b>')"
            )
        here = f"/imports/{number}"
        one = await visit.get(here)
        films = await visit.get(f"{here}/films?state=stub")
        changed = await visit.get(f"{here}/nominations?change=changed")
        winners = await visit.get(f"{here}/nominations?winners=true")
        everything = await visit.get("/imports?state=incomplete&about=oscars")
        live = await visit.get(f"/live/imports/{number}")
        nowhere = [await visit.get(path) for path in ("/imports/99", "/imports/99/films", "/live/imports/99")]
        noted = await visit.send_form(f"{here}/acknowledge", on=here, note="a strike")
        after = await visit.get(here)
    shown = [one, films, changed, winners, everything]
    assert [page.status_code for page in shown] == [200] * 5
    assert all(HOSTILE not in page.text and "<b>x</b>" not in page.text for page in shown)
    assert ESCAPED in one.text
    assert "<b>only</b>" not in one.text
    assert f'href="{here}/films?state=stub">2</a>' in one.text
    assert "data-import-going" in films.text
    assert all(words in one.text for words in ("What it led to", "People linked", "0 of 1", "1 by name only"))
    assert "&lt;b&gt;x&lt;/b&gt;" in changed.text
    assert "1 warning" in everything.text
    assert live.text.startswith("<div data-import-over")
    assert [page.status_code for page in nowhere] == [404] * 3
    assert noted.status_code == 303
    assert "a strike" in after.text


async def test_a_word_that_there_is_not_is_refused_by_name(site: Site) -> None:
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            here = f"/imports/{await filled.asked_import(conn, state='incomplete')}"
        for address, says in (
            (f"{here}/nominations?change=added,zz", "change: &#39;zz&#39; is none of: added, changed,"),
            (f"{here}/items?change=zz", "change: &#39;zz&#39; is none of: added, changed,"),
            (
                f"{here}/films?state=zz",
                "state: &#39;zz&#39; is none of: full, minimal, stub, review, pending.",
            ),
            ("/imports?state=zz", "state: &#39;zz&#39; is none of: queued, resolving,"),
            (
                "/import/preview?festival=oscars&choice=zz",
                "choice: &#39;zz&#39; is none of: missing, newest.",
            ),
            ("/lists/afi_100?state=zz", "state: &#39;zz&#39; is none of: there, left"),
            ("/scores?decade=zz", "decade: &#39;zz&#39; is not written as it has to be"),
            ("/jobs?before=zz", "before: &#39;zz&#39; is no whole number"),
        ):
            got = await visit.get(address)
            assert (got.status_code, says in got.text) == (422, True), (address, got.text)
        nosuch = await visit.get("/import/preview?list=nosuch")
        shown = [await visit.get(f"{here}/films?state={word}") for word in ("", "full", "pending")]
    assert (nosuch.status_code, "There is no list &#39;nosuch&#39;" in nosuch.text) == (404, True)
    assert [page.status_code for page in shown] == [200] * 3


async def test_an_import_is_paused_resumed_and_cancelled_in_the_browser(site: Site) -> None:
    async with site() as visit:
        started = await visit.send_form(
            "/import/start", on="/import?festival=oscars", festival="oscars", edition="2024"
        )
        here = started.headers["location"]
        answers = [
            await visit.send_form(f"{here}/{verb}", on=here)
            for verb in ("pause", "pause", "resume", "resume")
        ]
        paused = await visit.send_form(f"{here}/pause", on=here)
        shown = await visit.get(here)
        ended = await visit.send_form(f"{here}/cancel", on=here)
        over = await visit.get(here)
        again = await visit.send_form(f"{here}/retry", on=here)
        async with visit.program.context.database.transaction() as conn:
            queued = await count(
                conn, "select count(*) from imports where state = 'queued' and paused_at is null"
            )
    assert [answer.status_code for answer in answers] == [303, 409, 303, 409]
    assert paused.status_code == ended.status_code == again.status_code == 303
    assert "data-import-paused" in shown.text
    assert "cancelled by a person" in over.text
    assert "Reads its pages again." in over.text
    assert queued == 1
