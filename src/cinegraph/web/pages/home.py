"""Home: what needs a person first, then what is being done, then what was done last."""

from fastapi import APIRouter, Request, Response

from cinegraph.store import imports
from cinegraph.web import live
from cinegraph.web.reading import Program, Reading
from cinegraph.web.shown import draw, page

router = APIRouter()
_LATEST = 10


@router.get("/")
async def home(request: Request, conn: Reading) -> Response:
    """The page."""
    return page(request, "home.html", latest=await imports.latest(conn, _LATEST))


@router.get("/live/home")
async def progress(request: Request, program: Program) -> Response:
    """Its live part."""

    async def drawn() -> str:
        async with program.context.database.transaction() as conn:
            return draw(request, "home/imports.html", latest=await imports.latest(conn, _LATEST))

    return await live.stream(request, drawn)
