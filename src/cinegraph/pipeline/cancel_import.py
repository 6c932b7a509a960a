"""A person ends an import: its jobs that wait are taken out, what it stored stays."""

from cinegraph.pipeline.context import Context, Refused
from cinegraph.store import cancelling, import_films, imports, jobs, movies

_REASON = "the import was cancelled by a person"


async def cancel_import(context: Context, import_id: int) -> bool:
    """End it: films that it waits for are looked for no longer, unless another import waits for them too. What is stored
    stays, and a job that is at work ends its work. False if it was cancelled already.

    Raises Refused for an import that there is not, that is over, or whose page is being read at this moment.
    """
    async with context.database.transaction() as conn:
        if await imports.run(conn, import_id) is None:
            raise Refused(f"there is no import {import_id}: see `cinegraph status`")
        await movies.hold(conn, await import_films.pending(conn, import_id))  # films before imports
        state = await imports.lock(conn, import_id)
        if state == "cancelled":
            return False
        if state not in ("queued", "resolving"):
            raise Refused(f"import {import_id} is {state}: there is nothing left to cancel")
        if state == "queued" and await cancelling.is_read(conn, import_id):
            raise Refused(f"import {import_id} is being read: cancel it when that is done")
        await cancelling.take_out(conn, import_id)
        await jobs.cancel_counting(conn, import_id)
        await cancelling.end(conn, import_id, _REASON)
        return True
