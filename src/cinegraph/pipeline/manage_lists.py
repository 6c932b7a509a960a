"""Which lists are followed: a person adds one, or changes how it is configured."""

from dataclasses import replace
from typing import Any

from cinegraph.domain.lists import FilmList
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.find_list import find_list, organization_of
from cinegraph.store import lists, organizations


async def add_list(context: Context, one: FilmList) -> None:
    """Follow this list from now on. Raises Refused for a key that is taken, or a configuration that cannot be."""
    async with context.database.transaction() as conn:
        await _check(conn, one)
        if await organizations.find(conn, one.key) is not None:
            raise Refused(
                f"{one.key!r} is an organization: `cinegraph import {one.key}` means that one; take another key"
            )
        if not await lists.add(conn, one):
            raise Refused(
                f"there is a list {one.key!r} already: change it with `cinegraph lists edit {one.key}`"
            )


async def edit_list(context: Context, key: str, changed: dict[str, Any]) -> FilmList:
    """Change these fields of the list; what it holds stays. Raises Refused as `add_list` does."""
    async with context.database.transaction() as conn:
        _, before = await find_list(conn, key)
        one = replace(before, **changed)
        await _check(conn, one)
        await lists.change(conn, one)
    return one


async def _check(conn: Any, one: FilmList) -> None:
    if one.fault:
        raise Refused(one.fault)
    if one.tracks_awards:
        await organization_of(conn, one)
