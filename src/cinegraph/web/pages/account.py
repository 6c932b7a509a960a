"""One's own account: password, sessions, tokens."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response

from cinegraph.pipeline import log_in, manage_users
from cinegraph.pipeline.context import Refused
from cinegraph.store import sessions, users
from cinegraph.web.access import Visitor, require
from cinegraph.web.reading import PATIENCE_SECONDS, Program
from cinegraph.web.shown import back, page

router = APIRouter(prefix="/account")
_HERE = "/account"


async def _user(visitor: Annotated[Visitor, Depends(require("read"))]) -> Visitor:
    if visitor.user_id is None:
        raise HTTPException(404, "at the machine there is no account: nobody has to log in")
    return visitor


Me = Annotated[Visitor, Depends(_user)]


@router.get("")
async def account(request: Request, program: Program, me: Me) -> Response:
    """The page."""
    return await _page(request, program, me)


async def _page(request: Request, program: Program, me: Visitor, made: str | None = None) -> Response:
    """`made` is a token that was just made."""
    async with program.context.database.transaction(PATIENCE_SECONDS) as conn:
        own = await sessions.open_ones(conn, me.user_id)
        tokens = await users.tokens(conn, me.name)
    return page(request, "account.html", me=me, sessions=own, tokens=tokens, made=made)


@router.post("/password")
async def password(
    request: Request,
    program: Program,
    me: Me,
    now: Annotated[str, Form()],
    new: Annotated[str, Form()],
    again: Annotated[str, Form()],
) -> Response:
    """Another password, for who knows the one that holds; other sessions end."""
    if new != again:
        raise Refused("the new password was typed in two ways: nothing was changed")
    if not await log_in.knows_password(program.context, me.name, now):
        raise HTTPException(403, "that is not the password that holds now")
    await manage_users.set_password(program.context, me.name, new, me.session_id)
    return back(request, _HERE, "The password is changed; your other sessions have ended.")


@router.post("/sessions/end")
async def end_session(
    request: Request, program: Program, me: Me, session: Annotated[int | None, Form()] = None
) -> Response:
    """End one of one's sessions, or all others."""
    async with program.context.database.transaction() as conn:
        if session is None:
            ended = await sessions.end_all(conn, me.name, me.session_id)
        else:
            ended = int(await sessions.end(conn, session, me.user_id))
    return back(request, _HERE, f"{ended} session{'' if ended == 1 else 's'} ended.")


@router.post("/tokens")
async def add_token(
    request: Request,
    program: Program,
    me: Me,
    label: Annotated[str, Form()],
    scope: Annotated[users.Scope, Form()] = "read",
) -> Response:
    """A token for a program, shown on this page and never again."""
    if scope == "write" and not me.may_write:
        raise HTTPException(403, "you may look at everything here, and so may your tokens")
    made = await manage_users.add_token(program.context, me.name, label.strip(), scope)
    return await _page(request, program, me, made)


@router.post("/tokens/revoke")
async def revoke_token(request: Request, program: Program, me: Me, label: Annotated[str, Form()]) -> Response:
    """A token leads nowhere any longer."""
    await manage_users.revoke_token(program.context, me.name, label)
    return back(request, _HERE, f"The token {label!r} is revoked.")
