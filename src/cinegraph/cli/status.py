"""`cinegraph status`: imports, their progress, what waits, what needs a person."""

from dataclasses import asdict, dataclass
from typing import Annotated

from cyclopts import App, Parameter

from cinegraph.app import Cinegraph
from cinegraph.cli import running, show
from cinegraph.cli.printing import print
from cinegraph.domain.festivals import Edition
from cinegraph.pipeline.report import report
from cinegraph.store import alerts, imports, jobs, lookups, reviews, volumes
from cinegraph.store.alerts import Alert
from cinegraph.store.imports import Reconciliation
from cinegraph.store.volumes import Warned

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


@dataclass(frozen=True, slots=True)
class _Seen:
    """Everything that is shown."""

    latest: list[Reconciliation]
    counts: dict[tuple[str, str], int]
    failed: int
    alive: int
    open_reviews: int
    questions: list[tuple[int, str, str]]
    world: str | None
    raised: list[Alert]
    small: list[Warned]


async def _show(program: Cinegraph, as_json: bool) -> None:
    async with program.context.database.transaction() as conn:
        seen = _Seen(
            latest=await imports.latest(conn, _IMPORTS),
            counts=await jobs.counts(conn),
            failed=len(await jobs.failed_for_good(conn)),
            alive=await jobs.workers(conn, program.settings.worker_dead_seconds),
            open_reviews=await reviews.open_count(conn),
            questions=await reviews.open_movies(conn, 5),
            world=await lookups.world(conn),
            raised=await alerts.of_the_last_day(conn),
            small=await volumes.open_warnings(conn),
        )
    if as_json:
        print(show.json_line(_as_data(seen)))
    else:
        _print(seen)


def _as_data(seen: _Seen) -> dict[str, object]:
    return {
        "world": seen.world,
        "imports": [report(one) for one in seen.latest],
        "jobs": [{"queue": q, "state": s, "jobs": n} for (q, s), n in seen.counts.items()],
        "workers": seen.alive,
        "reviews": seen.open_reviews,
        "failed": seen.failed,
        "alerts": [asdict(alert) for alert in seen.raised],
        "unacknowledged": [{"import": one.import_id, "warning": one.told} for one in seen.small],
    }


def _print(seen: _Seen) -> None:
    out = show.console()
    for alert in seen.raised:
        out.print(f"alert of {show.value(alert.at)} UTC: {alert.told}", markup=False)
    if not seen.latest:
        out.print("nothing was imported yet: `cinegraph import oscars 2024 --offline` is a good beginning")
        return
    out.print(show.imports_table(seen.latest))
    if seen.world == "offline":
        out.print("this database speaks of the offline world")
    for (queue, state), number in seen.counts.items():
        if state != "failed":
            out.print(f"{show.count(number, 'job')} in {queue}: {state.replace('_', ' ')}")
    out.print(f"workers are at {show.count(seen.alive, 'queue')}" if seen.alive else "no worker is running")
    if seen.failed:
        failed = show.count(seen.failed, "job")
        out.print(f"needs a person: {failed} failed, see `cinegraph jobs list --state failed`")
    for one in seen.small:
        title = f"{one.organization} {Edition(one.year, one.instance)}"
        out.print(f"needs a person: import {one.import_id} of {title} has only {one.told}:", markup=False)
        out.print(
            f"  look at it, and if it is right: `cinegraph imports acknowledge {one.import_id}`", markup=False
        )
    if seen.open_reviews:
        questions = show.count(seen.open_reviews, "question")
        out.print(f"needs a person: {questions} about films, see `cinegraph review list`:")
        for _, title, reason in seen.questions:
            out.print(f"  {title}: {reason}", markup=False)
