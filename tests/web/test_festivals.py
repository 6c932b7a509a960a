"""The map of editions, an organization's page, a ceremony with its entries, and their corrections."""

import pytest

from cinegraph.domain.festivals import Edition
from cinegraph.pipeline.map_festivals import standing
from cinegraph.store.edition_states import EditionState
from cinegraph.store.screens import festival_figures
from tests.conftest import count
from tests.web import filled, shown_rows
from tests.web.conftest import Site, Visit
from tests.web.shown_rows import ESCAPED, HOSTILE


@pytest.mark.parametrize(
    ("ceremony", "last", "told", "state"),
    [
        ("held", "finished", True, "imported"),
        ("held", None, False, "imported"),
        ("held", "incomplete", True, "partial"),
        ("held", "failed", True, "partial"),
        ("held", "queued", True, "partial"),
        ("announced", "finished", True, "partial"),
        (None, "failed", True, "failed"),
        (None, "resolving", False, "partial"),
        (None, "cancelled", True, "missing"),
        (None, "cancelled", False, "no_data"),
    ],
)
def test_how_an_edition_stands(ceremony: str | None, last: str | None, told: bool, state: str) -> None:
    known = EditionState(1, 2024, 1, ceremony, 7 if last else None, last, None)
    assert standing(Edition(2024), known, told).state == state


@pytest.mark.parametrize(("told", "state"), [(True, "missing"), (False, "no_data")])
def test_an_edition_that_was_never_asked_for(told: bool, state: str) -> None:
    assert standing(Edition(2024), None, told).state == state


async def _oscars(visit: Visit) -> int:
    """A ceremony with two entries, its import and one that failed; the number of the entry that won, whose words are
    hostile."""
    async with visit.program.context.database.transaction() as conn:
        ceremony = await shown_rows.ceremony(conn)
        won = await shown_rows.entry(conn, ceremony, HOSTILE, [HOSTILE], HOSTILE, winner=True, note=HOSTILE)
        await shown_rows.entry(conn, ceremony, "Barbie")
        await conn.execute(
            """
            insert into movie_images (movie_id, path, kind, width, height)
            select id, '/poster.jpg', 'poster', 1, 1 from movies where title = 'Barbie'
            """
        )
        await conn.execute("update festival_nomination_people set inferred = true, link = 'credits'")
        number = await filled.asked_import(conn, state="finished")
        await shown_rows.worked_on(conn, number, ceremony)
        await filled.asked_import(conn, 2022, "failed")
    return won


async def test_from_the_map_to_a_ceremony_and_its_entries(site: Site) -> None:
    async with site(image_host="https://img.example/t/p") as visit:
        won = await _oscars(visit)
        pages = [
            await visit.get(path)
            for path in ("/festivals", "/festivals/oscars", "/festivals/oscars/2024", f"/nominations/{won}")
        ]
        missing = [
            await visit.get(p)
            for p in (
                "/festivals/nobody",
                "/festivals/oscars/1998",
                "/festivals/oscars/2024/2",
                "/nominations/99",
            )
        ]
        no_page = await visit.get("/festivals/oscars/2024/accounts")
    overview, organization, shown, nomination = pages
    assert [page.status_code for page in pages] == [200] * 4
    assert all(HOSTILE not in page.text for page in pages)
    assert 'href="/festivals/oscars/2024" title="AMPAS 2024: imported"' in overview.text
    assert 'href="/imports/2" title="AMPAS 2022: its import failed' in overview.text
    assert 'href="/import?festival=oscars&amp;edition=2023"' in overview.text
    assert "2 nominations" not in organization.text
    assert shown.text.count(ESCAPED) >= 3
    assert ("of 1 nominee linked to people" in shown.text, ">inferred</span>" in shown.text) == (True, True)
    assert 'src="https://img.example/t/p/w154/poster.jpg"' in shown.text
    assert "img-src 'self' https://img.example;" in shown.headers["content-security-policy"]
    assert "Correct it" in nomination.text
    assert [page.status_code for page in missing] == [404] * 4
    assert (no_page.status_code, "no page" in no_page.text) == (409, True)


async def test_what_is_known_of_a_ceremonys_films_is_what_each_film_is(site: Site) -> None:
    """A full film about which a question is open is in review, as everywhere."""
    async with site() as visit:
        await _oscars(visit)
        async with visit.program.context.database.transaction() as conn:
            await conn.execute("update movies set import_type = 'full'")
            await conn.execute(
                """
                insert into reviews (movie_id, kind, reason, candidates, state)
                select id, 'clash', 'x', '[]', 'open' from movies where title = 'Barbie'
                """
            )
            (organization,) = await (
                await conn.execute("select id from festival_organizations where slug = 'oscars'")
            ).fetchall()
            (held,) = await festival_figures.ceremonies(conn, organization[0])
            cursor = await conn.execute("select state, count(*) from movie_states group by state")
            states = dict(await cursor.fetchall())
    assert states == {"full": 1, "review": 1}
    assert (held.films, held.full, held.minimal, held.stub, held.review) == (2, 1, 0, 0, 1)


async def test_without_an_image_host_no_other_host_is_named(site: Site) -> None:
    async with site() as visit:
        answer = await visit.get("/festivals")
    assert "img-src 'self';" in answer.headers["content-security-policy"]


async def test_a_nomination_is_corrected_and_every_correction_can_be_undone(site: Site) -> None:
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            ceremony = await shown_rows.ceremony(conn)
            won = await shown_rows.entry(
                conn, ceremony, HOSTILE, [HOSTILE], HOSTILE, winner=True, note=HOSTILE
            )
            await shown_rows.entry(conn, ceremony, "Barbie")
        here = f"/nominations/{won}"
        asked = {"winner": "no", "entry_note": HOSTILE, "citation": HOSTILE, "why": "a recount"}
        corrected = await visit.send_form(f"{here}/edit", on=here, **asked)
        same = await visit.send_form(f"{here}/edit", on=here, **asked)
        wrong = await visit.send_form(f"{here}/edit", on=here, **asked, film_id="nm1")
        moved = await visit.send_form(f"{here}/move", on=here, place="Award / Best Picture")
        withdrawn = await visit.send_form(f"{here}/withdraw", on=here)
        restored = await visit.send_form(f"{here}/restore", on=here)
        undone = await visit.send_form("/corrections/1/undo", on=here)
        history = await visit.get(here)
        async with visit.program.context.database.transaction() as conn:
            winners = await count(conn, "select count(*) from festival_nominations where is_winner")
    assert [a.status_code for a in (corrected, same, wrong)] == [303, 409, 409]
    assert [a.status_code for a in (moved, withdrawn, restored, undone)] == [303] * 4
    assert "a recount" in history.text
    assert HOSTILE not in history.text
    assert winners == 1
