"""Films by their scores in a profile."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.explain_score import find_profile
from cinegraph.store import score_reads
from cinegraph.web.api.answering import Ask, Parameters, Word
from cinegraph.web.api.described import answers
from cinegraph.web.api.problems import BadRequest
from cinegraph.web.api.shapes import Highest

router = APIRouter(tags=["scores"])


class Scores(Parameters):
    """Whose view (a profile), films of which decade, and how many."""

    profile: Word = "default"
    decade: Annotated[int | None, Field(ge=1870, le=2100, multiple_of=10)] = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 50


@router.get("/scores", summary="The films that score highest", **answers(Highest))
async def scores(ask: Ask, asked: Annotated[Scores, Query()]) -> Response:
    """The objects of `cinegraph scores top --json`; parts that are missing are not among `parts`. All films: `/export/scores.csv`."""
    try:
        chosen = find_profile(ask.program.context.profiles, asked.profile)
    except Refused as wrong:
        raise BadRequest("profile", str(wrong)) from None
    async with ask.reading() as conn:
        found = await score_reads.top(conn, chosen.name, asked.decade, asked.limit)
    return ask.answer({"items": found})
