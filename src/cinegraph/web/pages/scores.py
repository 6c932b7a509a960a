"""Scores: the films that score highest in a profile, of one decade or of all, with their parts."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from cinegraph.domain.scores import PARTS
from cinegraph.pipeline.explain_score import find_profile
from cinegraph.store import score_reads
from cinegraph.store.browse import listing
from cinegraph.web.paging import keys
from cinegraph.web.reading import Program
from cinegraph.web.shown import page, query

router = APIRouter()
_PAGE = 50
DECADES = tuple(range(2020, 1880, -10))


@router.get("/scores")
async def scores(
    request: Request,
    program: Program,
    profile: Annotated[str, Query(max_length=100)] = "default",
    decade: Annotated[str, Query(max_length=5, pattern=r"^(\d{3}0s?)?$")] = "",
    after: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    """The page: so many films from behind that word on."""
    context = program.context
    chosen = find_profile(context.profiles, profile)
    begins = int(decade.removesuffix("s")) if decade else None
    ranking = score_reads.pages(chosen.name, begins)
    behind = keys(after, ranking.size)
    async with context.database.transaction() as conn:
        found = await ranking.read(conn, behind, _PAGE + 1)
    films = found[:_PAGE]
    asked = {"profile": chosen.name, "decade": begins}
    return page(
        request,
        "scores.html",
        films=films,
        parts=PARTS,
        profiles=context.profiles,
        chosen=chosen,
        decade=begins,
        decades=DECADES,
        newer=f"/scores{query(asked)}" if after else None,
        older=f"/scores{query(asked, after=listing.word(ranking.behind(behind, films)))}"
        if len(found) > _PAGE
        else None,
    )
