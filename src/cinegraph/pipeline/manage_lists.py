"""Which lists are followed: a person adds one, or changes how it is configured; what that does is told first, and it is
logged who did it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from psycopg import AsyncConnection

from cinegraph.domain.lists import FilmList
from cinegraph.pipeline.context import Context, FieldRefused, Refused, Stale
from cinegraph.pipeline.field_changes import Change, mark_of
from cinegraph.pipeline.find_list import find_list, organization_of
from cinegraph.pipeline.list_effects import what_it_does
from cinegraph.store import lists, organizations, setting_changes

FIELDS = tuple(name for name in FilmList.__dataclass_fields__ if name != "key")
"""What may be changed; the key is the name under which they are kept."""


@dataclass(frozen=True, slots=True)
class ListPlan:
    """What a list would be, and what would change; `mark` is what it is known by as it is now (None: there is none yet)."""

    after: FilmList
    changes: tuple[Change, ...]
    mark: str | None


async def add_list(context: Context, one: FilmList, by: str) -> ListPlan:
    """Follow this list from now on; 0 films expected is no expectation. Raises Refused for a key that is taken, or a configuration
    that cannot be."""
    async with context.database.transaction() as conn:
        plan = await _addition(conn, one)
        if not await lists.add(conn, plan.after):
            raise _taken(one)
        said = [(change.field, None, change.after) for change in plan.changes]
        await _log(conn, by, one.key, [("", None, "followed"), *said])
    return plan


async def plan_list(context: Context, one: FilmList) -> ListPlan:
    """What `add_list` would do; nothing is stored. Raises Refused as that does."""
    async with context.database.transaction() as conn:
        plan = await _addition(conn, one)
        if await lists.find(conn, one.key) is not None:
            raise _taken(one)
    return plan


async def edit_list(
    context: Context, key: str, changed: Mapping[str, Any], by: str, mark: str | None = None
) -> ListPlan:
    """Change these fields of the list; what it holds stays. Raises Refused as `add_list` does; Stale if it is not any more what
    it was when it had that `mark`. What it has already is no change."""
    async with context.database.transaction() as conn:
        number, _ = await find_list(conn, key)
        await lists.lock(conn, number)
        plan = await _planned(conn, key, changed)
        if mark not in (None, plan.mark):
            raise Stale(f"{plan.after.key} has changed meanwhile: look at what it is now")
        if plan.changes:
            await lists.change(conn, plan.after)
            await _log(conn, by, plan.after.key, [(one.field, one.before, one.after) for one in plan.changes])
    return plan


async def plan_list_edit(context: Context, key: str, changed: Mapping[str, Any]) -> ListPlan:
    """What `edit_list` would do; nothing is stored. Raises Refused as that does."""
    async with context.database.transaction() as conn:
        return await _planned(conn, key, changed)


def _meant(given: FilmList) -> FilmList:
    return replace(given, expected_count=given.expected_count or None)


async def _addition(conn: AsyncConnection, given: FilmList) -> ListPlan:
    one = _meant(given)
    await _check(conn, one)
    if await organizations.find(conn, one.key) is not None:
        says = (
            f"{one.key!r} is an organization: `cinegraph import {one.key}` means that one; take another key"
        )
        raise FieldRefused("key", says)
    said = [(name, _text(getattr(one, name))) for name in FIELDS]
    changes = [Change(name, None, text, what_it_does(name, None, one, 0)) for name, text in said if text]
    return ListPlan(one, tuple(changes), None)


async def _planned(conn: AsyncConnection, key: str, changed: Mapping[str, Any]) -> ListPlan:
    _, before = await find_list(conn, key)
    after = _meant(replace(before, **changed))
    await _check(conn, after)
    (status,) = await lists.statuses(conn, before.key)
    changes = tuple(
        Change(name, _text(was), _text(now), what_it_does(name, before, after, status.there))
        for name, was, now in ((name, getattr(before, name), getattr(after, name)) for name in FIELDS)
        if was != now
    )
    return ListPlan(after, changes, mark_of([getattr(before, name) for name in FIELDS]))


def _taken(one: FilmList) -> FieldRefused:
    says = f"there is a list {one.key!r} already: change it with `cinegraph lists edit {one.key}`"
    return FieldRefused("key", says)


async def _log(
    conn: AsyncConnection, by: str, key: str, said: list[tuple[str, str | None, str | None]]
) -> None:
    named = [(setting_changes.named("lists", key, field), before, after) for field, before, after in said]
    await setting_changes.note(conn, by, named)


def _text(value: object) -> str | None:
    return (
        ("true" if value else "false") if isinstance(value, bool) else None if value is None else str(value)
    )


async def _check(conn: AsyncConnection, one: FilmList) -> None:
    if one.wrong:
        raise FieldRefused(*one.wrong)
    if one.source_id is not None and (same := await lists.of_source(conn, one.source_id, one.key)):
        raise FieldRefused(
            "source_id", f"{one.source_id} is followed as {same} already: it would count twice"
        )
    if one.tracks_awards:
        try:
            await organization_of(conn, one)
        except Refused as why:
            raise FieldRefused("source_id", str(why)) from None
