"""An import is held against its event's own history, and its main categories against their known size."""

from collections import Counter

from psycopg import AsyncConnection

from cinegraph.data.category_sizes import category_sizes
from cinegraph.domain.revision import Revision
from cinegraph.domain.volume import odd_sizes, too_few
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.review_movie import By
from cinegraph.pipeline.revise_ceremony import Of
from cinegraph.store import imports, volumes
from cinegraph.store.volumes import Warned

_NEIGHBOURS = 5


async def check_volume(conn: AsyncConnection, import_id: int, asked: Of, revision: Revision) -> list[str]:
    """What looks wrong in the number of entries that the pages state, line by line, whatever was corrected of them.

    Too few for a ceremony must be acknowledged, once.
    """
    stated = [r.stated.category if r.stated else r.place for r in revision.nominations]
    lines = odd_sizes(Counter(stated), asked.organization.slug, asked.edition.year, category_sizes())
    others = await volumes.neighbours(conn, asked.organization_id, asked.edition, _NEIGHBOURS)
    few = too_few(len(stated), others)
    if few is None:
        return lines
    told = f"{few.seen} entries, and the {len(others)} editions around it have {few.median:g} (the median)"
    if await volumes.acknowledged(conn, import_id, few.seen):
        return [*lines, f"{told}: acknowledged before"]
    await volumes.warn(conn, import_id, few, told)
    return [*lines, f"{told}: is that all? if so, `cinegraph imports acknowledge {import_id}`"]


async def acknowledge(context: Context, import_id: int, by: By) -> Warned:
    """A person says that an import with so few entries is right. Raises Refused."""
    async with context.database.transaction() as conn:
        if await imports.get(conn, import_id) is None:
            raise Refused(f"there is no import {import_id}: see `cinegraph status`")
        found = await volumes.of_imports(conn, [import_id])
        if not found:
            raise Refused(f"import {import_id} has no warning that must be acknowledged")
        if not await volumes.acknowledge(conn, import_id, by.name, by.note):
            raise Refused(f"import {import_id} was acknowledged by {found[0].acknowledged_by} already")
        return (await volumes.of_imports(conn, [import_id]))[0]
