"""Jobs: found by queue, state, film or import; one of them whole; tried again or ended, one or many."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response

from cinegraph.app import Cinegraph
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.manage_jobs import cancel_job, retry_job
from cinegraph.settings import QUEUES
from cinegraph.store import jobs as store
from cinegraph.store.jobs import Job
from cinegraph.store.screens import job_search
from cinegraph.store.screens.job_search import STATES, Wanted
from cinegraph.web import live
from cinegraph.web.access import Visitor, require
from cinegraph.web.asked import known
from cinegraph.web.reading import PATIENCE_SECONDS, Program, Reading
from cinegraph.web.shown import back, draw, page, query

router = APIRouter()
_LIVE = "/live/jobs"
_PAGE = 50
_LARGEST = 2**63 - 1
Writer = Annotated[Visitor, Depends(require("write"))]


@router.get("/jobs")
async def find(
    request: Request,
    program: Program,
    state: str = "",
    queue: str = "",
    film: str = "",
    import_: str = "",
    before: int | None = None,
) -> Response:
    """The page: a count of each queue, and the jobs that were asked for."""
    known("state", state, STATES)
    known("queue", queue, QUEUES)
    if import_.strip() and _number(import_) is None:
        raise HTTPException(422, f"import: {import_.strip()!r} is no number of an import.")
    wanted = Wanted(
        state=state or None,
        queue=queue or None,
        import_id=_number(import_),
        film=film.strip() or None,
        before=before,
    )
    part = await live.shared(request, _LIVE, lambda: _counts(request, program))
    async with program.context.database.transaction(PATIENCE_SECONDS) as conn:
        found = await job_search.find(conn, wanted, _PAGE + 1)
    asked = {"state": wanted.state, "queue": wanted.queue, "film": wanted.film, "import_": wanted.import_id}
    return page(
        request,
        "jobs.html",
        jobs=found[:_PAGE],
        asked=asked,
        older=query(asked, before=found[_PAGE - 1].id) if len(found) > _PAGE else None,
        newer=query(asked) if before else None,
        counts=part,
        states=STATES,
        queues=QUEUES,
    )


@router.get(_LIVE)
async def counts(request: Request, program: Program) -> Response:
    """How many wait, run and failed, live."""
    return await live.stream(request, lambda: _counts(request, program))


async def _counts(request: Request, program: Cinegraph) -> str:
    async with program.context.database.transaction(PATIENCE_SECONDS) as conn:
        counted = await store.counts(conn)
    table = {queue: {state: n for (q, state), n in counted.items() if q == queue} for queue in QUEUES}
    return draw(request, "jobs/counts.html", counts=table, queues=QUEUES)


@router.get("/jobs/{number}")
async def one(request: Request, conn: Reading, number: int) -> Response:
    """One job: its arguments, its attempts, what each of them said."""
    job = await store.get(conn, number) if number <= _LARGEST else None
    if job is None:
        raise HTTPException(404, f"There is no job {number}.")
    return page(request, "job.html", job=job, errors=await store.errors(conn, number))


@router.post("/jobs")
async def change(
    request: Request,
    program: Program,
    _: Writer,
    action: Annotated[Literal["retry", "cancel"], Form()],
    job: Annotated[list[int] | None, Form()] = None,
    to: Annotated[str, Form()] = "/jobs",
) -> Response:
    """Try a selection of jobs again, or end those that wait; what cannot be done is told."""
    verb = retry_job if action == "retry" else cancel_job
    done, refused = await _each(program.context, verb, job or [])
    if not job:
        told = "No job was selected."
    else:
        told = f"{len(done)} of {len(job)} jobs {'wait again' if action == 'retry' else 'are cancelled'}."
        if len(job) == 1 and done:
            told = f"Job {done[0].id} {'waits again' if action == 'retry' else 'is cancelled'}."
    return back(request, to, " ".join([told, *refused[:3]]))


async def _each(
    context: Context, verb: Callable[[Context, int], Awaitable[Job]], numbers: list[int]
) -> tuple[list[Job], list[str]]:
    done, refused = [], []
    for number in numbers[:_PAGE]:
        try:
            done.append(await verb(context, number))
        except Refused as reason:
            refused.append(f"{str(reason)[:1].upper()}{str(reason)[1:]}.")
    return done, refused


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and int(text) <= _LARGEST else None
