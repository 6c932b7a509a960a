"""Many reviews at once: what would be accepted is shown before it is. And who decided what, to be undone later."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from cinegraph.pipeline.accept_many import MOST, Choice, accept_many
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.review_movie import By
from cinegraph.store.screens import reviews as screens
from cinegraph.web.access import Visitor, require
from cinegraph.web.pages.review import OfQueue
from cinegraph.web.reading import Program, Reading
from cinegraph.web.shown import back, count, page

router = APIRouter(prefix="/review")
_DONE = 50


@router.get("/many")
async def preview(
    request: Request,
    conn: Reading,
    chosen: OfQueue,
    least: Annotated[float, Query(ge=0, le=1)] = 0.9,
) -> Response:
    """Every open question that would be answered, by which candidate, and how far the next one is behind."""
    found = await screens.likely(conn, chosen.which, least, MOST)
    return page(
        request,
        "review/many.html",
        queue=chosen,
        least=least,
        likely=found,
        most=MOST,
        waiting=await screens.waiting(conn),
    )


@router.post("/many")
async def accept(
    request: Request,
    program: Program,
    visitor: Annotated[Visitor, Depends(require("write"))],
    choice: Annotated[list[str] | None, Form()] = None,
    note: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Accept those that were ticked."""
    if not choice:
        raise Refused("no question was ticked: nothing was accepted")
    done = await accept_many(
        program.context, [_choice(one) for one in choice], By(visitor.name, note.strip() or None)
    )
    left = f" {count(len(done.left), 'other')} changed meanwhile: {done.left[0].why}." if done.left else ""
    return back(request, "/review/history", f"{count(len(done.reviews), 'question')} answered.{left}")


def _choice(told: str) -> Choice:
    """ "12.1.5f3c…": review, candidate, mark."""
    parts = told.split(".")
    if len(parts) != 3 or not (parts[0].isdecimal() and parts[1].isdecimal()):
        raise Refused(f"{told[:40]!r} is no choice of this form")
    return Choice(int(parts[0]), int(parts[1]), parts[2])


@router.get("/history")
async def history(
    request: Request,
    conn: Reading,
    by: Annotated[str, Query(max_length=100)] = "",
    before: datetime | None = None,
) -> Response:
    """Who decided what, the latest first."""
    found = await screens.done(conn, before or "infinity", _DONE, by.strip() or None)
    older = found[-1].at.isoformat() if len(found) == _DONE else None
    return page(
        request,
        "review/history.html",
        done=found,
        by=by.strip(),
        older=older,
        waiting=await screens.waiting(conn),
    )
