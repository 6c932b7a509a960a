"""An import ends when nothing works for it any more: it is counted from the rows, and says what is missing."""

from dataclasses import asdict

from psycopg import AsyncConnection

from cinegraph.pipeline.context import Context, Queue
from cinegraph.store import import_films, imports
from cinegraph.store.imports import Reconciliation
from cinegraph.telemetry import log

_ALMOST_DONE = ("resolving", "incomplete")


async def settle(conn: AsyncConnection, queue: Queue, import_id: int) -> None:
    """If no job looks for the import's films any more, put the job that ends it into the queue.

    The import's row is held, so that of two films answered at once the second sees the first.
    """
    if await imports.lock(conn, import_id) in _ALMOST_DONE and not await import_films.working(
        conn, import_id
    ):
        await queue.finish_import(conn, import_id)


async def finish_import(context: Context, import_id: int) -> None:
    """Count the import and close it: finished, or incomplete if films still wait or the figures do not add up.

    Safe to run twice.
    """
    async with context.database.transaction() as conn:
        if await imports.lock(conn, import_id) not in _ALMOST_DONE or await import_films.working(
            conn, import_id
        ):
            return
        counted = (await imports.reconcile(conn, [import_id]))[0]
        state = "finished" if counted.balanced and counted.pending == 0 else "incomplete"
        await imports.finish(conn, import_id, state, {"counted": figures(counted)})
    if not counted.balanced and not _partial(counted):
        log().error(
            "an import does not add up", import_id=import_id, seen=counted.seen, stored=counted.stored
        )


def _partial(counted: Reconciliation) -> bool:
    """A list of which less was read than it says it has: that is said already, and no fault of ours."""
    return counted.kind == "list" and counted.stored < counted.seen


def figures(counted: Reconciliation) -> dict[str, object]:
    """The numbers of a reconciliation, as they are kept with the import."""
    wanted = (
        "seen",
        "stored",
        "winners",
        "withdrawn",
        "films",
        "full",
        "minimal",
        "stub",
        "review",
        "pending",
    )
    return {name: value for name, value in asdict(counted).items() if name in (*wanted, "named", "with_id")}
