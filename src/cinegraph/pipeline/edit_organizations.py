"""A person adds organizations, or changes what is known of one: checked whole, stored whole or not at all."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from cinegraph.domain.festivals import Organization
from cinegraph.domain.organizations import SETTABLE, wrong_with
from cinegraph.pages import PAGE_TYPES
from cinegraph.pipeline.ask_for_scores import ask_for_scores
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.store import organizations

NEEDED = ("name", "abbreviation", "country", "founded_year", "kind")
"""Fields that every organization has."""


async def add_organizations(context: Context, new: Sequence[Organization]) -> None:
    """Add all of them or none. Raises Refused for a value that cannot be, or that is another's already."""
    async with context.database.transaction() as conn:
        await organizations.hold(conn)
        for organization in new:
            _refuse_wrong(organization, context.now())
            await _refuse_taken(conn, organization, None)
            if not await organizations.add(conn, organization):
                raise Refused(f"there is an organization {organization.slug!r} already")


async def edit_organization(
    context: Context, name: str, changes: Mapping[str, object], more_names: Sequence[str] = ()
) -> Organization:
    """Change these fields of one organization (None: the field is emptied), and add names to those it has.

    Raises Refused if nothing is changed, for a value that cannot be, or that is another's already.
    """
    if not changes and not more_names:
        raise Refused("what is to be changed? see `cinegraph festivals edit --help`")
    async with context.database.transaction() as conn:
        await organizations.hold(conn)
        number, before = await find_organization(conn, name)
        told = asdict(before) | dict(changes)
        named = tuple(told["other_names"] or ())
        told["other_names"] = (*named, *(one for one in more_names if one not in named))
        after = organization_of({field: value for field, value in told.items() if value is not None})
        _refuse_wrong(after, context.now())
        await _refuse_taken(conn, after, number)
        await organizations.change(conn, number, after)
        await ask_for_scores(conn, context.queue)
    return after


def organization_of(fields: Mapping[str, object]) -> Organization:
    """The organization with these fields. Raises Refused for one that is missing or of the wrong kind."""
    for field in NEEDED:
        if field not in fields:
            raise Refused(f"--{field.replace('_', '-')} is needed: an organization has {', '.join(NEEDED)}")
    try:
        return msgspec.convert(dict(fields), Organization)
    except msgspec.ValidationError as wrong:
        raise Refused(str(wrong)) from None


def clearable(fields: Sequence[str]) -> dict[str, object]:
    """These fields, to be emptied. Raises Refused for one that is none, or that every organization has."""
    for field in fields:
        plain = field.replace("-", "_")
        if plain not in SETTABLE:
            close = difflib.get_close_matches(plain, SETTABLE, n=1)
            raise Refused(f"there is no field {field!r}{f': did you mean {close[0]!r}?' if close else ''}")
        if plain in NEEDED:
            raise Refused(f"{plain} cannot be emptied: every organization has it")
    return {field.replace("-", "_"): None for field in fields}


def _refuse_wrong(organization: Organization, today: datetime) -> None:
    if wrong := wrong_with(organization):
        raise Refused(f"{organization.slug}: {wrong}")
    if organization.founded_year > today.year:
        raise Refused(f"{organization.slug}: founded_year = {organization.founded_year} is in the future")
    known = [kind.KIND for kind in PAGE_TYPES]
    if strange := [kind for kind in organization.page_kinds if kind not in known]:
        raise Refused(
            f"{organization.slug}: there is no page kind {strange[0]!r}; the kinds are {', '.join(known)}"
        )


async def _refuse_taken(conn: AsyncConnection, organization: Organization, number: int | None) -> None:
    for other_number, other in await organizations.every(conn):
        if other_number == number:
            continue
        if other.slug == organization.slug:
            raise Refused(
                f"there is an organization {organization.slug!r} already: `cinegraph festivals edit`"
            )
        if organization.abbreviation.lower() in (other.abbreviation.lower(), other.slug):
            raise Refused(f"{other.slug} is called {organization.abbreviation} already")
        if organization.slug == other.abbreviation.lower():
            raise Refused(f"{other.slug} is called {other.abbreviation} already")
        if organization.imdb_event_id and organization.imdb_event_id == other.imdb_event_id:
            raise Refused(f"{other.slug} has the event {other.imdb_event_id} already")
