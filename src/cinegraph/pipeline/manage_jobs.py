"""What happens to a job from outside: a person tries it again or ends it, or it gives up by itself."""

from collections.abc import Sequence

from psycopg import AsyncConnection

from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.finish_import import settle
from cinegraph.pipeline.import_list import save_when_read
from cinegraph.store import ended_imports, import_films, imports, jobs, list_imports, movies
from cinegraph.store.jobs import Job

_READERS = ("import_ceremony", "import_list", "import_list_page", "save_list")
_OVER = ("failed", "cancelled", "aborted")


async def retry_job(context: Context, job_id: int) -> Job:
    """Put a job that failed, was put off or was ended back into the queue, due now. Raises Refused for others."""
    async with context.database.transaction() as conn:
        job = await _job(conn, job_id)
        if job.state not in (*_OVER, "put_off"):
            raise Refused(
                f"job {job_id} is {job.state}: only one that failed, was put off or was cancelled is retried"
            )
        await movies.hold(conn, films_of([job]))
        await _requeue(conn, job)
        return job


async def failed_jobs(conn: AsyncConnection) -> list[Job]:
    """Every job that failed, and that no later one has made up for."""
    return [await _job(conn, number) for number in await jobs.failed_for_good(conn)]


async def retry_failed(conn: AsyncConnection, failed: Sequence[Job]) -> list[int]:
    """Put these jobs back into the queue; their numbers. The caller holds their films."""
    for job in failed:
        await _requeue(conn, job)
    return [job.id for job in failed]


async def _requeue(conn: AsyncConnection, job: Job) -> None:
    await jobs.requeue(conn, job.id)
    if job.task in _READERS:
        import_id = int(str(job.args["import_id"]))
        await imports.reopen(conn, import_id)
        if job.task == "import_list_page":
            await list_imports.wait_again(conn, import_id, int(str(job.args["number"])), job.id)
    elif job.task == "resolve_movie":
        await import_films.reattach(conn, {int(str(job.args["movie_id"])): job.id})


async def cancel_job(context: Context, job_id: int) -> Job:
    """End a job that waits. Raises Refused for one that runs already or is over.

    What it was for stays as it is: its film stays pending, and its import ends incomplete. So does an import whose
    counting is cancelled.
    """
    async with context.database.transaction() as conn:
        job = await _job(conn, job_id)
        await movies.hold(conn, films_of([job]))  # no import begins to wait for it just now
        if job.state not in ("todo", "put_off") or not await jobs.cancel(conn, job_id):
            raise Refused(f"job {job_id} is {job.state}: only a job that waits can be cancelled")
        await _let_go(conn, context, job, "cancelled by a person")
        return job


async def give_up(context: Context, job_id: int, reason: str) -> None:
    """The job failed and will not be tried again by itself: nobody waits for it any longer."""
    async with context.database.transaction() as conn:
        job = await jobs.get(conn, job_id)
        if job is not None:
            await movies.hold(conn, films_of([job]))  # no import begins to wait for it just now
            await _let_go(conn, context, job, reason)


async def _let_go(conn: AsyncConnection, context: Context, job: Job, reason: str) -> None:
    if job.task == "import_list_page":
        await _without_page(
            conn, context, int(str(job.args["import_id"])), int(str(job.args["number"])), reason
        )
    elif job.task in _READERS:
        await ended_imports.end_unread(
            conn, int(str(job.args["import_id"])), reason, cancelled=job.state != "doing"
        )
    elif job.task == "finish_import":
        await ended_imports.end_uncounted(
            conn, int(str(job.args["import_id"])), f"it was not counted: {reason}"
        )
    for import_id in sorted(await import_films.detach(conn, job.id, reason)):
        await settle(conn, context.queue, import_id)


async def _without_page(
    conn: AsyncConnection, context: Context, import_id: int, number: int, reason: str
) -> None:
    """A list's page will not be read: its import does without it, and ends incomplete."""
    if await imports.lock(conn, import_id) == "queued":
        await list_imports.failed(conn, import_id, number, reason)
        await save_when_read(conn, context.queue, import_id)


def films_of(found: Sequence[Job]) -> list[int]:
    """The films that these jobs look for."""
    return [int(str(job.args["movie_id"])) for job in found if job.task == "resolve_movie"]


async def _job(conn: AsyncConnection, job_id: int) -> Job:
    job = await jobs.get(conn, job_id)
    if job is None:
        raise Refused(f"there is no job {job_id}")
    return job
