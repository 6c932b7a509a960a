"""Editions that a person picks, one by one or all that are missing, become ceremonies to import."""

from collections.abc import Sequence

from cinegraph.domain.festivals import Edition
from cinegraph.pipeline.choose_ceremonies import Chosen
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.map_festivals import map_festivals
from cinegraph.pipeline.name_ceremonies import editions_of, find_organization
from cinegraph.pipeline.request_import import Wanted, obtainable, unobtainable


async def choose_editions(context: Context, name: str, picked: Sequence[Edition]) -> Chosen:
    """These editions of the organization of that name. Raises Refused for none, for one that there is not, and if none
    of its pages may be fetched."""
    if not picked:
        raise Refused("which edition? pick one at least")
    async with context.database.transaction() as conn:
        number, organization = await find_organization(conn, name)
    if not obtainable(context, organization):
        raise Refused(unobtainable(organization))
    keys = sorted({(edition.year, edition.instance) for edition in picked})
    today = context.now()
    found = [one for year, place in keys for one in editions_of(organization, [year], today, place)]
    return Chosen((Wanted(number, organization, tuple(found)),))


async def missing_editions(context: Context, name: str) -> list[Edition]:
    """The organization's editions that are not stored: those that pages told of, and those that there should be."""
    async with context.database.transaction() as conn:
        number, _ = await find_organization(conn, name)
    (row,) = await map_festivals(context, number)
    return [cell.edition for cell in row.cells if not cell.stored]
