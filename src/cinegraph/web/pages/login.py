"""Log in and out."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from cinegraph.pipeline import log_in as verb
from cinegraph.web.access import cookies, visitor_of
from cinegraph.web.access.links import local_path
from cinegraph.web.reading import Program
from cinegraph.web.shown import page

router = APIRouter()


@router.get("/login")
async def form(request: Request, next: str = "/") -> Response:
    """The form; who is in already is led on."""
    if visitor_of(request):
        return RedirectResponse(local_path(next), 303)
    return page(request, "login.html", next=local_path(next), name="", wrong=None)


@router.post("/login")
async def log_in(
    request: Request,
    program: Program,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    """A new session in this browser; what it knew before is forgotten."""
    address = request.client.host if request.client else "?"
    agent = request.headers.get("user-agent", "")
    try:
        token = await verb.log_in(program.context, name, password, address, agent)
    except (verb.WrongPassword, verb.TooOften) as wrong:
        status = 429 if isinstance(wrong, verb.TooOften) else 401
        shown = page(request, "login.html", status, next=local_path(next), name=name, wrong=str(wrong))
        if status == 429:
            shown.headers["retry-after"] = "900"
        return shown
    led = RedirectResponse(local_path(next), 303)
    cookies.put(request, led, cookies.SESSION, token, int(verb.LASTS.total_seconds()))
    cookies.drop(request, led, cookies.VISIT)
    return led


@router.post("/logout")
async def log_out(request: Request, program: Program) -> Response:
    """The session is over, here and in the database."""
    visitor = visitor_of(request)
    if visitor and visitor.session_id is not None:
        await verb.log_out(program.context, visitor.session_id)
    led = RedirectResponse("/login", 303)
    cookies.drop(request, led, cookies.SESSION)
    return led
