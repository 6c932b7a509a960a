"""What a person does with lists: follow one, change how it is configured, check it or all, import it."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response

from cinegraph.domain.lists import FilmList, stands_for_awards
from cinegraph.pipeline.check_list import Checked, check_lists
from cinegraph.pipeline.context import FieldRefused, Refused
from cinegraph.pipeline.manage_lists import add_list, edit_list, plan_list, plan_list_edit
from cinegraph.pipeline.request_list import request_lists
from cinegraph.pipeline.sort_pages import GivenPage
from cinegraph.store import lists
from cinegraph.web.access import Visitor, require
from cinegraph.web.access.uploads import read
from cinegraph.web.pages.lists import Typed, all_of_them, one_of_them, there
from cinegraph.web.reading import PATIENCE_SECONDS, Program
from cinegraph.web.shown import back, page

router = APIRouter(prefix="/lists", dependencies=[Depends(require("write"))])
Writer = Annotated[Visitor, Depends(require("write"))]
Text = Annotated[str, Form()]
"""As long as a form may be: the verb says what is too long, so that the form comes back as it was typed."""
_KINDS = (".html", ".htm", ".csv")
_DIGITS = 19
"""A number of so many digits is none that anybody counts to."""


async def _said(
    name: Text = "",
    source_type: Text = "imdb",
    source_id: Text = "",
    expected: Text = "",
    description: Text = "",
) -> dict[str, str]:
    """What was typed into the form of a list."""
    return {
        "name": name.strip(),
        "source_type": source_type,
        "source_id": source_id.strip(),
        "expected_count": expected.strip(),
        "description": description.strip(),
    }


Said = Annotated[dict[str, str], Depends(_said)]


def _configured(said: Mapping[str, str]) -> dict[str, Any]:
    """What that says of a list."""
    expected = said["expected_count"]
    if expected and not (expected.isascii() and expected.isdecimal() and len(expected) < _DIGITS):
        raise FieldRefused("expected_count", f"{expected[:40]!r} is no number of films")
    return {
        "name": said["name"],
        "source_type": said["source_type"],
        "source_id": said["source_id"] or None,
        "tracks_awards": stands_for_awards(said["source_type"]),
        "expected_count": int(expected) if expected else None,
        "description": said["description"] or None,
    }


@router.post("/preview")
async def preview_addition(request: Request, program: Program, said: Said, key: Text = "") -> Response:
    """What would be followed; nothing is stored yet. Refused: the form again, with what was typed."""
    try:
        plan = await plan_list(program.context, FilmList(key.strip(), **_configured(said)))
    except Refused as wrong:
        return await _all_again(request, program, said | {"key": key}, wrong)
    rows = [("key", plan.after.key, None), *((one.field, one.after, one.does) for one in plan.changes)]
    typed = {"key": key} | _typed(said)
    return page(request, "lists/preview_new.html", plan=plan, rows=rows, typed=typed)


@router.post("")
async def add(
    request: Request,
    program: Program,
    visitor: Writer,
    said: Said,
    key: Text = "",
) -> Response:
    """Follow another list. Refused: the form again, with what was typed."""
    try:
        one = FilmList(key.strip(), **_configured(said))
        await add_list(program.context, one, visitor.name)
    except Refused as wrong:
        return await _all_again(request, program, said | {"key": key}, wrong)
    return back(request, f"/lists/{one.key}", f"{one.name} is followed.")


async def _all_again(request: Request, program: Program, said: Mapping[str, str], wrong: Refused) -> Response:
    async with program.context.database.transaction(PATIENCE_SECONDS) as conn:
        return await all_of_them(request, conn, Typed(said, wrong))


def _typed(said: Mapping[str, str]) -> dict[str, str]:
    """The same, as the fields of the form are named."""
    return {"expected" if name == "expected_count" else name: value for name, value in said.items()}


@router.post("/check")
async def check_all(request: Request, program: Program) -> Response:
    """Look at the first page of every list; nothing is stored."""
    async with program.context.database.transaction() as conn:
        followed = await lists.all(conn)
    names = {one.key: one.name for _, one in followed}
    return page(
        request, "lists/checked.html", checked=await check_lists(program.context, followed), names=names
    )


@router.post("/{key}/edit/preview")
async def preview(request: Request, program: Program, key: str, said: Said) -> Response:
    """What a change would do; nothing is changed yet. Refused: the form again, with what was typed."""
    async with program.context.database.transaction() as conn:
        _, found = await there(conn, key)
    try:
        plan = await plan_list_edit(program.context, found.key, _configured(said))
    except Refused as wrong:
        return await _one_again(request, program, found.key, said, wrong)
    return page(request, "lists/preview.html", list=found, plan=plan, typed=_typed(said))


@router.post("/{key}/edit")
async def edit(
    request: Request,
    program: Program,
    visitor: Writer,
    key: str,
    said: Said,
    mark: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """The change is made, if the list is still what the preview showed; its films stay. Refused: the form again."""
    async with program.context.database.transaction() as conn:
        _, found = await there(conn, key)
    try:
        plan = await edit_list(program.context, found.key, _configured(said), visitor.name, mark)
    except Refused as wrong:
        return await _one_again(request, program, found.key, said, wrong)
    told = "; ".join(f"{one.field.replace('_', ' ')} is {one.after or 'empty'}" for one in plan.changes)
    return back(request, f"/lists/{found.key}", f"Changed: {told}." if told else "Nothing was changed.")


async def _one_again(
    request: Request, program: Program, key: str, said: Mapping[str, str], wrong: Refused
) -> Response:
    async with program.context.database.transaction(PATIENCE_SECONDS) as conn:
        return await one_of_them(request, conn, key, typed=Typed(said, wrong))


@router.post("/{key}/check")
async def check(request: Request, program: Program, key: str) -> Response:
    """Look at its first page, at the site or as it was saved; nothing is stored."""
    given = await _sent(request)
    async with program.context.database.transaction() as conn:
        found = await there(conn, key)
    (one,) = await check_lists(program.context, [found], given)
    return back(request, f"/lists/{one.key}", _found(one))


async def _sent(request: Request) -> list[GivenPage]:
    """The saved pages in the form, if any."""
    async with request.form() as form:
        return [GivenPage(name, body) for name, body in await read(form.getlist("pages"), _KINDS)]


def _found(one: Checked) -> str:
    said = f"It says it has {one.said:,} films. " if one.said is not None else ""
    return said + " ".join([*one.wrong, *one.notes] or ["It is as it is expected to be."])


@router.post("/{key}/import")
async def import_now(request: Request, program: Program, key: str) -> Response:
    """Import it, from the site or from saved pages or an export."""
    given = await _sent(request)
    async with program.context.database.transaction() as conn:
        found = await there(conn, key)
    (one,) = await request_lists(program.context, [found], given)
    told = "goes on" if one.resumed else "has begun"
    return back(request, f"/imports/{one.import_id}", f"Import {one.import_id} {told}.")
