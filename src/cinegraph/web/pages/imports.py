"""Imports: all of them, and one with its live page; what a person does with it."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from psycopg import AsyncConnection

from cinegraph.pipeline import manage_imports
from cinegraph.pipeline.check_volume import acknowledge
from cinegraph.pipeline.review_movie import By
from cinegraph.store import imports, led_to, volumes
from cinegraph.store.screens import import_rows, import_shown
from cinegraph.store.screens.import_shown import Chosen
from cinegraph.web import live
from cinegraph.web.access import Visitor, require
from cinegraph.web.asked import known
from cinegraph.web.pages.importing import ready
from cinegraph.web.reading import Program, Reading
from cinegraph.web.shown import back, draw, page

router = APIRouter()
Writer = Annotated[Visitor, Depends(require("write"))]
_ON_A_PAGE = 50
_ROWS = 100
_LAST = 12
_OVER = "<div data-import-over>"
STATES = ("queued", "resolving", "finished", "incomplete", "failed", "cancelled")
FILMS = ("full", "minimal", "stub", "review", "pending")
CHANGES = ("added", "changed", "returned", "moved", "unsaid", "withdrawn", "left", "unchanged")


@router.get("/imports")
async def everything(
    request: Request,
    conn: Reading,
    state: str = "",
    about: str = "",
    only: str = "",
    before: int | None = None,
) -> Response:
    """All imports, the newest first."""
    known("state", state, STATES)
    numbers = tuple(int(one) for one in only.split(",") if one.isdecimal() and len(one) < 19)
    chosen = Chosen(state or None, about.strip() or None, numbers, before)
    found = await import_shown.heads(conn, chosen, _ON_A_PAGE + 1)
    more = found[:_ON_A_PAGE][-1].id if len(found) > _ON_A_PAGE else None
    return page(
        request,
        "imports/all.html",
        found=found[:_ON_A_PAGE],
        older=more,
        asked={"state": state, "about": about, "only": only},
        states=STATES,
    )


@router.get("/imports/{import_id}")
async def one(request: Request, conn: Reading, import_id: int) -> Response:
    """One import: live while it is on its way."""
    return page(request, "imports/one.html", **await _everything_of(conn, import_id))


@router.get("/live/imports/{import_id}")
async def progress(request: Request, program: Program, import_id: int) -> Response:
    """Its live part, until it is over."""

    async def drawn() -> str:
        async with program.context.database.transaction() as conn:
            return draw(request, "imports/live.html", **await _everything_of(conn, import_id))

    return await live.stream(request, drawn, over=lambda text: text.lstrip().startswith(_OVER))


async def _everything_of(conn: AsyncConnection, import_id: int) -> dict[str, Any]:
    """What is shown of an import: nine statements, whatever its size. Raises HTTPException 404."""
    head = await import_shown.head(conn, import_id)
    if head is None:
        raise HTTPException(404, f"there is no import {import_id}")
    return {
        "head": head,
        "counted": (await imports.reconcile(conn, [import_id]))[0],
        "changes": await import_shown.changes(conn, import_id),
        "pages": await import_shown.pages(conn, import_id),
        "answered": await import_shown.answered(conn, import_id, _LAST),
        "troubles": await import_shown.troubles(conn, import_id, _LAST),
        "led_to": (await led_to.of_imports(conn, [import_id]))[import_id],
        "follows": head.state in ("finished", "incomplete") and await led_to.follows(conn, import_id),
        "warned": next(iter(await volumes.of_imports(conn, [import_id])), None),
    }


@router.get("/imports/{import_id}/films")
async def films(request: Request, conn: Reading, import_id: int, state: str = "", after: int = 0) -> Response:
    """The films behind its figures."""
    known("state", state, FILMS)
    found = await import_rows.films(conn, import_id, state or None, after, _ROWS + 1)
    return await _rows(request, conn, import_id, "imports/films.html", found, asked={"state": state})


@router.get("/imports/{import_id}/nominations")
async def nominations(
    request: Request,
    conn: Reading,
    import_id: int,
    change: str = "",
    winners: bool = False,
    after: int = 0,
) -> Response:
    """The nominations behind its figures, with what it changed of them."""
    found = await import_rows.nominations(conn, import_id, _changes(change), winners, after, _ROWS + 1)
    asked = {"change": change, "winners": "true" if winners else ""}
    return await _rows(request, conn, import_id, "imports/nominations.html", found, asked=asked)


@router.get("/imports/{import_id}/items")
async def items(
    request: Request, conn: Reading, import_id: int, change: str = "", after: int = 0
) -> Response:
    """The films of its list, and what it did to each."""
    found = await import_rows.items(conn, import_id, _changes(change), after, _ROWS + 1)
    return await _rows(request, conn, import_id, "imports/items.html", found, asked={"change": change})


def _changes(text: str) -> tuple[str, ...]:
    words = tuple(word for word in text.split(",") if word)
    for word in words:
        known("change", word, CHANGES)
    return words


async def _rows(
    request: Request,
    conn: AsyncConnection,
    import_id: int,
    template: str,
    found: Sequence[object],
    asked: dict[str, str],
) -> Response:
    head = await import_shown.head(conn, import_id)
    if head is None:
        raise HTTPException(404, f"there is no import {import_id}")
    return page(request, template, head=head, found=found[:_ROWS], more=len(found) > _ROWS, asked=asked)


@router.post("/imports/{import_id}/pause")
async def pause(request: Request, program: Program, visitor: Writer, import_id: int) -> Response:
    """It waits until it is resumed."""
    await manage_imports.pause_import(program.context, import_id, visitor.name)
    return back(request, f"/imports/{import_id}", "It is paused: none of its jobs begins any more.")


@router.post("/imports/{import_id}/resume")
async def resume(request: Request, program: Program, _: Writer, import_id: int) -> Response:
    """It goes on."""
    await manage_imports.resume_import(program.context, import_id)
    return back(request, f"/imports/{import_id}", "It goes on.")


@router.post("/imports/{import_id}/cancel")
async def cancel(request: Request, program: Program, _: Writer, import_id: int) -> Response:
    """It ends as it stands."""
    ended = await manage_imports.cancel_import(program.context, import_id)
    return back(
        request, f"/imports/{import_id}", f"It is cancelled; {ended.jobs} waiting jobs ended with it."
    )


@router.post("/imports/{import_id}/retry")
async def retry(request: Request, program: Program, _: Writer, import_id: int) -> Response:
    """Its pages are read again, or its films that are not full are asked for again."""
    await ready(program, lookup=True)
    films = await manage_imports.retry_import(program.context, import_id)
    said = f"{films} films are asked for again." if films else "It is tried again."
    return back(request, f"/imports/{import_id}", said)


@router.post("/imports/{import_id}/acknowledge")
async def right(
    request: Request,
    program: Program,
    visitor: Writer,
    import_id: int,
    note: Annotated[str, Form(max_length=2_000)] = "",
) -> Response:
    """So few entries are right."""
    await acknowledge(program.context, import_id, By(visitor.name, note.strip() or None))
    return back(request, f"/imports/{import_id}", "Noted: so few entries are right.")
