"""Search over films, people and ceremonies; as somebody types, the hits alone."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.search import KINDS, Search, search
from cinegraph.web.reading import Program
from cinegraph.web.shown import draw, page

router = APIRouter(prefix="/search")
_HITS = 20
_TYPED = 6
Words = Annotated[str, Query(max_length=300, alias="q")]


@router.get("")
async def results(request: Request, program: Program, words: Words = "") -> Response:
    """The page."""
    found, wrong = await _found(program, words, _HITS)
    return page(request, "search.html", words=words, found=found, wrong=wrong)


@router.get("/hits")
async def hits(request: Request, program: Program, words: Words = "") -> Response:
    """The hits, for a page that is there already."""
    found, wrong = await _found(program, words, _TYPED)
    return HTMLResponse(draw(request, "search/hits.html", words=words, found=found, wrong=wrong))


async def _found(program: Program, words: str, count: int) -> tuple[Search | None, str | None]:
    if not words.strip():
        return None, None
    try:
        return await search(program.context, words, KINDS, count), None
    except Refused as why:
        return None, str(why)
