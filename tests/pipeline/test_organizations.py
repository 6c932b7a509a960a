"""Organizations are data: a person adds and edits them, whole or not at all, and pages can contradict them."""

from dataclasses import replace

import pytest

from cinegraph import data
from cinegraph.data import BadBlock, organizations_in
from cinegraph.domain.festivals import Organization
from cinegraph.pipeline.check_organizations import check_organizations
from cinegraph.pipeline.choose_ceremonies import Words, choose
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.edit_organizations import (
    add_organizations,
    clearable,
    edit_organization,
    organization_of,
)
from cinegraph.pipeline.request_import import request_all
from cinegraph.pipeline.show_organizations import show_organizations
from tests.conftest import Program
from tests.pipeline.event_pages import event_page
from tests.pipeline.importing import Work

GOYA = Organization("goya", "Goya Awards", "GOYA", "ES", 1987, "ceremony", imdb_event_id="ev0000292")
BLOCK = '[goya]\nname = "Goya Awards"\nabbreviation = "GOYA"\ncountry = "ES"\nfounded_year = 1987\nkind = "ceremony"\n'

BLOCKS = [
    (BLOCK + "monht = 2\n", r"own.toml: \[goya\] has an unknown key 'monht': did you mean 'month'"),
    (BLOCK + "month = 13\n", r"\[goya\]: month = 13 must be 1 to 12"),
    (BLOCK + 'gap_years = "1990"\n', r"\[goya\]: Expected `array`"),
    (BLOCK + "gap_years = [1950]\n", "must be years from founded_year on"),
    (BLOCK + "slug = 3\n", "unknown key 'slug'"),
    (BLOCK + "known_editions = []\n", "unknown key 'known_editions'"),
    (BLOCK + "prestige_nomination = 20\n", "not above prestige_win"),
    (BLOCK.replace("goya", "Goya Awards", 1).replace("[", '["').replace("]", '"]'), "small letters"),
    (BLOCK.replace('"ES"', '"Spain"'), "two capital letters"),
    ("name = 1\n", "stands outside of any block"),
    ("[goya\n", "this is no TOML"),
    ("# nothing\n", "there is no .block. in it"),
]


@pytest.mark.parametrize(("text", "reason"), BLOCKS, ids=[reason[-24:] for _, reason in BLOCKS])
def test_a_file_that_cannot_be_used_is_one_line(text: str, reason: str) -> None:
    with pytest.raises(BadBlock, match=reason):
        organizations_in(text, "own.toml")


def test_a_file_of_blocks_is_read() -> None:
    (goya,) = organizations_in(BLOCK, "own.toml")
    assert goya == replace(GOYA, imdb_event_id=None)


async def test_added_whole_or_not_at_all(program: Program) -> None:
    own = replace(GOYA, imdb_event_id="ev0000329999")
    async with program() as built:
        with pytest.raises(Refused, match="golden-globes has the event ev0000292 already"):
            await add_organizations(
                built.context, (replace(own, slug="other", abbreviation="OTHER"), GOYA), "ada"
            )
        with pytest.raises(Refused, match="cannes is called CFF already"):
            await add_organizations(built.context, (replace(own, abbreviation="CFF"),), "ada")
        with pytest.raises(Refused, match="no page kind 'imdb_evnt'; the kinds are"):
            await add_organizations(built.context, (replace(own, page_kinds=("imdb_evnt",)),), "ada")
        assert len(await show_organizations(built.context, ())) == 23
        await add_organizations(built.context, (own,), "ada")
        (shown,) = await show_organizations(built.context, ("goya",))
        assert (shown.organization, shown.changed, shown.stored) == (own, (), ())


async def test_edited_whole_or_not_at_all(program: Program) -> None:
    async with program() as built:
        context = built.context
        with pytest.raises(Refused, match="month = 0 must be 1 to 12"):
            await edit_organization(context, "cannes", {"name": "Changed", "month": 0}, by="ada")
        with pytest.raises(Refused, match="berlin has the event ev0000091 already"):
            await edit_organization(
                context, "cannes", {"name": "Changed", "imdb_event_id": "ev0000091"}, by="ada"
            )
        with pytest.raises(Refused, match="what is to be changed"):
            await edit_organization(context, "cannes", {}, by="ada")
        (before,) = await show_organizations(context, ("cannes",))
        assert before.organization == next(o for o in data.organizations() if o.slug == "cannes")
        await edit_organization(
            context, "CFF", {"month": 7, "prestige_nomination": None}, ["La Croisette"], by="ada"
        )
        (after,) = await show_organizations(context, ("cannes",))
        assert after.changed == ("other_names", "month", "prestige_nomination")
        assert after.organization.names[-2:] == ("La Croisette", "CFF")


def test_what_every_organization_has_cannot_be_emptied() -> None:
    assert clearable(["imdb-event-id"]) == {"imdb_event_id": None}
    with pytest.raises(Refused, match="country cannot be emptied"):
        clearable(["country"])
    with pytest.raises(Refused, match="no field 'mouth': did you mean 'month'"):
        clearable(["mouth"])
    with pytest.raises(Refused, match="country is needed"):
        organization_of({"slug": "goya", "name": "Goya Awards", "abbreviation": "GOYA"})


async def test_a_check_says_what_pages_contradict(program: Program, work: Work) -> None:
    async with program() as built:
        context = built.context
        history = ((1938, 1), (1940, 1), *((year, 1) for year in range(1946, 2024)))
        chosen = await choose(context, Words(pages=(event_page(2023, history=history),)))
        await request_all(context, chosen.wanted, lookup=False, refresh=False)
        await work(built)
        await edit_organization(context, "cannes", {"double_years": (2001,)}, by="ada")
        checked = await check_organizations(context, ())
        assert (checked.organizations, checked.with_pages) == (23, 1)
        assert [(one.organization, one.field, one.level) for one in checked.findings] == [
            ("cannes", "founded_year", "wrong"),
            ("cannes", "gap_years", "wrong"),
            ("cannes", "double_years", "wrong"),
        ]
        assert "--founded-year 1938" in checked.findings[0].says
        changes = {"name": "Locarno Film Festival", "official_name": None, "imdb_event_id": "ev0009999"}
        await edit_organization(
            context, "cannes", {**changes, "other_names": (), "founded_year": 1930}, by="ada"
        )
        checked = await check_organizations(context, ("cannes",))
    said = {one.field: one for one in checked.findings}
    assert (
        "of event ev0000147 (Cannes Film Festival), and here it has ev0009999" in said["imdb_event_id"].says
    )
    assert "--add-name 'Cannes Film Festival'" in said["other_names"].says
    assert said["founded_year"].level == "note"
