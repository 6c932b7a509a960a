"""Lists of films that are followed, and the films on them."""

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from cinegraph.store import lists as status_store
from cinegraph.store.browse import lists as store
from cinegraph.web.api.answering import Ask, Paging, Parameters, Word
from cinegraph.web.api.described import answers, listed
from cinegraph.web.api.naming import list_id
from cinegraph.web.api.shapes import Plain, Rows

router = APIRouter(tags=["lists"])


class Nothing(Parameters):
    """No parameter at all."""


class Items(Paging):
    """Which films of the list; without `state` also those that have left it."""

    state: Literal["there", "left"] | None = None
    type: Literal["full", "minimal", "stub"] | None = None


@router.get("/lists", summary="Lists", **answers(Rows))
async def lists(ask: Ask, _: Annotated[Nothing, Query()]) -> Response:
    """Every list that is followed: what it says it has, what is here, how its last import went."""
    async with ask.reading() as conn:
        found = await status_store.statuses(conn)
    return ask.answer({"items": [asdict(one) for one in found]})


@router.get("/lists/{key}", summary="A list", **answers(Plain))
async def list_(ask: Ask, key: Word) -> Response:
    """One list, by its key."""
    await list_id(ask, key)
    async with ask.reading() as conn:
        found = await status_store.statuses(conn, key.strip().lower())
    return ask.answer(asdict(found[0]))


@listed(router, "/lists/{key}/items", store.ListItem, "A list's films")
async def items(ask: Ask, key: Word, asked: Annotated[Items, Query()]) -> Response:
    """The films on the list, in its order."""
    return await ask.rows(store.ITEMS, asked, asked.given() | {"list_id": await list_id(ask, key)})
