"""Imports: started, looked at, cancelled, retried; what each changed."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from cinegraph.app import refuse_what_cannot_work, require_pages
from cinegraph.pipeline.cancel_import import cancel_import
from cinegraph.pipeline.choose_ceremonies import Words, choose
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.estimate import estimate, told
from cinegraph.pipeline.find_list import find_list
from cinegraph.pipeline.manage_jobs import retry_job
from cinegraph.pipeline.read_years import parse_years
from cinegraph.pipeline.report import report
from cinegraph.pipeline.request_import import request_all
from cinegraph.pipeline.request_list import request_lists
from cinegraph.pipeline.retry import retry
from cinegraph.pipeline.tell_diff import plain
from cinegraph.store import cancelling, changes, led_to
from cinegraph.store import imports as import_store
from cinegraph.store.browse import imports as store
from cinegraph.web.api.answering import Ask, Asking, Number, Paging, Word, Year
from cinegraph.web.api.described import MAY_WRITE, answers, listed
from cinegraph.web.api.naming import organization_id
from cinegraph.web.api.problems import Unknown, Unprocessable
from cinegraph.web.api.shapes import Plain, Requested, RequestedAll, WantedImport

router = APIRouter(tags=["imports"])

State = Literal["queued", "resolving", "finished", "incomplete", "failed", "cancelled"]


class Imports(Paging):
    """Which imports; `state` may be given several times."""

    kind: Literal["ceremony", "reparse", "list"] | None = None
    state: list[State] | None = None
    organization: Word | None = None
    year: Year | None = None
    list_key: Annotated[
        str | None, Query(alias="list", min_length=1, max_length=200, pattern=r"^[^\x00]+$")
    ] = None


@listed(router, "/imports", store.ImportRow, "Imports")
async def imports(ask: Ask, asked: Annotated[Imports, Query()]) -> Response:
    """Every import, the newest first. `counted` is its reconciliation when it ended; `/imports/{import_id}` counts now."""
    given = asked.given()
    if name := given.pop("organization", None):
        given["organization_id"] = await organization_id(ask, name)
    return await ask.rows(store.IMPORTS, asked, given)


@router.post(
    "/imports",
    summary="Start imports",
    dependencies=[MAY_WRITE],
    status_code=202,
    response_model=None,
    responses={
        200: {"model": RequestedAll, "description": "A dry run: nothing was changed"},
        202: {"model": RequestedAll, "description": "They wait, or work already"},
    },
)
async def start(ask: Ask, wanted: WantedImport) -> Response:
    """One import for each ceremony, or one for the list, all or none. `dry_run`: only what it would do and cost (200).

    The same request again while an import of the same thing is unfinished goes on with that one (`resumed`): sending it
    twice is safe. Nothing is refused after it began: 422 says what cannot be, and nothing is stored then.
    """
    try:
        found = await (_list(ask, wanted, wanted.list) if wanted.list else _ceremonies(ask, wanted))
    except Refused as wrong:
        raise Unprocessable(str(wrong)) from None
    return ask.answer(found, 200 if wanted.dry_run else 202)


async def _ceremonies(ask: Asking, wanted: WantedImport) -> RequestedAll:
    program = ask.program
    if wanted.organization is None:
        raise Unprocessable("what is to be imported? give an organization with years, last or all; or a list")
    years, instance = parse_years(wanted.years) if wanted.years else ([], None)
    words = Words((wanted.organization,), tuple(years), instance, wanted.all, wanted.last)
    chosen = await choose(program.context, words)
    if not wanted.dry_run and program.context.world == "real":
        require_pages(program.settings)
    if not wanted.dry_run and wanted.lookup:
        await refuse_what_cannot_work(program)
    requested = await request_all(
        program.context, chosen.wanted, wanted.lookup, wanted.refresh, rehearse=wanted.dry_run
    )
    would = None
    if wanted.dry_run:
        counted = await estimate(program.context, chosen.wanted, requested, wanted.lookup, wanted.refresh)
        would = told(counted, program.context)
    imports = tuple(
        Requested(r.import_id, r.organization, r.edition.year, r.edition.instance, None, r.resumed)
        for r in requested
    )
    return RequestedAll(imports, chosen.left_out, would)


async def _list(ask: Asking, wanted: WantedImport, key: str) -> RequestedAll:
    program = ask.program
    if wanted.organization or wanted.years or wanted.last or wanted.all:
        raise Unprocessable("a list has no organization and no years: leave them out")
    if wanted.dry_run:
        raise Unprocessable(
            "what a list would cost is not known before its first page is read: leave dry_run out"
        )
    async with ask.reading() as conn:
        found = await find_list(conn, key)
    if wanted.lookup:
        await refuse_what_cannot_work(program)
    requested = await request_lists(program.context, [found], (), wanted.lookup, wanted.refresh)
    return RequestedAll(tuple(Requested(r.import_id, None, None, None, r.key, r.resumed) for r in requested))


@router.get("/imports/{import_id}", summary="An import", **answers(Plain))
async def import_(ask: Ask, import_id: Number) -> Response:
    """What it did so far, counted now: seen = stored, and its films add up. The same object as `cinegraph import --json`."""
    return ask.answer(await _report(ask, import_id))


@router.get("/imports/{import_id}/diff", summary="What an import changed", **answers(Plain))
async def diff(ask: Ask, import_id: Number) -> Response:
    """Entry by entry and field by field, of an import of a ceremony. The same object as `cinegraph diff --json`."""
    async with ask.reading() as conn:
        run = await changes.run(conn, import_id)
        if run is None:
            raise Unknown(f"there is no import {import_id} of a ceremony")
        made = await changes.of_import(conn, import_id)
    return ask.answer(plain(run, made))


@router.post(
    "/imports/{import_id}/cancel", summary="Cancel an import", dependencies=[MAY_WRITE], **answers(Plain)
)
async def cancel(ask: Ask, import_id: Number) -> Response:
    """Its jobs that wait are taken out; what it stored stays. Cancelled already: nothing is done."""
    await _report(ask, import_id)
    await cancel_import(ask.program.context, import_id)
    return ask.answer(await _report(ask, import_id))


@router.post(
    "/imports/{import_id}/retry", summary="Retry an import", dependencies=[MAY_WRITE], **answers(Plain)
)
async def again(ask: Ask, import_id: Number) -> Response:
    """Of one that failed or was cancelled, its pages are read again; of one that is stored, films that are not full are
    asked for again, whatever is remembered."""
    await _report(ask, import_id)
    async with ask.reading() as conn:
        found = await import_store.run(conn, import_id)
        job_id = await cancelling.job_of(conn, import_id)
    if found is not None and found.state in ("failed", "cancelled") and job_id is not None:
        await retry_job(ask.program.context, job_id)
    else:
        await retry(ask.program.context, failed=False, stubs=False, minimal=False, import_id=import_id)
    return ask.answer(await _report(ask, import_id))


async def _report(ask: Asking, import_id: int) -> dict[str, object]:
    async with ask.reading() as conn:
        counted = await import_store.reconcile(conn, [import_id])
        lines = await led_to.of_imports(conn, [import_id])
    if not counted:
        raise Unknown(f"there is no import {import_id}")
    return report(counted[0], lines[import_id])
