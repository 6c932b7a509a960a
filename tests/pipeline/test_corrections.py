"""What people correct holds: no import undoes it, none shows it as a change again, and it can be taken back."""

from dataclasses import replace
from pathlib import Path

import pytest
from psycopg import AsyncConnection

from cinegraph.data.overrides import parse_overrides
from cinegraph.domain.corrections import Renamed, Right
from cinegraph.offline.faults import Faults
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.correct_nomination import edit, move, restore, undo, withdraw
from cinegraph.pipeline.review_movie import By
from cinegraph.store import corrections
from tests.conftest import Program, count
from tests.pipeline.importing import Work, imported, offline_pages, without_jodie_foster
from tests.pipeline.nights import diff_of, edited, in_short, number_of
from tests.rows import dump

ANNA = By("anna", "I was there")
SUPPORTING = "Actress in a Supporting Role"


async def test_an_edit_survives_every_reimport_and_undoing_gives_back_what_pages_say(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    """Lesson 23: a person's corrections were undone by the next import."""
    async with program() as built:
        pages = await offline_pages(outside)
        await imported(built, work, *pages.values(), lookup=False)
        before = (await dump(conn))["nominations"]
        jodie = await number_of(conn, "Jodie Foster")
        await conn.rollback()
        right = Right(
            is_winner=True,
            note="ex aequo",
            film=Renamed("tt5302918", "Nyad!", "tt9999999"),
            person=Renamed(None, "Jodie B. Foster", "nm7777777"),
        )
        done = await edit(built.context, jodie, right, ANNA)
        assert (done.entry.is_winner, done.entry.note, done.asked) == (True, "ex aequo", 1)
        corrected = (await dump(conn))["nominations"]
        await conn.rollback()
        assert corrected != before
        for given in ([*pages.values()], [pages["academy"]], [pages["imdb"]]):
            told = await imported(built, work, *given, lookup=False, refresh=True)
            assert (told.state, told.balanced, told.stored, told.winners) == ("finished", True, 120, 24)
            assert (await diff_of(built, told.import_id), told.warnings) == ([], [])
            assert (await dump(conn))["nominations"] == corrected
            await conn.rollback()
        with pytest.raises(Refused, match="says so already"):
            await edit(built.context, jodie, right, ANNA)
        await undo(built.context, done.made.id, ANNA)
        assert (await dump(conn))["nominations"] == before
        await conn.rollback()
        again = await imported(built, work, *pages.values(), lookup=False, refresh=True)
        assert await diff_of(built, again.import_id) == []
        with pytest.raises(Refused, match="undone already"):
            await undo(built.context, done.made.id, ANNA)
        (kept,) = await corrections.of_nomination(conn, jodie)
        assert (kept.decided_by, kept.note, kept.undone_by) == ("anna", "I was there", "anna")


async def test_what_is_moved_or_withdrawn_stays_so_until_it_is_undone(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    async with program() as built:
        page = (await offline_pages(outside))["academy"]
        await imported(built, work, page, lookup=False)
        before = await dump(conn)
        jodie, emma = await number_of(conn, "Jodie Foster"), await number_of(conn, "Emma Stone")
        await conn.rollback()
        with pytest.raises(Refused, match="did you mean 'Actress in a Leading Role'"):
            await move(built.context, jodie, "Actress in a Leeding Role", None, ANNA)
        moved = await move(built.context, jodie, "actress in a leading role", None, ANNA)
        assert moved.entry.category == "Actress in a Leading Role"
        gone = await withdraw(built.context, emma, ANNA)
        assert (gone.entry.state, gone.entry.withdrawn_by) == ("withdrawn", None)
        corrected = await dump(conn)
        await conn.rollback()
        told = await imported(built, work, page, lookup=False)
        assert (told.balanced, told.stored, told.winners, told.withdrawn) == (True, 120, 22, 0)
        assert (await diff_of(built, told.import_id), await dump(conn)) == ([], corrected)
        await conn.rollback()
        less = await imported(built, work, without_jodie_foster(page), lookup=False)
        assert (less.withdrawn, len([w for w in less.warnings if "correction 1 " in w])) == (1, 1)
        await imported(built, work, page, lookup=False, refresh=True)
        assert await dump(conn) == corrected
        await conn.rollback()
        await undo(built.context, moved.made.id, ANNA)
        await restore(built.context, emma, ANNA)
        assert await dump(conn) == before
        await conn.rollback()
        with pytest.raises(Refused, match="is not withdrawn"):
            await restore(built.context, emma, ANNA)


async def test_of_categories_that_differ_in_spelling_the_ceremonys_own_is_meant(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    """The Academy's database writes "ACTRESS IN A LEADING ROLE", its pages do not: both stand in one group."""
    async with program() as built:
        await imported(built, work, (await offline_pages(outside))["academy"], lookup=False)
        jodie = await number_of(conn, "Jodie Foster")
        await conn.execute(
            """
            insert into festival_categories (organization_id, award, name)
            select organization_id, award, upper(name) from festival_categories where name = 'Actress in a Leading Role'
            """
        )
        await conn.commit()
        moved = await move(built.context, jodie, "actress in a leading role", None, ANNA)
        assert moved.entry.category == "Actress in a Leading Role"
        moved = await move(built.context, jodie, "ACTRESS IN A LEADING ROLE", None, ANNA)
        assert moved.entry.category == "ACTRESS IN A LEADING ROLE"


async def test_what_the_pages_drop_is_reported_and_not_lost(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    """A corrected entry goes with the pages, and says so; one that a person restores stays."""
    async with program() as built:
        page = (await offline_pages(outside))["academy"]
        less = without_jodie_foster(page)
        await imported(built, work, page, lookup=False)
        jodie = await number_of(conn, "Jodie Foster")
        await conn.rollback()
        await edit(built.context, jodie, Right(note="ex aequo"), ANNA)
        told = await imported(built, work, less, lookup=False)
        gone = f"correction 1 by anna: no page states its entry any longer: Jodie Foster, Nyad, {SUPPORTING}"
        assert (told.withdrawn, told.warnings[0]) == (1, gone)
        kept = await restore(built.context, jodie, ANNA)
        assert (kept.entry.state, kept.entry.note, kept.made.kind) == ("active", "ex aequo", "restore")
        again = await imported(built, work, less, lookup=False, refresh=True)
        assert (again.withdrawn, again.balanced, len(again.warnings)) == (0, True, 3)
        assert await count(conn, "select count(*) from festival_nominations where state = 'withdrawn'") == 0


async def test_a_page_that_comes_to_agree_is_fine(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    async with program() as built:
        page = (await offline_pages(outside))["academy"]
        await imported(built, work, page, lookup=False)
        brooks = await number_of(conn, "Danielle Brooks")
        await conn.rollback()
        await edit(
            built.context, brooks, Right(person=Renamed("Danielle Brooks", "Danielle B. Brooks")), ANNA
        )
        agreeing = edited(page, ("Danielle Brooks", "Danielle B. Brooks"))
        told = await imported(built, work, agreeing, lookup=False)
        assert (await diff_of(built, told.import_id), told.warnings) == ([], [])


def override(name: str, **right: str) -> str:
    lines = [f"{key} = {value}" for key, value in right.items()]
    head = [
        'ceremony = "oscars 2024"',
        f"category = '{SUPPORTING}'",
        f'person = "{name}"',
        'reason = "a test"',
    ]
    return "\n".join(["[[correction]]", *head, *lines, ""])


async def test_overrides_hold_for_every_import_and_go_with_their_line(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection, tmp_path: Path
) -> None:
    file = tmp_path / "overrides.toml"
    file.write_text(
        override("Jodie Foster", is_winner="true", person_name='"Alicia Foster"')
        + override("America Ferrera", withdrawn="true")
    )
    async with program(overrides_file=file) as built:
        page = (await offline_pages(outside))["academy"]
        first = await imported(built, work, page, lookup=False)
        assert (first.balanced, first.stored, first.winners) == (True, 120, 24)
        people = await count(conn, "select count(*) from people")
        await conn.rollback()
        again = await imported(built, work, page, lookup=False, refresh=True)
        assert (await diff_of(built, again.import_id), again.warnings) == ([], [])
        assert await count(conn, "select count(*) from people") == people
        said = "select is_winner, state from festival_nominations where id = "
        alicia, ferrera = await number_of(conn, "Alicia Foster"), await number_of(conn, "America Ferrera")
        assert await (await conn.execute(f"{said}{alicia}".encode())).fetchone() == (True, "active")
        assert await (await conn.execute(f"{said}{ferrera}".encode())).fetchone() == (False, "withdrawn")
        await conn.rollback()
        plain = replace(built, context=replace(built.context, overrides=()))
        told = await imported(plain, work, page, lookup=False, refresh=True)
        assert in_short(await diff_of(built, told.import_id))[0][:2] == ("returned", "America Ferrera")
        assert await number_of(conn, "Jodie Foster") == alicia


WRONG = [
    (override("Nobody At All", is_winner="true"), "line 1: it names no entry of"),
    ('\n[[correction]]\nceremony = "oscars 2024"\ncategory = "Directing"\nreason = "x"\nis_winner = true',
     "line 2: it names 5 entries of"),
    (override("Jodie Foster", person_name='"X"') + override("Jodie Foster", film_title='"Y"')
     .replace('person = "Jodie Foster"', 'film = "Nyad"\nperson = "Emily Blunt"'), "line 7: it names no entry"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "reason"), WRONG, ids=[reason for _, reason in WRONG])
async def test_an_override_that_names_no_entry_or_several_stops_the_import(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection, text: str, reason: str
) -> None:
    async with program() as built:
        page = (await offline_pages(outside))["academy"]
        await imported(built, work, page, lookup=False)
        before = await dump(conn)
        await conn.rollback()
        wrong = replace(built, context=replace(built.context, overrides=parse_overrides("mine.toml", text)))
        told = await imported(wrong, work, without_jodie_foster(page), lookup=False)
        assert told.state == "failed"
        assert (told.error or "").startswith(f"mine.toml, {reason}")
        assert await dump(conn) == before
