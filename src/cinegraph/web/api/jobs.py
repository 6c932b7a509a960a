"""Jobs: what is to be done, what was done, and what went wrong."""

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from cinegraph.pipeline.manage_jobs import cancel_job, retry_job
from cinegraph.settings import QUEUES
from cinegraph.store import jobs as job_store
from cinegraph.store.browse import jobs as store
from cinegraph.web.api.answering import Ask, Asking, Number, Paging, Word
from cinegraph.web.api.described import MAY_WRITE, answers, listed
from cinegraph.web.api.problems import BadRequest, Unknown
from cinegraph.web.api.shapes import Plain

router = APIRouter(tags=["jobs"])


class Jobs(Paging):
    """Which jobs: of this state, queue and task; about this import or film."""

    state: Literal["todo", "put_off", "doing", "succeeded", "failed", "cancelled", "aborted"] | None = None
    queue: Word | None = None
    task: Word | None = None
    import_id: Annotated[Number | None, Query(alias="import")] = None
    film: Number | None = None


@listed(router, "/jobs", store.JobRow, "Jobs")
async def jobs(ask: Ask, asked: Annotated[Jobs, Query()]) -> Response:
    """Jobs, the newest first. `todo` are due; `put_off` wait for their time."""
    given = asked.given()
    if asked.queue is not None and asked.queue not in QUEUES:
        raise BadRequest("queue", f"there is no queue {asked.queue!r}; the queues are {', '.join(QUEUES)}")
    if state := given.pop("state", None):
        given["waiting" if state == "todo" else state] = True
    return await ask.rows(store.JOBS, asked, given)


@router.get("/jobs/{job}", summary="A job", **answers(Plain))
async def job(ask: Ask, job: Number) -> Response:
    """One job, with what each of its attempts said."""
    return ask.answer(await _told(ask, job))


@router.post("/jobs/{job}/retry", summary="Retry a job", dependencies=[MAY_WRITE], **answers(Plain))
async def retry(ask: Ask, job: Number) -> Response:
    """One that failed, was put off or was cancelled waits again, due now. One that is due already is left as it is."""
    if (await _told(ask, job))["state"] not in ("todo", "doing"):
        await retry_job(ask.program.context, job)
    return ask.answer(await _told(ask, job))


@router.post("/jobs/{job}/cancel", summary="Cancel a job", dependencies=[MAY_WRITE], **answers(Plain))
async def cancel(ask: Ask, job: Number) -> Response:
    """End one that waits; its film stays pending, its import ends incomplete. Cancelled already: nothing is done."""
    if (await _told(ask, job))["state"] != "cancelled":
        await cancel_job(ask.program.context, job)
    return ask.answer(await _told(ask, job))


async def _told(ask: Asking, number: int) -> dict[str, object]:
    async with ask.reading() as conn:
        found = await job_store.get(conn, number)
        errors = await job_store.errors(conn, number)
    if found is None:
        raise Unknown(f"there is no job {number}")
    return asdict(found) | {"errors": [asdict(one) for one in errors]}
