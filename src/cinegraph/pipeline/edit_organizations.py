"""A person adds organizations, or changes what is known of one: checked whole, stored whole or not at all, and logged."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from cinegraph.domain.festivals import Organization
from cinegraph.domain.organizations import SETTABLE, wrong_with
from cinegraph.pages import PAGE_TYPES
from cinegraph.pipeline.ask_for_marked import ask_for_scores
from cinegraph.pipeline.context import Context, FieldRefused, Refused, Stale
from cinegraph.pipeline.field_changes import Change, mark_of
from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.pipeline.organization_effects import what_it_does
from cinegraph.pipeline.organization_fields import field_text
from cinegraph.store import organizations, setting_changes

NEEDED = ("name", "abbreviation", "country", "founded_year", "kind")
"""Fields that every organization has."""
_PLACE = re.compile(r"`\$\.(\w+)")


@dataclass(frozen=True, slots=True)
class Plan:
    """What an organization would be, and what would change; `mark` is what it is known by as it is now."""

    after: Organization
    changes: tuple[Change, ...]
    mark: str


async def add_organizations(context: Context, new: Sequence[Organization], by: str) -> None:
    """Add all of them or none. Raises Refused for a value that cannot be, or that is another's already."""
    async with context.database.transaction() as conn:
        await organizations.hold(conn)
        for organization in new:
            await _refuse_addition(conn, context, organization)
            if not await organizations.add(conn, organization):
                raise FieldRefused("slug", f"there is an organization {organization.slug!r} already")
            said = [(field, None, field_text(field, getattr(organization, field))) for field in SETTABLE]
            await _log(conn, by, organization.slug, [("", None, "added"), *(one for one in said if one[2])])


async def plan_addition(context: Context, organization: Organization) -> None:
    """Raises Refused as `add_organizations` would; nothing is stored."""
    async with context.database.transaction() as conn:
        await _refuse_addition(conn, context, organization)


async def edit_organization(
    context: Context,
    name: str,
    changes: Mapping[str, object],
    more_names: Sequence[str] = (),
    *,
    by: str,
    mark: str | None = None,
) -> Plan:
    """Change these fields of one organization (None: the field is emptied), and add names to those it has.

    Raises Refused if nothing is to be changed, for a value that cannot be, or that is another's already; Stale if it is
    not any more what it was when it had that `mark`. What it has already is no change.
    """
    async with context.database.transaction() as conn:
        await organizations.hold(conn)
        number, plan = await _planned(conn, context, name, changes, more_names)
        if mark not in (None, plan.mark):
            raise Stale(f"{plan.after.slug} has changed meanwhile: look at what it is now")
        if plan.changes:
            await organizations.change(conn, number, plan.after)
            await _log(
                conn, by, plan.after.slug, [(one.field, one.before, one.after) for one in plan.changes]
            )
            await ask_for_scores(conn, context.queue)
    return plan


async def plan_edit(
    context: Context, name: str, changes: Mapping[str, object], more_names: Sequence[str] = ()
) -> Plan:
    """What `edit_organization` would do; nothing is stored. Raises Refused as that does."""
    async with context.database.transaction() as conn:
        _, plan = await _planned(conn, context, name, changes, more_names)
    return plan


async def _planned(
    conn: AsyncConnection,
    context: Context,
    name: str,
    changes: Mapping[str, object],
    more_names: Sequence[str],
) -> tuple[int, Plan]:
    if not changes and not more_names:
        raise Refused("what is to be changed? see `cinegraph festivals edit --help`")
    number, before = await find_organization(conn, name)
    for field in NEEDED:
        if field in changes and changes[field] is None:
            raise FieldRefused(field, f"{field} cannot be emptied: every organization has it")
    told = asdict(before) | dict(changes)
    named = tuple(told["other_names"] or ())
    told["other_names"] = (*named, *(one for one in more_names if one not in named))
    after = organization_of(told)
    _refuse_wrong(after, context.now())
    await _refuse_taken(conn, after, number)
    mark = mark_of([getattr(before, field) for field in SETTABLE])
    return number, Plan(after, _changes(before, after, context.now().year), mark)


def organization_of(fields: Mapping[str, object]) -> Organization:
    """The organization with these fields; None is as if it were not there. Raises FieldRefused for one that is missing or
    of the wrong kind."""
    given = {field: value for field, value in fields.items() if value is not None}
    for field in NEEDED:
        if field not in given:
            raise FieldRefused(field, f"{field} is needed: an organization has {', '.join(NEEDED)}")
    try:
        return msgspec.convert(given, Organization)
    except msgspec.ValidationError as wrong:
        place = _PLACE.search(str(wrong))
        raise FieldRefused(place[1] if place else "slug", str(wrong)) from None


def new_organization(fields: Mapping[str, object]) -> Organization:
    """As `organization_of`; if it has an event and nothing is said of page kinds, its pages are that event's."""
    usual = {"page_kinds": ("imdb_event",)} if fields.get("imdb_event_id") else {}
    return organization_of(usual | dict(fields))


def clearable(fields: Sequence[str]) -> dict[str, object]:
    """These fields, to be emptied. Raises Refused for one that is none, or that every organization has."""
    for field in fields:
        plain = field.replace("-", "_")
        if plain not in SETTABLE:
            close = difflib.get_close_matches(plain, SETTABLE, n=1)
            raise Refused(f"there is no field {field!r}{f': did you mean {close[0]!r}?' if close else ''}")
        if plain in NEEDED:
            raise FieldRefused(plain, f"{plain} cannot be emptied: every organization has it")
    return {field.replace("-", "_"): None for field in fields}


def _changes(before: Organization, after: Organization, this_year: int) -> tuple[Change, ...]:
    return tuple(
        Change(
            field,
            field_text(field, getattr(before, field)),
            field_text(field, getattr(after, field)),
            what_it_does(field, before, after, this_year),
        )
        for field in SETTABLE
        if getattr(before, field) != getattr(after, field)
    )


async def _log(
    conn: AsyncConnection, by: str, slug: str, said: Sequence[tuple[str, str | None, str | None]]
) -> None:
    rows = [(setting_changes.named("festivals", slug, field), before, after) for field, before, after in said]
    await setting_changes.note(conn, by, rows)


async def _refuse_addition(conn: AsyncConnection, context: Context, organization: Organization) -> None:
    _refuse_wrong(organization, context.now())
    await _refuse_taken(conn, organization, None)


def _refuse_wrong(organization: Organization, today: datetime) -> None:
    if wrong := wrong_with(organization):
        raise FieldRefused(wrong.field, f"{organization.slug}: {wrong}")
    if organization.founded_year > today.year:
        says = f"{organization.slug}: founded_year = {organization.founded_year} is in the future"
        raise FieldRefused("founded_year", says)
    known = [kind.KIND for kind in PAGE_TYPES]
    if strange := [kind for kind in organization.page_kinds if kind not in known]:
        says = f"{organization.slug}: there is no page kind {strange[0]!r}; the kinds are {', '.join(known)}"
        raise FieldRefused("page_kinds", says)


async def _refuse_taken(conn: AsyncConnection, organization: Organization, number: int | None) -> None:
    for other_number, other in await organizations.every(conn):
        if other_number == number:
            continue
        if other.slug == organization.slug:
            says = f"there is an organization {organization.slug!r} already: `cinegraph festivals edit`"
            raise FieldRefused("slug", says)
        if organization.abbreviation.lower() in (other.abbreviation.lower(), other.slug):
            raise FieldRefused("abbreviation", f"{other.slug} is called {organization.abbreviation} already")
        if organization.slug == other.abbreviation.lower():
            raise FieldRefused("slug", f"{other.slug} is called {other.abbreviation} already")
        if organization.imdb_event_id and organization.imdb_event_id == other.imdb_event_id:
            raise FieldRefused("imdb_event_id", f"{other.slug} has the event {other.imdb_event_id} already")
