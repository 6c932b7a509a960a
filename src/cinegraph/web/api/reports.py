"""How it stands: what needs a person, what the catalogues are like and cost, how lookups go."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from cinegraph.app import Cinegraph
from cinegraph.pipeline.report import report as told
from cinegraph.pipeline.report_sources import report_sources
from cinegraph.store import alerts, imports, jobs, lookups, reviews, volumes
from cinegraph.store import reports as store
from cinegraph.store.reports import REPORTS, By
from cinegraph.web.api.answering import Ask, Parameters
from cinegraph.web.api.described import answers
from cinegraph.web.api.problems import Unknown
from cinegraph.web.api.shapes import Plain, Rows, Table

router = APIRouter(tags=["reports"])

_IMPORTS = 10
_STATUS_SECONDS, _REPORT_SECONDS = 3.0, 60.0


class Nothing(Parameters):
    """No parameter at all."""


class CostsBy(Parameters):
    """How costs are summed up."""

    by: Literal["source", "festival", "day"] = "source"


@router.get("/status", summary="How it stands", **answers(Plain))
async def status(ask: Ask, _: Annotated[Nothing, Query()]) -> Response:
    """The last imports, what waits, and what needs a person: the object of `cinegraph status --json`. At most some
    seconds old."""
    return ask.answer(await ask.kept.get("status", _STATUS_SECONDS, lambda: _status(ask.program)))


async def _status(program: Cinegraph) -> dict[str, Any]:
    async with program.context.database.transaction() as conn:
        counts = await jobs.counts(conn)
        return {
            "world": await lookups.world(conn),
            "imports": [told(one) for one in await imports.latest(conn, _IMPORTS)],
            "jobs": [{"queue": q, "state": s, "jobs": n} for (q, s), n in counts.items()],
            "workers": await jobs.workers(conn, program.settings.worker_dead_seconds),
            "reviews": await reviews.open_count(conn),
            "failed": len(await jobs.failed_for_good(conn)),
            "alerts": [asdict(one) for one in await alerts.of_the_last_day(conn)],
            "unacknowledged": [
                {"import": one.import_id, "warning": one.told} for one in await volumes.open_warnings(conn)
            ],
        }


@router.get("/sources", summary="Catalogues", **answers(Rows))
async def sources(ask: Ask, _: Annotated[Nothing, Query()]) -> Response:
    """Each catalogue in the order of asking: on or off and why, price, pace, budget, health, what it remembers."""
    found = await ask.kept.get("sources", _STATUS_SECONDS, lambda: report_sources(ask.program.context))
    return ask.answer({"items": found})


@router.get("/costs", summary="What asking has cost", **answers(Rows))
async def costs(ask: Ask, asked: Annotated[CostsBy, Query()]) -> Response:
    """Summed up by source, by festival or by day (UTC). At most about a minute old."""
    found = await ask.kept.get(f"costs {asked.by}", _REPORT_SECONDS, lambda: _costs(ask.program, asked.by))
    return ask.answer({"items": found})


async def _costs(program: Cinegraph, by: By) -> list[dict[str, object]]:
    async with program.context.database.transaction() as conn:
        return await store.costs(conn, by)


@router.get("/reports", summary="Reports", **answers(Rows))
async def reports(ask: Ask, _: Annotated[Nothing, Query()]) -> Response:
    """Which reports there are, and the view of the database behind each."""
    return ask.answer({"items": [{"report": name, "view": view} for name, view in REPORTS.items()]})


@router.get("/reports/{name}", summary="A report", **answers(Table))
async def report(ask: Ask, name: str) -> Response:
    """Its columns and rows. It is counted at most once a minute, for all who ask; `as_of` says when."""
    if name not in REPORTS:
        raise Unknown(f"there is no report {name!r}: the reports are {', '.join(REPORTS)}")
    return ask.answer(
        await ask.kept.get(f"report {name}", _REPORT_SECONDS, lambda: _report(ask.program, name))
    )


async def _report(program: Cinegraph, name: str) -> Table:
    async with program.context.database.transaction() as conn:
        found = await store.read(conn, REPORTS[name])
    rows = [list(row) for row in found.rows]
    return Table(name, REPORTS[name], datetime.now(UTC), list(found.columns), rows)
