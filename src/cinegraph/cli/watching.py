"""How a person watches imports: the queue is worked in this process, and each import says what came of it."""

import sys

from cinegraph.app import Cinegraph
from cinegraph.cli import live, show, working
from cinegraph.cli.printing import print
from cinegraph.pipeline.report import report, waits
from cinegraph.store import imports, led_to
from cinegraph.store.imports import FINAL, Reconciliation


async def work(program: Cinegraph, ids: list[int], quiet: bool) -> list[Reconciliation]:
    """Work the queue in this process until the imports have ended, or everything left was put off."""
    told: dict[int, Reconciliation] = {}
    ended: set[int] = set()
    with live.display(quiet) as shown:

        async def over() -> bool:
            for one in await count(program, [number for number in ids if number not in ended]):
                told[one.import_id] = one
                if one.state in FINAL:  # nothing changes in it any more
                    ended.add(one.import_id)
            counted = [told[number] for number in ids]
            await shown.update(program.context.database, counted)
            moving = [one for one in counted if not _rests(program, one)]
            return not moving or len(await _forsaken(program, moving)) == len(moving)

        await working.work(program, over)
    return await count(program, ids)


def _rests(program: Cinegraph, counted: Reconciliation) -> bool:
    """Ended, or put off for longer than one would watch."""
    if counted.state in FINAL:
        return True
    if not waits(counted) or counted.next_due is None:
        return False
    return (counted.next_due - program.context.now()).total_seconds() > working.PATIENCE_SECONDS


async def _forsaken(program: Cinegraph, moving: list[Reconciliation]) -> list[int]:
    """Those that no job will ever bring to an end: nobody should wait for them."""
    idle = [one.import_id for one in moving if not one.waiting_jobs]
    if not idle:
        return []
    async with program.context.database.transaction() as conn:
        return await imports.forsaken(conn, idle)


async def count(program: Cinegraph, ids: list[int]) -> list[Reconciliation]:
    """What these imports did so far."""
    async with program.context.database.transaction() as conn:
        return await imports.reconcile(conn, ids)


async def tell(program: Cinegraph, counted: list[Reconciliation], as_json: bool, detach: bool) -> None:
    """Say of each import what it did, or why it did nothing."""
    async with program.context.database.transaction() as conn:
        lines = await led_to.of_imports(conn, [one.import_id for one in counted])
    for one in counted:
        if as_json:
            print(show.json_line(report(one, lines[one.import_id])))
        elif detach:
            print(f"import {one.import_id} of {show.title(one)} is queued: `cinegraph worker` does it")
        elif one.state not in ("queued", "failed"):
            await show.reconciliation(program.context.database, one, lines[one.import_id], show.console())
        if one.error:
            hint = "; it waits, and is tried again by a worker or the same command" if waits(one) else ""
            print(f"cinegraph: {show.title(one)}: {one.error}{hint}", file=sys.stderr)
        elif not detach and one.state not in FINAL and not waits(one):
            print(
                f"cinegraph: {show.title(one)}: nothing works for it: run the command again", file=sys.stderr
            )


def exit_code(counted: list[Reconciliation], detached: bool) -> int:
    """0 done, 1 one of them failed, 3 films still wait."""
    states = {one.state for one in counted}
    if states & {"failed", "cancelled"}:
        return 1
    return 0 if detached or states == {"finished"} else 3
