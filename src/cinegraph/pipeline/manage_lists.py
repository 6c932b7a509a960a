"""Which lists are followed: a person adds one, or changes how it is configured; it is logged who did."""

from dataclasses import replace
from typing import Any

from psycopg import AsyncConnection

from cinegraph.domain.lists import FilmList
from cinegraph.pipeline.context import Context, FieldRefused, Refused
from cinegraph.pipeline.find_list import find_list, organization_of
from cinegraph.store import lists, organizations, setting_changes

FIELDS = tuple(name for name in FilmList.__dataclass_fields__ if name != "key")
"""What may be changed; the key is the name under which they are kept."""
Changes = list[tuple[str, str | None, str | None]]


async def add_list(context: Context, given: FilmList, by: str) -> FilmList:
    """Follow this list from now on; as it is kept. 0 films expected is no expectation. Raises Refused for a key that is
    taken, or a configuration that cannot be."""
    one = _meant(given)
    async with context.database.transaction() as conn:
        await _check(conn, one)
        if await organizations.find(conn, one.key) is not None:
            says = f"{one.key!r} is an organization: `cinegraph import {one.key}` means that one; take another key"
            raise FieldRefused("key", says)
        if not await lists.add(conn, one):
            says = f"there is a list {one.key!r} already: change it with `cinegraph lists edit {one.key}`"
            raise FieldRefused("key", says)
        said = [(name, None, _text(getattr(one, name))) for name in FIELDS]
        await _log(conn, by, one.key, [("", None, "followed"), *(row for row in said if row[2] is not None)])
    return one


async def edit_list(context: Context, key: str, changed: dict[str, Any], by: str) -> tuple[FilmList, Changes]:
    """Change these fields of the list; what it holds stays. The list as it is now, and each field that has another value:
    its name, before, after. Takes 0, and raises Refused, as `add_list` does."""
    async with context.database.transaction() as conn:
        _, before = await find_list(conn, key)
        one = _meant(replace(before, **changed))
        await _check(conn, one)
        pairs = [(name, getattr(before, name), getattr(one, name)) for name in FIELDS]
        changes = [(name, _text(was), _text(now)) for name, was, now in pairs if was != now]
        if changes:
            await lists.change(conn, one)
            await _log(conn, by, one.key, changes)
    return one, changes


def _meant(given: FilmList) -> FilmList:
    return replace(given, expected_count=given.expected_count or None)


async def _log(conn: AsyncConnection, by: str, key: str, changes: Changes) -> None:
    named = [(setting_changes.named("lists", key, field), before, after) for field, before, after in changes]
    await setting_changes.note(conn, by, named)


def _text(value: object) -> str | None:
    return (
        ("true" if value else "false") if isinstance(value, bool) else None if value is None else str(value)
    )


async def _check(conn: AsyncConnection, one: FilmList) -> None:
    if one.wrong:
        raise FieldRefused(*one.wrong)
    if one.tracks_awards:
        try:
            await organization_of(conn, one)
        except Refused as why:
            raise FieldRefused("source_id", str(why)) from None
