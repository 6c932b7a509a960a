"""Who may use the control room: add and remove users, end their sessions."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from psycopg import AsyncConnection

from cinegraph.pipeline import manage_users
from cinegraph.pipeline.context import Refused
from cinegraph.store import sessions, users
from cinegraph.web.access import Visitor, require, visitor_of
from cinegraph.web.reading import PATIENCE_SECONDS, Program, Reading
from cinegraph.web.shown import back, page

router = APIRouter(prefix="/settings/users")
_HERE = "/settings/users"
Writer = Annotated[Visitor, Depends(require("write"))]
Text = Annotated[str, Form()]


@router.get("")
async def everybody(request: Request, conn: Reading) -> Response:
    """The page; who may change nothing sees only themselves there."""
    return await _page(request, conn)


async def _page(
    request: Request, conn: AsyncConnection, made: str | None = None, for_whom: str = ""
) -> Response:
    """`made` is a token that was just made, for that user."""
    visitor = visitor_of(request)
    found = await users.everybody(conn)
    if visitor is None or not visitor.may_write:
        found = [one for one in found if visitor and one.name == visitor.name]
        return page(request, "users.html", users=found, sessions=[], tokens=[], made=None, for_whom="")
    return page(
        request,
        "users.html",
        users=found,
        sessions=await sessions.open_ones(conn),
        tokens=await users.tokens(conn),
        made=made,
        for_whom=for_whom,
    )


@router.post("")
async def add(
    request: Request,
    program: Program,
    visitor: Writer,
    name: Text,
    password: Text,
    scope: Annotated[users.Scope, Form()] = "write",
) -> Response:
    """Somebody who may log in."""
    name = name.strip().lower()
    await manage_users.add_user(program.context, name, password, scope, visitor.name)
    return back(request, _HERE, f"{name} may log in now.")


@router.post("/password")
async def password(
    request: Request, program: Program, visitor: Writer, name: Text, password: Text
) -> Response:
    """Another password for somebody; their sessions end, but for the one that asks."""
    await manage_users.set_password(program.context, name, password, visitor.session_id, visitor.name)
    return back(request, _HERE, f"{name} has another password; their sessions have ended.")


@router.post("/remove")
async def remove(request: Request, program: Program, visitor: Writer, name: Text) -> Response:
    """They may not come in any more."""
    if name == visitor.name and visitor.user_id is not None:
        raise Refused("you cannot remove yourself: somebody else can, or `cinegraph users remove`")
    await manage_users.remove_user(program.context, name, visitor.name)
    return back(request, _HERE, f"{name} is removed; their sessions and tokens have ended.")


@router.post("/sessions/end")
async def end_session(
    request: Request, program: Program, _: Writer, session: Annotated[int, Form()]
) -> Response:
    """That browser has to log in again."""
    async with program.context.database.transaction() as conn:
        ended = await sessions.end(conn, session)
    return back(request, _HERE, "The session has ended." if ended else "That session had ended already.")


@router.post("/tokens")
async def add_token(
    request: Request,
    program: Program,
    visitor: Writer,
    name: Text,
    label: Text,
    scope: Annotated[users.Scope, Form()] = "read",
) -> Response:
    """A token for a program that works in somebody's name, shown on this page and never again."""
    made = await manage_users.add_token(program.context, name, label.strip(), scope, visitor.name)
    async with program.context.database.transaction(PATIENCE_SECONDS) as conn:
        return await _page(request, conn, made, name)


@router.post("/tokens/revoke")
async def revoke(request: Request, program: Program, visitor: Writer, name: Text, label: Text) -> Response:
    """That program has to have another token."""
    await manage_users.revoke_token(program.context, name, label, visitor.name)
    return back(request, _HERE, f"The token {label!r} of {name} is revoked.")
