"""Organizations in the browser: what is known of each, changed and added with a preview, kept with who did it, checked."""

import re
from html import unescape

import httpx2
import pytest
from playwright.async_api import expect

from cinegraph.pipeline.edit_organizations import edit_organization
from cinegraph.pipeline.show_organizations import show_organizations
from tests.conftest import count
from tests.web.conftest import MEMBERS, Browser, Site, Visit, csrf_of, hidden_of

HERE = "/festivals/cannes/edit"
NEW = "/settings/festivals/new"
GOYA = {
    "slug": "goya",
    "name": "Goya Awards",
    "abbreviation": "GOYA",
    "country": "ES",
    "founded_year": "1987",
    "kind": "ceremony",
    "imdb_event_id": "ev0000329999",
    "other_names": "Premios Goya\r\nGoyas",
}


def form_of(html: str, **typed: str) -> dict[str, str]:
    """What the form on the page sends if these fields are typed into it."""
    shown = re.findall(r'name="was:(\w+)" value="([^"]*)"', html)
    fields = {name: unescape(value) for name, value in shown}
    sent = {f"was:{name}": value for name, value in fields.items()}
    return sent | {f"set:{name}": value for name, value in (fields | typed).items()} | {"csrf": csrf_of(html)}


async def previewed(visit: Visit, **typed: str) -> httpx2.Response:
    page = await visit.get(HERE)
    return await visit.post(f"{HERE}/preview", data=form_of(page.text, **typed))


async def logged(visit: Visit) -> int:
    async with visit.program.context.database.transaction() as conn:
        return await count(conn, "select count(*) from setting_changes")


async def test_a_field_is_changed_by_way_of_a_preview(site: Site) -> None:
    async with site() as visit:
        shown = await previewed(visit, month="7", gap_years="1939", prestige_nomination="")
        before = await logged(visit)
        done = await visit.post(HERE, data=hidden_of(shown.text))
        page = await visit.get(done.headers["location"])
        log = await visit.get("/settings/changes?of=festivals.cannes")
        other = await visit.get("/settings/changes?of=festivals.berlin")
        (cannes,) = await show_organizations(visit.program.context, ("cannes",))
    assert (shown.status_code, before, done.status_code) == (200, 0, 303)
    assert "editions more: 1940..1945" in shown.text
    assert "scores of films that it honoured are counted anew" in shown.text
    assert "was:" not in str(sorted(hidden_of(shown.text)))
    assert cannes.changed == ("month", "gap_years", "prestige_nomination")
    assert "Changed: month is 7; gap years is 1939; prestige nomination is empty." in page.text
    assert page.text.count("set here") >= 3
    assert "shipped as <bdi>5</bdi>" in page.text
    assert "festivals.cannes.prestige_nomination" in log.text
    assert "Nothing was changed of it yet." in other.text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("month", "13", "must be 1 to 12"),
        ("month", "May", "no whole number"),
        ("name", "", "cannot be emptied"),
        ("gap_years", "1945..1940", "runs backwards"),
        ("imdb_event_id", "ev0000091", "berlin has the event"),
        ("page_kinds", "imdb_evnt", "no page kind"),
        ("other_names", "a\0b", "one line of text"),
    ],
)
async def test_what_is_refused_stands_at_its_field_with_what_was_typed(
    site: Site, field: str, typed: str, said: str
) -> None:
    async with site() as visit:
        shown = await previewed(visit, **{field: typed, "country": "BE"})
        at_once = await visit.post(
            HERE, data={f"set:{field}": typed, "csrf": csrf_of(shown.text), "mark": ""}
        )
        assert await logged(visit) == 0
    own = field.replace("_", "-")
    assert (shown.status_code, at_once.status_code) == (422, 422)
    assert shown.text.count("aria-invalid") == shown.text.count(f'id="{own}-wrong"') == 1
    assert said in unescape(shown.text)
    assert re.search(r'<input value="BE"[^>]* id="country"', shown.text)
    assert "Now: <bdi>FR</bdi>" in shown.text


async def test_what_changed_meanwhile_is_not_overwritten(site: Site) -> None:
    async with site() as visit:
        context = visit.program.context
        page = await visit.get(HERE)
        await edit_organization(context, "cannes", {"country": "BE"}, by="eve")
        shown = await visit.post(f"{HERE}/preview", data=form_of(page.text, month="7"))
        fields = hidden_of(shown.text)
        await edit_organization(context, "cannes", {"country": "CH"}, by="eve")
        refused = await visit.post(HERE, data=fields)
        again = await visit.post(f"{HERE}/preview", data=form_of(refused.text, month="7"))
        done = await visit.post(HERE, data=hidden_of(again.text))
        (cannes,) = await show_organizations(context, ("cannes",))
    assert [name for name in fields if name.startswith("set:")] == ["set:month"]
    assert (refused.status_code, done.status_code) == (409, 303)
    assert "cannes has changed meanwhile" in refused.text
    assert re.search(r'<input value="7"[^>]* id="month"', refused.text)
    assert (cannes.organization.country, cannes.organization.month) == ("CH", 7)


async def test_another_organization_is_added(site: Site) -> None:
    typed = {f"set:{name}": value for name, value in GOYA.items()}
    async with site() as visit:
        wrong = await visit.send_form(
            "/settings/festivals/preview", on=NEW, **typed | {"set:country": "Spain"}
        )
        lacks = await visit.send_form("/settings/festivals/preview", on=NEW, **{"set:slug": "goya"})
        taken = await visit.send_form("/settings/festivals/preview", on=NEW, **typed | {"set:slug": "cannes"})
        shown = await visit.send_form("/settings/festivals/preview", on=NEW, **typed)
        assert await logged(visit) == 0
        done = await visit.post("/settings/festivals", data=hidden_of(shown.text))
        twice = await visit.post("/settings/festivals", data=hidden_of(shown.text))
        page = await visit.get("/festivals/goya/edit")
        everything = await visit.get("/settings/festivals")
        (goya,) = await show_organizations(visit.program.context, ("goya",))
    assert [one.status_code for one in (wrong, lacks, taken, shown, done, twice)] == [
        422,
        422,
        422,
        200,
        303,
        422,
    ]
    assert "two capital letters" in wrong.text
    assert re.search(r'<input value="ev0000329999"[^>]* id="imdb-event-id"', wrong.text)
    assert 'id="name-wrong"' in lacks.text
    assert 'id="slug-wrong"' in taken.text
    assert goya.organization.page_kinds == ("imdb_event",)
    assert goya.organization.other_names == ("Premios Goya", "Goyas")
    assert "It was added here." in page.text
    assert "added here" in everything.text


async def test_organizations_are_checked(site: Site) -> None:
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            await conn.execute(
                """
                insert into festival_editions (organization_id, year, instance, told_by)
                select id, 1938, 1, '{imdb_event}' from festival_organizations where slug = 'cannes'
                """
            )
        everyone = await visit.get("/settings/festivals/check")
        one = await visit.get("/settings/festivals/check?festival=CFF")
        quiet = await visit.get("/settings/festivals/check?festival=berlin")
        none = await visit.get("/settings/festivals/check?festival=nobody")
    assert 'href="/festivals/cannes/edit#founded-year"' in everyone.text
    assert "1 organization, 1 of which" in one.text
    assert "nothing can be compared" in quiet.text
    assert none.status_code == 404


async def test_who_may_only_read_sees_and_changes_nothing(site: Site) -> None:
    async with site(doorway=MEMBERS) as visit:
        await visit.come_in("eve", "read")
        page = await visit.get(HERE)
        new = await visit.get(NEW)
        sent = {"set:month": "7", "csrf": csrf_of(page.text), "mark": ""}
        refused = [
            (await visit.post(path, data=sent)).status_code
            for path in (HERE, f"{HERE}/preview", "/settings/festivals", "/settings/festivals/preview")
        ]
        nobody = await visit.get("/festivals/nobody/edit")
    assert "See what changes" not in page.text
    assert re.search(r'id="month"[^>]* disabled', page.text)
    assert "<textarea" not in new.text
    assert refused == [403] * 4
    assert nobody.status_code == 404


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
async def test_a_festival_is_edited_by_a_person(browser: Browser, width: int, dark: bool) -> None:
    async with browser(script=False, width=width, dark=dark) as seen:
        page = seen.page
        await page.goto("/festivals/cannes")
        await page.get_by_role("link", name="Edit", exact=True).click()
        await page.get_by_label("Month").fill("7")
        await page.get_by_label("Other names").fill("La Croisette\nCannes")
        await page.get_by_role("button", name="See what changes").click()
        await expect(page.get_by_role("definition").filter(has_text="5 → 7")).to_contain_text(
            "newest edition"
        )
        await page.get_by_role("button", name="Change 2 fields").click()
        await expect(page.get_by_role("status")).to_contain_text("month is 7")
        await expect(page.get_by_label("Month")).to_have_value("7")
        await expect(page.get_by_label("Other names")).to_have_value("La Croisette\nCannes")
        await page.get_by_role("link", name="All changes of it").click()
        await expect(page.get_by_role("row", name="festivals.cannes.month")).to_contain_text("7")
