"""Films by their scores in a profile."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from psycopg import AsyncConnection
from pydantic import Field

from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.explain_score import find_profile
from cinegraph.store import score_reads
from cinegraph.store.browse.listing import Keys, Pages
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
    """The objects of `cinegraph scores top --json`, the highest first; parts that are missing are not among `parts`."""
    try:
        chosen = find_profile(ask.program.context.profiles, asked.profile)
    except Refused as wrong:
        raise BadRequest("profile", str(wrong)) from None
    filters = {"profile": chosen.name, "decade": asked.decade}
    return await ask.pages(_pages(chosen.name, asked.decade), asked, filters, "-score")


def _pages(profile: str, decade: int | None) -> Pages[score_reads.Ranked]:
    async def read(conn: AsyncConnection, after: Keys | None, limit: int) -> list[score_reads.Ranked]:
        return await score_reads.top(conn, profile, decade, limit, _four(after))

    return Pages(score_reads.Ranked, 4, read, lambda after, films: score_reads.behind(_four(after), films))


def _four(keys: Keys | None) -> score_reads.Keys | None:
    return None if keys is None else (keys[0], keys[1], keys[2], keys[3])
