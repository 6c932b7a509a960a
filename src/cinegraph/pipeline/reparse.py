"""Today's parsers over the pages that are kept: what they read otherwise becomes a diff. Nobody is asked anything."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from cinegraph.domain.changes import Difference, entry
from cinegraph.domain.festivals import Edition
from cinegraph.domain.revision import changes
from cinegraph.pages.errors import PageError
from cinegraph.pipeline.context import Context, ImportFailed
from cinegraph.pipeline.finish_import import finish_import
from cinegraph.pipeline.import_ceremony import import_ceremony
from cinegraph.pipeline.read_ceremony import read_kept
from cinegraph.pipeline.revise_ceremony import Of, revise_ceremony
from cinegraph.store import changes as change_store
from cinegraph.store import ended_imports, import_films, imports, jobs, lookups, organizations
from cinegraph.store import pages as page_store
from cinegraph.store.kept_pages import KeptPages

Line = tuple[str, dict[str, object], Sequence[Difference]]
"""How an entry was changed, how it is called, what differs."""


@dataclass(frozen=True, slots=True)
class Reparsed:
    """What became of one ceremony. `import_id` is None on a dry run; `error` says why nothing was changed; `waiting`
    counts films whose lookup is in the queue."""

    organization: str
    edition: Edition
    state: Literal["read", "refused"]
    import_id: int | None
    made: tuple[Line, ...] = ()
    error: str | None = None
    waiting: int = 0


async def reparse(
    context: Context, kept: Sequence[KeptPages], lookup: bool, dry_run: bool
) -> AsyncIterator[Reparsed]:
    """Each ceremony in turn, as it is done. No request is made, whatever the pages say.

    `lookup`: films that are due get a job in the queue, as the ceremony's last import had it; they are asked for by
    a worker, later. On a dry run nothing is stored.
    """
    async with context.database.transaction() as conn:
        world = await lookups.world(conn)
    at_home = replace(context, world="offline" if world == "offline" else "real")
    for one in kept:
        yield await (_tried(at_home, one) if dry_run else _done(at_home, one, lookup))


async def _tried(context: Context, one: KeptPages) -> Reparsed:
    """What it would change."""
    async with context.database.transaction() as conn:
        organization = await organizations.get(conn, one.organization_id)
        given = await page_store.these(conn, one.page_ids)
    try:
        told = await read_kept(context, given, organization, one.edition)
        asked = Of(one.organization_id, organization, one.edition)
        async with context.database.transaction() as conn:
            revision, _ = await revise_ceremony(conn, context, asked, told)
    except (PageError, ImportFailed) as wrong:
        return Reparsed(one.organization, one.edition, "refused", None, error=str(wrong))
    made = tuple((c.change, entry(c.told), c.differences) for c in changes(revision))
    return Reparsed(one.organization, one.edition, "read", None, made)


async def _done(context: Context, one: KeptPages, lookup: bool) -> Reparsed:
    """The same as an import of its own, saved."""
    async with context.database.transaction() as conn:
        await ended_imports.end_overtaken(conn, one.organization_id, one.edition)
        asks = lookup and one.lookup
        import_id = await imports.request(
            conn, one.organization_id, one.edition, asks, refresh=False, kind="reparse"
        )
        await page_store.attach(conn, import_id, one.page_ids)
    try:
        await import_ceremony(context, import_id)
    except (PageError, ImportFailed) as wrong:
        async with context.database.transaction() as conn:
            await imports.fail(conn, import_id, str(wrong))
        return Reparsed(one.organization, one.edition, "refused", import_id, error=str(wrong))
    await finish_import(context, import_id)
    async with context.database.transaction() as conn:
        made = [(c.change, c.entry, c.differences) for c in await change_store.of_import(conn, import_id)]
        waiting = await import_films.pending(conn, import_id)
        if not waiting:
            await jobs.cancel_counting(conn, import_id)
    return Reparsed(one.organization, one.edition, "read", import_id, tuple(made), waiting=len(waiting))
