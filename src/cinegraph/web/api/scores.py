"""Films by their scores in a profile."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.explain_score import find_profile
from cinegraph.store import score_reads
from cinegraph.web.api.answering import Ask, Paging, Word
from cinegraph.web.api.described import listed
from cinegraph.web.api.problems import BadRequest

router = APIRouter(tags=["scores"])


class Scores(Paging):
    """Whose view (a profile), films of which decade, and how many."""

    profile: Word = "default"
    decade: Annotated[int | None, Field(ge=1870, le=2100, multiple_of=10)] = None
    limit: Annotated[int | None, Field(ge=1, le=1000)] = None


@listed(router, "/scores", score_reads.Ranked, "Films by their scores")
async def scores(ask: Ask, asked: Annotated[Scores, Query()]) -> Response:
    """The objects of `cinegraph scores top --json` (but for `after`), the highest first; parts that are missing are not among `parts`."""
    try:
        chosen = find_profile(ask.program.context.profiles, asked.profile)
    except Refused as wrong:
        raise BadRequest("profile", str(wrong)) from None
    filters = {"profile": chosen.name, "decade": asked.decade}
    return await ask.pages(score_reads.pages(chosen.name, asked.decade), asked, filters, "-score")
