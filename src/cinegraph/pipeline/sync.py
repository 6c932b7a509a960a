"""What is new, and what is missing: the ceremonies that a synchronization imports."""

from collections.abc import Sequence

from cinegraph.domain.festivals import Edition, Organization
from cinegraph.pipeline.choose_ceremonies import (
    EVERYONE,
    NOTHING_TO_FETCH,
    Chosen,
    every_edition,
    named,
    newest,
    without,
)
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.discover import HISTORIES, discover
from cinegraph.pipeline.request_import import Wanted, obtainable, unobtainable
from cinegraph.store import organizations
from cinegraph.store.organizations import Stored


async def find_missing(context: Context, festivals: Sequence[str], last: int, ask: bool) -> Chosen:
    """The `last` so many editions of each organization, those that are not stored, and those that were stored before
    their night. `ask`: first ask for the history of those of whom none is known.

    Organizations of whom no page may be fetched are left out, with a line; raises Refused if that leaves none, or for
    a name that is none.
    """
    if last < 1:
        raise Refused(f"--last {last}: at least one edition can be imported")
    async with context.database.transaction() as conn:
        found = await named(conn, festivals or (EVERYONE,))
    left: list[Organization] = []
    lines: list[str] = []
    wanted: list[Wanted] = []
    for number, organization in found:
        if not obtainable(context, organization):
            left.append(organization)
            continue
        one, line = await _with_history(context, number, organization) if ask else (organization, None)
        lines += [line] if line else []
        wanted.append(Wanted(number, one, ()))
    if not wanted:
        raise Refused(unobtainable(left[0]) if len(left) == 1 else NOTHING_TO_FETCH)
    async with context.database.transaction() as conn:
        rows = await organizations.ceremonies(conn, [one.organization_id for one in wanted])
    return Chosen(tuple(_missing(context, one, rows, last) for one in wanted), (*without(left), *lines))


async def _with_history(
    context: Context, number: int, organization: Organization
) -> tuple[Organization, str | None]:
    """The organization with its history, if one can be read; else a line that says why not."""
    if organization.known_editions or not any(
        kind.KIND in HISTORIES for kind in obtainable(context, organization)
    ):
        return organization, None
    try:
        await discover(context, number, organization)
    except Refused as reason:
        return organization, f"{organization.slug}: its history is not known ({reason}): each year is tried"
    async with context.database.transaction() as conn:
        return await organizations.get(conn, number), None


def _missing(context: Context, one: Wanted, rows: Sequence[Stored], last: int) -> Wanted:
    here = {
        (row.year, row.instance)
        for row in rows
        if row.organization_id == one.organization_id and row.state == "held"
    }
    recent = {(e.year, e.instance) for e in newest(one.organization, last, context.now())}
    editions = [
        edition
        for edition in _due(one.organization, context)
        if ((edition.year, edition.instance) in recent or (edition.year, edition.instance) not in here)
        and obtainable(context, one.organization, edition)
    ]
    return Wanted(one.organization_id, one.organization, tuple(editions))


def _due(organization: Organization, context: Context) -> list[Edition]:
    """Every edition up to the newest."""
    last = newest(organization, 1, context.now())
    return [e for e in every_edition(organization, context.now()) if not last or e.year <= last[-1].year]
