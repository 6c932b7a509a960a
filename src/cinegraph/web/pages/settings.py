"""Settings: what they are and where each comes from; a change is shown before it is made, and kept with who made it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from cinegraph.pipeline.change_settings import Plan, change_settings, plan_settings
from cinegraph.pipeline.context import Refused, Stale
from cinegraph.pipeline.report_sources import report_sources
from cinegraph.settings import ConfigurationError, config_file, editing
from cinegraph.store import budgets, lists, organizations, setting_changes
from cinegraph.web import setting_fields
from cinegraph.web.access import Visitor, require, visitor_of
from cinegraph.web.current import Current
from cinegraph.web.reading import PATIENCE_SECONDS, Program, Reading
from cinegraph.web.setting_fields import PREFIX, Typed
from cinegraph.web.shown import back, page, query

router = APIRouter(prefix="/settings")
_PAGE = 50
Writer = Annotated[Visitor, Depends(require("write"))]


@router.get("")
async def settings(request: Request, program: Program) -> Response:
    """The page."""
    return await _form(request, program)


async def _form(
    request: Request,
    program: Program,
    sent: Mapping[str, str] | None = None,
    refused: Refused | None = None,
) -> Response:
    """The page; after something was refused, with what was typed and why that will not do, at its field."""
    try:
        now = editing.now()
    except ConfigurationError as unfit:
        raise Refused(str(unfit)) from None
    sources = await report_sources(program.context)
    async with program.context.database.transaction(PATIENCE_SECONDS) as conn:
        standing = await budgets.standing(conn)
        changes = await setting_changes.latest(conn, 5, without=_unseen(request))
        followed = [one for _, one in await lists.all(conn)]
        known = await organizations.names(conn)
    wrong = str(refused) if refused else None
    typed = Typed(sent or {}, wrong)
    return page(
        request,
        "settings.html",
        200 if refused is None else 409 if isinstance(refused, Stale) else 422,
        wrong=wrong,
        sources=sources,
        groups=[replace(one, fields=typed.over(one.fields)) for one in setting_fields.groups(now)],
        limits={source: typed.over(fields) for source, fields in setting_fields.limits(now).items()},
        used={(one.source, one.period): one for one in standing},
        secrets=setting_fields.secrets(now),
        others=setting_fields.others(now),
        file=config_file(),
        changes=changes,
        lists=followed,
        organizations=len(known),
    )


@router.post("/preview")
async def preview(request: Request, program: Program, _: Writer) -> Response:
    """What a change would do; nothing is changed yet. Refused: the form again, with what was typed."""
    fields = await _sent(request)
    try:
        plan = await _plan(request, program)
    except Refused as reason:
        return await _form(request, program, fields, reason)
    return page(request, "settings/preview.html", plan=plan, fields=fields, file=config_file(), prefix=PREFIX)


@router.post("")
async def save(
    request: Request, program: Program, visitor: Writer, mark: Annotated[str, Form()] = ""
) -> Response:
    """The change is made: at once here and by the workers beside the site. Refused: the form again, as it was typed."""
    try:
        plan = await _plan(request, program)
        if mark != plan.draft.mark:
            raise Stale(
                "the settings file has changed meanwhile: this is what it says now, with what you typed"
            )
        if not plan.changes:
            return back(request, "/settings", "Nothing was changed.")
        holds = await change_settings(program.context, plan, visitor.name)
    except Refused as reason:
        return await _form(request, program, await _sent(request), reason)
    current: Current = request.app.state.current
    await current.change(holds)
    said = "; ".join(f"{one.name} is {one.after or 'not set'}" for one in plan.changes[:4])
    more = f", and {len(plan.changes) - 4} more" if len(plan.changes) > 4 else ""
    return back(request, "/settings", f"Changed: {said}{more}.")


@router.get("/changes")
async def changes(
    request: Request,
    conn: Reading,
    before: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    of: Annotated[str, Query(max_length=120)] = "",
) -> Response:
    """Who changed what, and when; of everything, or of what is named so ("festivals.cannes")."""
    found = await setting_changes.latest(conn, _PAGE + 1, before, of or None, _unseen(request))
    older = query({"of": of}, before=found[_PAGE - 1].id) if len(found) > _PAGE else None
    newer = f"/settings/changes{query({'of': of})}" if before else None
    return page(request, "settings/changes.html", changes=found[:_PAGE], older=older, newer=newer, of=of)


def _unseen(request: Request) -> setting_changes.Kind | None:
    """Who else may come in is for those who may change it."""
    visitor = visitor_of(request)
    return None if visitor and visitor.may_write else "users"


async def _plan(request: Request, program: Program) -> Plan:
    return await plan_settings(program.context, setting_fields.typed(await _sent(request)))


async def _sent(request: Request) -> dict[str, str]:
    form = await request.form()
    return {
        name.removeprefix(PREFIX): value
        for name, value in form.items()
        if name.startswith(PREFIX) and isinstance(value, str)
    }
