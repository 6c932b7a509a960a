"""A change of an organization is planned, made if nothing came between, and kept with who made it."""

import pytest

from cinegraph.domain.festivals import Edition, Organization
from cinegraph.pipeline.context import FieldRefused, Refused, Stale
from cinegraph.pipeline.edit_organizations import (
    NEEDED,
    add_organizations,
    edit_organization,
    new_organization,
    plan_addition,
    plan_edit,
)
from cinegraph.pipeline.organization_effects import what_it_does
from cinegraph.pipeline.organization_fields import field_text, read_field
from cinegraph.pipeline.show_organizations import origins_of, show_organizations
from cinegraph.store import setting_changes
from tests.conftest import Program, count

GOYA = Organization("goya", "Goya Awards", "GOYA", "ES", 1987, "ceremony", gap_years=(1990, 1991, 1995))


async def test_a_change_is_planned_and_then_made_and_kept(program: Program) -> None:
    async with program() as built:
        context = built.context
        wanted = {"month": 7, "gap_years": (1939, 1940), "name": "Festival de Cannes", "country": "FR"}
        plan = await plan_edit(context, "CFF", wanted)
        (untouched,) = await show_organizations(context, ("cannes",))
        assert untouched.changed == ()
        made = await edit_organization(context, "cannes", wanted, by="ada", mark=plan.mark)
        assert made.changes == plan.changes
        with pytest.raises(Stale, match="cannes has changed meanwhile"):
            await edit_organization(context, "cannes", {"month": 8}, by="eve", mark=plan.mark)
        assert (await edit_organization(context, "cannes", {"month": 7}, by="eve")).changes == ()
        async with context.database.transaction() as conn:
            kept = await setting_changes.latest(conn, 9)
            others = await setting_changes.latest(conn, 9, of="festivals.can")
        (shown,) = await show_organizations(context, ("cannes",))
        origins = await origins_of(context, shown)
    said = {one.setting: (one.before, one.after, one.by) for one in kept}
    assert said["festivals.cannes.month"] == ("5", "7", "ada")
    assert set(said) == {f"festivals.cannes.{one.field}" for one in plan.changes}
    assert others == []
    assert (origins["month"].kind, origins["month"].by) == ("here", "ada")
    assert (origins["country"].kind, origins["country"].by) == ("file", None)


async def test_an_organization_that_was_added_says_by_whom(program: Program) -> None:
    async with program() as built:
        context = built.context
        await plan_addition(context, GOYA)
        async with context.database.transaction() as conn:
            assert await count(conn, "select count(*) from setting_changes") == 0
        await add_organizations(context, (GOYA,), "ada")
        async with context.database.transaction() as conn:
            kept = await setting_changes.latest(conn, 20, of="festivals.goya")
        with pytest.raises(FieldRefused, match="already") as taken:
            await plan_addition(context, GOYA)
        (shown,) = await show_organizations(context, ("goya",))
        origins = await origins_of(context, shown)
    said = {one.setting: one.after for one in kept}
    assert said["festivals.goya"] == "added"
    assert said["festivals.goya.gap_years"] == "1990..1991, 1995"
    assert {one.by for one in kept} == {"ada"}
    assert taken.value.field == "slug"
    assert (origins["name"].by, origins["month"].kind) == ("ada", "nobody")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("month", 13),
        ("name", "Two\nlines"),
        ("country", None),
        ("kind", "party"),
        ("founded_year", 1700),
        ("page_kinds", ("imdb_evnt",)),
        ("abbreviation", "BIFF"),
        ("imdb_event_id", "ev0000091"),
        ("wikidata_ids", ("19020",)),
    ],
)
async def test_what_is_refused_names_its_field(program: Program, field: str, value: object) -> None:
    async with program() as built:
        if field == "abbreviation":
            (berlin,) = await show_organizations(built.context, ("berlin",))
            value = berlin.organization.abbreviation
        with pytest.raises(FieldRefused) as refused:
            await edit_organization(built.context, "cannes", {field: value}, by="ada")
        async with built.context.database.transaction() as conn:
            assert await count(conn, "select count(*) from setting_changes") == 0
    assert refused.value.field == field


def test_every_field_reads_what_it_says() -> None:
    told = Organization(
        **{field: getattr(GOYA, field) for field in ("slug", *NEEDED, "gap_years")},
        other_names=("Premios Goya", "Goyas, the"),
        month=2,
        page_kinds=("imdb_event", "wikidata_awards"),
    )
    for field in ("name", "other_names", "founded_year", "gap_years", "page_kinds", "month", "main_award"):
        value = getattr(told, field)
        assert (read_field(field, field_text(field, value, "\n") or "") or None) == (value or None), field
    with pytest.raises(FieldRefused, match="no whole number"):
        read_field("month", "٣")
    with pytest.raises(FieldRefused, match="runs backwards"):
        read_field("gap_years", "1945..1940")
    with pytest.raises(Refused, match="no field 'id'"):
        read_field("id", "3")


def test_an_event_has_pages() -> None:
    fields = {field: getattr(GOYA, field) for field in ("slug", *NEEDED)}
    assert new_organization(fields).page_kinds == ()
    assert new_organization(fields | {"imdb_event_id": "ev0000329"}).page_kinds == ("imdb_event",)


def test_a_change_of_years_says_which_editions_come_and_go() -> None:
    def says(field: str, **changed: object) -> str:
        fields = {name: getattr(GOYA, name) for name in ("slug", *NEEDED, "gap_years")}
        return what_it_does(field, GOYA, Organization(**fields | changed), 2000)

    assert (
        says("founded_year", founded_year=1985)
        == "2 editions more: 1985..1986 to be expected; what is stored stays"
    )
    assert says("gap_years", gap_years=(1990, 1996)).startswith(
        "2 editions more: 1991, 1995; 1 edition less: 1996"
    )
    assert says("double_years", double_years=(1988,)).startswith("1 edition more: 1988/2 ")
    assert says("double_years", known_editions=(Edition(1988),)).startswith("the same editions")
