"""`cinegraph status`: imports, their progress, what waits, what needs a person."""

import json
from typing import Annotated

from cyclopts import App, Parameter

from cinegraph.app import Cinegraph
from cinegraph.cli import running, show
from cinegraph.pipeline.report import report
from cinegraph.store import imports, jobs, lookups, reviews

_IMPORTS = 10


def register(app: App) -> None:
    """Add the command."""
    app.command(status)


def status(*, as_json: Annotated[bool, Parameter(name="--json", negative="")] = False) -> None:
    """Show the last imports, what waits, and what needs a person.

    Parameters
    ----------
    as_json:
        Print one JSON object.
    """
    running.run(running.settings(), "real", lambda program: _show(program, as_json))


async def _show(program: Cinegraph, as_json: bool) -> None:
    async with program.context.database.transaction() as conn:
        latest = await imports.latest(conn, _IMPORTS)
        counts = await jobs.counts(conn)
        failed = len(await jobs.failed_for_good(conn))
        alive = await jobs.workers(conn, program.settings.worker_dead_seconds)
        open_reviews = await reviews.open_count(conn)
        questions = await reviews.open_movies(conn, 5)
        world = await lookups.world(conn)
    if as_json:
        waiting = [{"queue": q, "state": s, "jobs": n} for (q, s), n in counts.items()]
        told = {"world": world, "imports": [report(one) for one in latest], "jobs": waiting}
        print(
            json.dumps(
                told | {"workers": alive, "reviews": open_reviews, "failed": failed}, ensure_ascii=False
            )
        )
        return
    out = show.console()
    if not latest:
        out.print("nothing was imported yet: `cinegraph import oscars 2024 --offline` is a good beginning")
        return
    out.print(show.imports_table(latest))
    if world == "offline":
        out.print("this database speaks of the offline world")
    for (queue, state), number in counts.items():
        if state != "failed":
            out.print(f"{show.count(number, 'job')} in {queue}: {state.replace('_', ' ')}")
    out.print(f"workers are at {show.count(alive, 'queue')}" if alive else "no worker is running")
    if failed:
        out.print(
            f"needs a person: {show.count(failed, 'job')} failed, see `cinegraph jobs list --state failed`"
        )
    if open_reviews:
        out.print(
            f"needs a person: {show.count(open_reviews, 'question')} about films, see `cinegraph review list`:"
        )
        for _, title, reason in questions:
            out.print(f"  {title}: {reason}", markup=False)
