"""Lists of films: followed, and configured anew."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import ConfigDict, Field

from cinegraph.domain.lists import FilmList, SourceType, stands_for_awards
from cinegraph.pipeline.manage_lists import add_list, edit_list
from cinegraph.store import lists as store
from cinegraph.web.access import Visitor, require
from cinegraph.web.api.answering import Ask, Asking, Word
from cinegraph.web.api.described import answers
from cinegraph.web.api.naming import list_id
from cinegraph.web.api.shapes import Body, Plain

router = APIRouter(tags=["lists"])

Who = Annotated[Visitor, Depends(require("write"))]
Said = Annotated[str, Field(max_length=1000, pattern=r"^[^\x00]*$")]


class NewList(Body):
    """Another list: `source_id` is IMDb's of it (`ls…`, of an award list the event's `ev…`; none for CSV exports)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"key": "mine", "name": "My own", "source_id": "ls024863935"}]},
    )

    key: Word
    name: Word
    source_type: SourceType = "imdb"
    source_id: Word | None = None
    expected_count: Annotated[int, Field(ge=0, le=999_999)] | None = None
    description: Said | None = None


class ChangedList(Body):
    """What is to be changed; null empties an id, a number or a description. The films that are on it stay."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"expected_count": 1260}]})

    name: Word | None = None
    source_type: SourceType | None = None
    source_id: Word | None = None
    expected_count: Annotated[int, Field(ge=0, le=999_999)] | None = None
    description: Said | None = None

    def given(self) -> dict[str, Any]:
        """The fields that were sent."""
        told = self.model_dump(exclude_unset=True)
        if "name" in told:
            told["name"] = told["name"] or ""
        if "source_type" in told:
            told["tracks_awards"] = stands_for_awards(told["source_type"])
        return told


@router.post("/lists", summary="Follow a list", **answers(Plain, 201))
async def add(ask: Ask, body: NewList, who: Who) -> Response:
    """Another list, kept with who added it. 422 names the field that cannot be."""
    one = FilmList(**body.model_dump(), tracks_awards=stands_for_awards(body.source_type))
    await add_list(ask.program.context, one, who.name)
    return ask.answer(await _told(ask, one.key), 201, {"Location": f"/api/v1/lists/{one.key}"})


@router.patch("/lists/{key}", summary="Change a list", **answers(Plain))
async def edit(ask: Ask, key: Word, body: ChangedList, who: Who) -> Response:
    """Change how it is configured, kept with who did it. 422 names the field that cannot be."""
    await list_id(ask, key)
    one, _ = await edit_list(ask.program.context, key, body.given(), who.name)
    return ask.answer(await _told(ask, one.key))


async def _told(ask: Asking, key: str) -> dict[str, object]:
    async with ask.reading() as conn:
        (found,) = await store.statuses(conn, key)
    return asdict(found)
