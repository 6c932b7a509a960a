"""For whoever watches the process: does it live, and can it work?"""

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse

from cinegraph.store import jobs
from cinegraph.web.reading import Program

router = APIRouter()
_PATIENCE_SECONDS = 2.0


@router.get("/healthz")
async def healthz() -> Response:
    """200: the process answers. It looks at nothing else."""
    return PlainTextResponse("ok\n")


@router.get("/readyz")
async def readyz(program: Program) -> Response:
    """200: the database answers too; 503 while it does not (the same as every page)."""
    async with program.context.database.transaction(_PATIENCE_SECONDS) as conn:
        await jobs.moment(conn)
    return PlainTextResponse("ready\n")
