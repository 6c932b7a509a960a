"""`cinegraph jobs`: every piece of work that was or is to be done, one by one."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Literal

from cyclopts import App, Parameter
from rich.table import Table
from rich.text import Text

from cinegraph.app import Cinegraph
from cinegraph.cli import running, show
from cinegraph.cli.printing import print
from cinegraph.cli.words import Number
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.find_film import find_films
from cinegraph.pipeline.manage_jobs import cancel_job, retry_job
from cinegraph.settings import QUEUES
from cinegraph.store import jobs as job_store
from cinegraph.store.jobs import Job

State = Literal["todo", "put_off", "doing", "succeeded", "failed", "cancelled", "aborted"]
Json = Annotated[bool, Parameter(name="--json", negative="")]


def register(app: App) -> None:
    """Add the commands."""
    jobs = App(name="jobs", help="List, show, retry and cancel jobs.")
    jobs.command(list_, name="list")
    jobs.command(show_, name="show")
    jobs.command(retry)
    jobs.command(cancel)
    app.command(jobs)


def list_(
    *,
    state: Annotated[list[State] | None, Parameter(negative="")] = None,
    queue: str | None = None,
    import_id: Annotated[Number | None, Parameter(name="--import")] = None,
    film: str | None = None,
    limit: Number = 50,
    as_json: Json = False,
) -> None:
    """List jobs, the newest first.

    Parameters
    ----------
    state:
        Only jobs in this state; may be given several times.
    queue:
        Only jobs of this queue.
    import_id:
        Only jobs of this import.
    film:
        Only jobs of this film, the first first: by its title, its IMDb id (tt…) or its number.
    limit:
        So many at most.
    as_json:
        Print one line of JSON for each job.
    """
    _can_be_listed(queue, limit)

    async def verb(program: Cinegraph) -> list[Job]:
        async with program.context.database.transaction() as conn:
            films = None if film is None else await find_films(conn, film)
            listed = await job_store.find(conn, state or [], queue, import_id, limit, films)
            return listed if film is None else listed[::-1]

    found = running.run(running.settings(), "real", verb)
    if as_json:
        for job in found:
            print(_json(job))
        return
    show.console().print(_table(found) if found else "no such jobs")


def _table(found: Sequence[Job]) -> Table:
    table = Table("job", "task", "about", "state", "attempts", "due", "last error")
    for job in found:
        due = _time(job.due) if job.state in ("todo", "put_off") else ""
        values = (job.about or "", job.state, str(job.attempts), due, job.error or "")
        table.add_row(str(job.id), job.task, *(Text(value) for value in values))
    return table


def _can_be_listed(queue: str | None, limit: int) -> None:
    if limit < 1:
        raise Refused(f"--limit {limit}: at least one job can be listed")
    if queue is not None and queue not in QUEUES:
        raise Refused(f"there is no queue {queue!r}; the queues are {', '.join(QUEUES)}")


def show_(job: Number, /, *, as_json: Json = False) -> None:
    """Show one job: its arguments, its attempts and what each of them said.

    Parameters
    ----------
    job:
        The job's number.
    as_json:
        Print one JSON object.
    """

    async def verb(program: Cinegraph) -> tuple[Job | None, list[job_store.JobError]]:
        async with program.context.database.transaction() as conn:
            return await job_store.get(conn, job), await job_store.errors(conn, job)

    found, errors = running.run(running.settings(), "real", verb)
    if found is None:
        raise Refused(f"there is no job {job}")
    if as_json:
        told = json.loads(_json(found)) | {"errors": [asdict(e) | {"at": e.at.isoformat()} for e in errors]}
        print(show.json_line(told))
        return
    out = show.console()
    out.print(f"job {found.id}: {found.task} of {found.about or 'the program'}", markup=False)
    due = f", due {_time(found.due)}" if found.state in ("todo", "put_off") else ""
    out.print(f"  {found.state} in queue {found.queue}, tried {show.count(found.attempts, 'time')}{due}")
    out.print(f"  arguments {json.dumps(found.args)}", markup=False)
    for error in errors:
        out.print(
            f"  attempt {error.attempt}, {error.at:%Y-%m-%d %H:%M:%S}: {error.kind}: {error.error}",
            markup=False,
        )


def retry(*job: Number) -> None:
    """Put jobs that failed, were put off or were cancelled back into the queue, due now.

    Parameters
    ----------
    job:
        The jobs' numbers.
    """
    _each(job, "waits again", lambda program, number: retry_job(program.context, number))


def cancel(*job: Number) -> None:
    """End jobs that wait. Their films stay as they are, and their imports end incomplete.

    Parameters
    ----------
    job:
        The jobs' numbers.
    """
    _each(job, "is cancelled", lambda program, number: cancel_job(program.context, number))


def _each(numbers: tuple[int, ...], done: str, verb: object) -> None:
    if not numbers:
        raise Refused("which job? give its number, as `cinegraph jobs list` shows it")

    async def within(program: Cinegraph) -> list[Job]:
        return [await verb(program, number) for number in numbers]  # type: ignore[operator] # one of the two above

    for job in running.run(running.settings(), "real", within):
        print(f"job {job.id} ({job.task} of {job.about or 'the program'}) {done}")


def _time(when: datetime | None) -> str:
    return when.astimezone().strftime("%Y-%m-%d %H:%M:%S") if when else "now"


def _json(job: Job) -> str:
    told = asdict(job) | {"due": job.due.isoformat() if job.due else None}
    return show.json_line(told)
