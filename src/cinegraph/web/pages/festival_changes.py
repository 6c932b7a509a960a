"""Organizations as data: what is known of each and where it comes from, changed and added with a preview, checked."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request, Response

from cinegraph.pipeline.check_organizations import check_organizations
from cinegraph.pipeline.context import Context, Refused, Stale
from cinegraph.pipeline.edit_organizations import (
    add_organizations,
    edit_organization,
    new_organization,
    plan_addition,
    plan_edit,
)
from cinegraph.pipeline.organization_fields import read_fields
from cinegraph.pipeline.show_organizations import Shown, origins_of, show_organizations
from cinegraph.store import setting_changes
from cinegraph.web.access import Visitor, require
from cinegraph.web.festival_fields import (
    PREFIX,
    SHOWN,
    Field,
    all_in,
    changed_in,
    empty_fields,
    fields_of,
    typed_over,
)
from cinegraph.web.reading import PATIENCE_SECONDS, Program
from cinegraph.web.shown import back, page

router = APIRouter()
Writer = Annotated[Visitor, Depends(require("write"))]
_CHANGES = 10


@router.get("/settings/festivals")
async def everything(request: Request, program: Program) -> Response:
    """Every organization, and how much of it was set here."""
    return page(request, "settings/festivals.html", found=await show_organizations(program.context, ()))


@router.get("/settings/festivals/check")
async def check(
    request: Request, program: Program, festival: Annotated[str, Query(max_length=60)] = ""
) -> Response:
    """Organizations (or one), held against what stored pages said."""
    chosen = (await _shown(program.context, festival)).organization if festival else None
    checked = await check_organizations(program.context, (chosen.slug,) if chosen else ())
    return page(request, "settings/check.html", checked=checked, chosen=chosen)


@router.get("/settings/festivals/new")
async def new(request: Request, _: Program) -> Response:
    """The form for another organization."""
    return _new(request)


@router.post("/settings/festivals/preview")
async def preview_addition(request: Request, program: Program, _: Writer) -> Response:
    """What would be added; nothing is stored yet. Refused: the form again, with what was typed."""
    typed = {name: text for name, text in all_in(await request.form()).items() if text.strip()}
    try:
        organization = new_organization(read_fields(typed))
        await plan_addition(program.context, organization)
    except Refused as wrong:
        return _new(request, typed, wrong)
    said = {one.name: one for one in typed_over(empty_fields(), typed, None)}
    if organization.page_kinds:
        said["page_kinds"] = Field("page_kinds", ", ".join(organization.page_kinds))
    shown = {one.name: one.value for one in said.values() if one.value}
    return page(
        request,
        "festivals/preview_new.html",
        organization=organization,
        rows=[(name, value, None) for name, value in shown.items()],
        typed=shown,
        prefix=PREFIX,
    )


@router.post("/settings/festivals")
async def add(request: Request, program: Program, visitor: Writer) -> Response:
    """It is there from now on."""
    typed = {name: text for name, text in all_in(await request.form()).items() if text.strip()}
    try:
        organization = new_organization(read_fields(typed))
        await add_organizations(program.context, (organization,), visitor.name)
    except Refused as wrong:
        return _new(request, typed, wrong)
    return back(request, f"/festivals/{organization.slug}", f"{organization.name} was added.")


@router.get("/festivals/{slug}/edit")
async def edit(request: Request, program: Program, slug: str) -> Response:
    """What is known of one organization, each field with where it comes from."""
    return await _edit(request, program.context, slug)


@router.post("/festivals/{slug}/edit/preview")
async def preview(request: Request, program: Program, _: Writer, slug: str) -> Response:
    """What a change would do; nothing is changed yet. Refused: the form again, with what was typed."""
    organization = (await _shown(program.context, slug)).organization
    form = await request.form()
    typed = changed_in(form)
    if not typed:
        return back(request, f"/festivals/{organization.slug}/edit", "Nothing would change.")
    try:
        plan = await plan_edit(program.context, organization.slug, read_fields(typed))
    except Refused as wrong:
        return await _edit(request, program.context, slug, all_in(form), wrong)
    return page(
        request, "festivals/preview.html", organization=organization, plan=plan, typed=typed, prefix=PREFIX
    )


@router.post("/festivals/{slug}/edit")
async def save(
    request: Request, program: Program, visitor: Writer, slug: str, mark: Annotated[str, Form()] = ""
) -> Response:
    """The change is made, if the organization is still what the preview showed."""
    await _shown(program.context, slug)
    typed = all_in(await request.form())
    try:
        plan = await edit_organization(program.context, slug, read_fields(typed), by=visitor.name, mark=mark)
    except Refused as wrong:
        return await _edit(request, program.context, slug, typed, wrong)
    here = f"/festivals/{plan.after.slug}/edit"
    if not plan.changes:
        return back(request, here, "Nothing was changed.")
    said = "; ".join(f"{one.field.replace('_', ' ')} is {one.after or 'empty'}" for one in plan.changes)
    return back(request, here, f"Changed: {said}.")


def _new(request: Request, typed: dict[str, str] | None = None, wrong: Refused | None = None) -> Response:
    fields = typed_over(empty_fields(), typed or {}, wrong)
    return page(
        request,
        "festivals/new.html",
        422 if wrong else 200,
        fields=fields,
        wrong=wrong,
        prefix=PREFIX,
        shown=SHOWN,
    )


async def _edit(
    request: Request,
    context: Context,
    slug: str,
    typed: dict[str, str] | None = None,
    wrong: Refused | None = None,
) -> Response:
    found = await _shown(context, slug)
    organization = found.organization
    fields = fields_of(found, await origins_of(context, found))
    async with context.database.transaction(PATIENCE_SECONDS) as conn:
        of = setting_changes.named("festivals", organization.slug)
        changes = await setting_changes.latest(conn, _CHANGES, of=of)
    status = 200 if wrong is None else 409 if isinstance(wrong, Stale) else 422
    return page(
        request,
        "festivals/edit.html",
        status,
        organization=organization,
        ships=found.shipped is not None,
        fields=typed_over(fields, typed or {}, wrong),
        changes=changes,
        wrong=wrong,
        prefix=PREFIX,
        shown=SHOWN,
    )


async def _shown(context: Context, slug: str) -> Shown:
    try:
        (found,) = await show_organizations(context, (slug,))
    except Refused as why:
        raise HTTPException(404, str(why)) from None
    return found
