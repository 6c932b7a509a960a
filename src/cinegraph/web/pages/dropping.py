"""Saved pages that are dropped into the import page: checked, kept for an hour, shown as a plan, and started."""

import re
import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from cinegraph.app import Cinegraph
from cinegraph.pipeline.choose_ceremonies import Chosen, Words, choose
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.estimate import tiers
from cinegraph.pipeline.estimate_list import estimate_list
from cinegraph.pipeline.find_list import find_list
from cinegraph.pipeline.request_import import request_all
from cinegraph.pipeline.request_list import check_given, request_lists
from cinegraph.pipeline.sort_pages import GivenPage
from cinegraph.store import drafts
from cinegraph.store.drafts import Draft
from cinegraph.web.access import Visitor, require, uploads
from cinegraph.web.pages.importing import preview_of, ready, shown, started
from cinegraph.web.reading import Program
from cinegraph.web.shown import page

router = APIRouter()
Writer = Annotated[Visitor, Depends(require("write"))]
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_GONE = "these pages are here no longer: an hour is over, or their import was started; drop them again"


@router.post("/import/pages")
async def drop(request: Request, program: Program, _: Writer) -> Response:
    """Check the pages; if they can be imported, keep them for the plan. What is wrong is said in one line, and nothing
    is kept."""
    try:
        async with request.form() as form:
            of, lookup = str(form.get("of", "")), form.get("lookup") is not None
            pages = _given(await uploads.read(form.getlist("pages")))
        if of.startswith("list:"):
            wanted: dict[str, object] = {"list": of.removeprefix("list:")}
            await _check_list(program, str(wanted["list"]), pages)
        else:
            wanted = {"festival": of}
            chosen = await _ceremonies(program, of, pages)
            await request_all(program.context, chosen.wanted, lookup, refresh=False, rehearse=True)
    except (Refused, HTTPException) as why:
        said, status = (
            (str(why.detail), why.status_code) if isinstance(why, HTTPException) else (str(why), 409)
        )
        return await shown(request, program, wrong=("pages", said), status=status)
    token = secrets.token_urlsafe(16)
    async with program.context.database.transaction() as conn:
        kept = [(one.name, one.body) for one in pages]
        await drafts.keep(conn, token, wanted | {"lookup": lookup}, kept)
    return RedirectResponse(f"/import/pages/{token}", 303)


def _given(files: list[tuple[str, bytes]]) -> tuple[GivenPage, ...]:
    if not files:
        raise Refused("which pages? choose files, or drop them here")
    return tuple(GivenPage(name, body) for name, body in files)


async def _check_list(program: Cinegraph, key: str, pages: tuple[GivenPage, ...]) -> None:
    async with program.context.database.transaction() as conn:
        _, one = await find_list(conn, key)
    check_given(one, pages)


async def _ceremonies(program: Cinegraph, festival: str, pages: tuple[GivenPage, ...]) -> Chosen:
    """The ceremonies that the pages are of: of the festival, or of whom they say."""
    words = Words((festival,), every_year=True, pages=pages) if festival else Words(pages=pages)
    return await choose(program.context, words)


@router.get("/import/pages/{token}")
async def plan(request: Request, program: Program, token: str) -> Response:
    """What importing them would do and cost."""
    draft = await _draft(program, token)
    pages, lookup = _given(list(draft.pages)), bool(draft.wanted["lookup"])
    if "list" in draft.wanted:
        found = await estimate_list(program.context, str(draft.wanted["list"]), len(pages))
        costs = tiers(program.context, found.to_ask) if lookup else []
        return page(
            request,
            "import/preview_list.html",
            found=found,
            lookup=lookup,
            refresh=False,
            draft=token,
            tiers=costs,
        )
    chosen = await _ceremonies(program, str(draft.wanted["festival"]), pages)
    return await preview_of(request, program, chosen, lookup=lookup, refresh=False, draft=token)


@router.post("/import/pages/{token}")
async def start(
    request: Request, program: Program, _: Writer, token: str, lookup: Annotated[bool, Form()] = False
) -> Response:
    """Start it. The pages are the import's from now on."""
    await ready(program, lookup)
    draft, context = await _draft(program, token), program.context
    pages = _given(list(draft.pages))
    if "list" in draft.wanted:
        async with context.database.transaction() as conn:
            found = await find_list(conn, str(draft.wanted["list"]))
        numbers = [one.import_id for one in await request_lists(context, [found], pages, lookup)]
    else:
        chosen = await _ceremonies(program, str(draft.wanted["festival"]), pages)
        numbers = [one.import_id for one in await request_all(context, chosen.wanted, lookup, refresh=False)]
    async with context.database.transaction() as conn:
        await drafts.drop(conn, token)
    return started(request, numbers)


async def _draft(program: Cinegraph, token: str) -> Draft:
    found = None
    if _TOKEN.fullmatch(token):
        async with program.context.database.transaction() as conn:
            found = await drafts.get(conn, token)
    if found is None:
        raise HTTPException(404, _GONE)
    return found
