"""Categories get their keys when they are saved, when the lists change, and when a person says so."""

from dataclasses import replace

import pytest
from psycopg import AsyncConnection

from cinegraph.data.category_keys import category_keys
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.key_categories import choose_key, forget_choice, keyed_categories
from cinegraph.store import categories
from tests.conftest import Program, count
from tests.pipeline.importing import Work, imported

LEADING = "Actor in a Leading Role"


async def test_an_import_keys_its_categories(program: Program, work: Work) -> None:
    async with program() as built:
        await imported(built, work, lookup=False)
        found = await keyed_categories(built.context, "oscars")
    keys = {one.name: one.canonical_key for one in found.categories}
    assert len(keys) == 23
    assert len(set(keys.values())) == 23
    assert None not in keys.values()
    assert keys[LEADING] == "actor-leading"
    assert found.shared == ()


async def test_a_persons_word_stays(program: Program, work: Work, conn: AsyncConnection) -> None:
    async with program() as built:
        await imported(built, work, lookup=False)
        chosen = await choose_key(built.context, "AMPAS", None, LEADING.upper(), "actor", "Ada", "as a test")
        none = await choose_key(built.context, "oscars", "Oscar", "Directing", None, "Ada")
        assert (chosen.canonical_key, chosen.key_by, chosen.key_note) == ("actor", "Ada", "as a test")
        assert (none.canonical_key, none.key_by) == (None, "Ada")
        await imported(built, work, lookup=False, refresh=True)
        await categories.seed(conn, category_keys(), "another mark")
        await conn.commit()
        kept = {one.name: one for one in (await keyed_categories(built.context, "oscars")).categories}
        assert (kept[LEADING].canonical_key, kept["Directing"].canonical_key) == ("actor", None)
        back = await forget_choice(built.context, "oscars", None, LEADING)
    assert (back.canonical_key, back.key_by, back.key_at) == ("actor-leading", None, None)


async def test_stored_categories_follow_the_lists(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        await imported(built, work, lookup=False)
    shipped = category_keys()
    renamed = [replace(k, key="lead") if k.key == "actor-leading" else k for k in shipped.keys]
    parts = [replace(k, part_of="lead") if k.part_of == "actor-leading" else k for k in renamed]
    changed = replace(shipped, keys=tuple(parts))
    await categories.seed(conn, changed, "changed")
    keyed = "select count(*) from festival_categories where canonical_key = %s"
    assert await count(conn, keyed, "lead") == 1
    assert await count(conn, "select count(*) from category_keys where key = 'actor-leading'") == 0
    assert await categories.rekey(conn, changed) == 0
    await categories.seed(conn, shipped, "changed")  # the same mark: nothing is looked at
    assert await count(conn, keyed, "lead") == 1


async def test_two_groups_with_one_name_are_two_categories(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        await imported(built, work, lookup=False)
        await conn.execute(
            """
            insert into festival_categories (organization_id, award, name)
            select organization_id, 'Student Award', name from festival_categories where name = %s
            """,
            [LEADING],
        )
        await conn.commit()
        with pytest.raises(Refused, match=r"has 2 categories .* --award .*'Oscar', 'Student Award'"):
            await choose_key(built.context, "oscars", None, LEADING, "actor", "Ada")
        await choose_key(built.context, "oscars", "student award", LEADING, "actor-leading", "Ada")
        found = await keyed_categories(built.context)
    assert [one.award for one in found.categories if one.canonical_key == "actor-leading"] == [
        "Oscar",
        "Student Award",
    ]


async def test_where_two_categories_of_a_night_have_one_key(program: Program, work: Work) -> None:
    async with program() as built:
        await imported(built, work, lookup=False)
        await choose_key(built.context, "oscars", None, "Sound", "song", "Ada")
        (shared,) = (await keyed_categories(built.context, "oscars")).shared
    assert (shared.year, shared.canonical_key, len(shared.names)) == (2024, "song", 2)


async def test_what_there_is_not_is_refused(program: Program, work: Work) -> None:
    async with program() as built:
        await imported(built, work, lookup=False)
        with pytest.raises(Refused, match="no key 'actor-leadin': did you mean 'actor-leading'"):
            await choose_key(built.context, "oscars", None, LEADING, "actor-leadin", "Ada")
        with pytest.raises(Refused, match="oscars has no category 'Sounds': did you mean 'Sound'"):
            await choose_key(built.context, "oscars", None, "Sounds", "sound", "Ada")
