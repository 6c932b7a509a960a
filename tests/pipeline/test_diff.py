"""What each import changed is kept, entry by entry and field by field."""

import pytest
from psycopg import AsyncConnection

from cinegraph.offline.faults import Faults
from cinegraph.pages import decode
from cinegraph.pipeline.sort_pages import GivenPage
from tests.conftest import Program, count
from tests.pipeline.importing import Work, imported, offline_pages, saved, without_jodie_foster
from tests.pipeline.nights import diff_of, in_short, night_after, replaced


async def test_the_diff_of_the_night_after_says_exactly_what_changed(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    """Two winners, one new, one gone: and nothing of those that only stand at another place of the page."""
    async with program() as built:
        before = (await offline_pages(outside))["academy"]
        first = await imported(built, work, before, lookup=False)
        after = await imported(built, work, night_after(before), lookup=False)
        made = await diff_of(built, after.import_id)
        again = await imported(built, work, night_after(before), lookup=False, refresh=True)
        assert {one.change for one in await diff_of(built, first.import_id)} == {"added"}
        assert await diff_of(built, again.import_id) == []
    assert in_short(made) == [
        ("changed", "Emma Stone", [("is_winner", True, False)]),
        ("changed", "Lily Gladstone", [("is_winner", False, True)]),
        ("added", "Penelope Cruz", []),
        ("withdrawn", "Jodie Foster", []),
    ]
    assert [(one.entry["category"], one.entry["films"][0]["title"]) for one in made[2:]] == [
        ("Actress in a Supporting Role", "Ferrari"),
        ("Actress in a Supporting Role", "Nyad"),
    ]
    assert (after.balanced, after.stored, after.withdrawn, again.balanced) == (True, 120, 1, True)
    assert await count(conn, "select count(*) from festival_nominations") == 121


async def test_what_comes_back_is_told_as_returned(program: Program, work: Work, outside: Faults) -> None:
    async with program() as built:
        page = (await offline_pages(outside))["academy"]
        await imported(built, work, page, lookup=False)
        await imported(built, work, without_jodie_foster(page), lookup=False)
        back = await imported(built, work, page, lookup=False, refresh=True)
        assert in_short(await diff_of(built, back.import_id)) == [("returned", "Jodie Foster", [])]
    assert (back.balanced, back.stored) == (True, 120)


async def test_an_entry_that_one_page_of_two_drops_is_told_with_its_source(
    program: Program, work: Work, outside: Faults
) -> None:
    """It stays, and is neither stored by that import nor withdrawn."""
    async with program() as built:
        pages = await offline_pages(outside)
        await imported(built, work, *pages.values(), lookup=False)
        less = await imported(built, work, without_jodie_foster(pages["academy"]), lookup=False)
        both = ["oscars_ceremony", "imdb_event"]
        assert in_short(await diff_of(built, less.import_id)) == [
            ("unsaid", "Jodie Foster", [("source", both, ["imdb_event"])])
        ]
    assert (less.stored, less.withdrawn, less.balanced) == (119, 0, True)


async def test_ids_that_a_second_page_brings_are_told_as_changes(
    program: Program, work: Work, outside: Faults
) -> None:
    async with program() as built:
        pages = await offline_pages(outside)
        await imported(built, work, pages["academy"], lookup=False)
        both = await imported(built, work, *pages.values(), lookup=False)
        made = await diff_of(built, both.import_id)
    jodie = next(
        one for one in made if one.entry["people"][:1] and one.entry["people"][0]["name"] == "Jodie Foster"
    )
    assert len(made) == 120
    assert {d.field for d in jodie.differences} >= {"films", "people", "source"}
    (people,) = [d for d in jodie.differences if d.field == "people"]
    assert (people.before[0]["imdb_id"], people.after[0]["imdb_id"]) == (None, "nm0000149")


_BLOCK = '<div class="field__item">\n  <div class="paragraph paragraph--type--award-honoree'
_END = "            </div>\n</div>\n"


def _block(text: str, name: str) -> str:
    at = text.index(f">{name}<")
    return text[text.rindex(_BLOCK, 0, at) : text.index(_END, at) + len(_END)]


def _badge(block: str) -> str:
    return block[block.index('<div class="field field--name-field-honoree-type') :].split("\n", 1)[0]


@pytest.mark.shared
async def test_the_real_page_and_its_night_after(program: Program, work: Work, conn: AsyncConnection) -> None:
    """The saved page of the Academy, then the same with two winners swapped, one entry more and one less."""
    async with program() as built:
        (page,) = saved("oscars_org/2024.html.gz")
        first = await imported(built, work, page, lookup=False)
        text = decode(page.body)
        emma, lily, jodie = (_block(text, n) for n in ("Emma Stone", "Lily Gladstone", "Jodie Foster"))
        penelope = jodie.replace("Jodie Foster", "Penelope Cruz").replace("Nyad", "Ferrari")
        night = replaced(
            text,
            (emma, emma.replace(_badge(emma), _badge(lily))),
            (lily, lily.replace(_badge(lily), _badge(emma))),
            (jodie, penelope),
        )
        after = await imported(built, work, GivenPage("after.html", night.encode()), lookup=False)
        assert in_short(await diff_of(built, after.import_id)) == [
            ("changed", "Emma Stone", [("is_winner", True, False)]),
            ("changed", "Lily Gladstone", [("is_winner", False, True)]),
            ("added", "Penelope Cruz", []),
            ("withdrawn", "Jodie Foster", []),
        ]
    assert (first.stored, after.stored, after.withdrawn, after.winners) == (120, 120, 1, 23)
