"""Scores: the films that score highest in a profile, of one decade or of all, with their parts."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from cinegraph.domain.scores import PARTS
from cinegraph.pipeline.explain_score import find_profile
from cinegraph.store import score_reads
from cinegraph.web.reading import Program
from cinegraph.web.shown import page, query

router = APIRouter()
_PAGE, _FURTHEST = 50, 1000
DECADES = tuple(range(2020, 1880, -10))


@router.get("/scores")
async def scores(
    request: Request,
    program: Program,
    profile: Annotated[str, Query(max_length=100)] = "default",
    decade: Annotated[str, Query(max_length=5, pattern=r"^(\d{3}0s?)?$")] = "",
    first: Annotated[int, Query(ge=0, lt=_FURTHEST)] = 0,
) -> Response:
    """The page: so many films from that place on."""
    context = program.context
    chosen = find_profile(context.profiles, profile)
    begins = int(decade.removesuffix("s")) if decade else None
    async with context.database.transaction() as conn:
        found = await score_reads.top(conn, chosen.name, begins, first + _PAGE + 1)
    asked = {"profile": chosen.name, "decade": begins}
    return page(
        request,
        "scores.html",
        films=found[first : first + _PAGE],
        parts=PARTS,
        profiles=context.profiles,
        chosen=chosen,
        decade=begins,
        decades=DECADES,
        newer=f"/scores{query(asked, first=max(0, first - _PAGE) or None)}" if first else None,
        older=f"/scores{query(asked, first=first + _PAGE)}"
        if len(found) > first + _PAGE and first + _PAGE < _FURTHEST
        else None,
    )
