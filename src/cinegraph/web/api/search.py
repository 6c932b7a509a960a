"""Search: what is typed, however it is spelt."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from cinegraph.pipeline import search as verb
from cinegraph.web.api.answering import Ask, Parameters
from cinegraph.web.api.described import answers
from cinegraph.web.api.problems import BadRequest

router = APIRouter(tags=["search"])


class Words(Parameters):
    """What is searched for. `kind` may be given several times; of each kind `limit` are told."""

    q: Annotated[
        str, Field(min_length=1, max_length=verb.LONGEST, examples=["godfahter", "기생충", "oscars 2024"])
    ]
    kind: list[verb.Kind] | None = None
    limit: Annotated[int, Field(ge=1, le=50)] = 10


@router.get("/search", summary="Search", **answers(verb.Search))
async def search(ask: Ask, words: Annotated[Words, Query()]) -> Response:
    """Films by any of their titles in any script, people by their names, ceremonies by organization and year.

    One wrong letter is forgiven in a word of four letters, two in one of eight; the last word may be unfinished.
    """
    if "\0" in words.q or not words.q.strip():
        raise BadRequest("q", "what is searched for?")
    found = await verb.search(ask.program.context, words.q, words.kind or verb.KINDS, words.limit)
    return ask.answer(found)
