"""The Academy's page before and after: made by hand of the offline world's, entry by entry."""

from collections.abc import Sequence

from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.pipeline.sort_pages import GivenPage
from cinegraph.store import changes
from cinegraph.store.changes import Changed
from tests.conftest import count
from tests.pipeline.importing import without_jodie_foster

_WON, _LOST = 'winner">Winner', 'nominee">Nominees'
_ENTITY = '</div>\n<div class="field field--name-field-award-entities"><div class="field__item">{}<'


def night_after(academy: GivenPage) -> GivenPage:
    """Lily Gladstone wins and Emma Stone does not; Jodie Foster is gone, and Penelope Cruz is there for Ferrari."""
    text = replaced(
        academy.body.decode(),
        (_WON + _ENTITY.format("Emma Stone"), _LOST + _ENTITY.format("Emma Stone")),
        (_LOST + _ENTITY.format("Lily Gladstone"), _WON + _ENTITY.format("Lily Gladstone")),
    )
    return with_entry(
        without_jodie_foster(GivenPage("after.html", text.encode())), "Penelope Cruz", "Ferrari"
    )


def with_entry(academy: GivenPage, name: str, film: str) -> GivenPage:
    """One more entry, before America Ferrera's."""
    entry = (
        '<div class="paragraph paragraph--type--award-honoree">\n'
        '<div class="field field--name-field-honoree-type nominee">Nominees</div>\n'
        f'<div class="field field--name-field-award-entities"><div class="field__item">{name}</div></div>\n'
        f'<div class="field field--name-field-award-film">{film}</div>\n</div>\n'
    )
    text = academy.body.decode()
    begin = text.rindex('<div class="paragraph paragraph', 0, text.index("America Ferrera"))
    return GivenPage("more.html", (text[:begin] + entry + text[begin:]).encode())


def edited(academy: GivenPage, *pairs: tuple[str, str]) -> GivenPage:
    """The page with these texts in the place of those; each must be there."""
    return GivenPage("edited.html", replaced(academy.body.decode(), *pairs).encode())


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


async def diff_of(built: Cinegraph, import_id: int) -> list[Changed]:
    """What the import changed."""
    async with built.context.database.transaction() as conn:
        return await changes.of_import(conn, import_id)


def in_short(made: Sequence[Changed]) -> list[tuple[object, ...]]:
    """Each change with who it is about and the fields that differ."""
    return [
        (one.change, one.entry["people"][0]["name"], [(d.field, d.before, d.after) for d in one.differences])
        for one in made
    ]


async def number_of(conn: AsyncConnection, person: str) -> int:
    """The number of the nomination of that person, in an acting category."""
    return await count(
        conn,
        """
        select n.id from festival_nominations n join festival_nomination_people p on p.nomination_id = n.id
        join festival_categories c on c.id = n.category_id where p.credited_as = %s and c.name like 'Act%%'
        """,
        person,
    )
