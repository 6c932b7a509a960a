"""Lists of films: followed, and configured anew."""

from dataclasses import asdict, dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import ConfigDict, Field

from cinegraph.domain.lists import LONGEST, MOST_EXPECTED, FilmList, SourceType, stands_for_awards
from cinegraph.pipeline.field_changes import Change
from cinegraph.pipeline.manage_lists import add_list, edit_list, plan_list, plan_list_edit
from cinegraph.store import lists as store
from cinegraph.web.access import Visitor, require
from cinegraph.web.api.answering import Ask, Asking, Word
from cinegraph.web.api.described import answers
from cinegraph.web.api.naming import list_id
from cinegraph.web.api.shapes import Body

router = APIRouter(tags=["lists"])

Who = Annotated[Visitor, Depends(require("write"))]
Said = Annotated[str, Field(max_length=LONGEST["description"], pattern=r"^[^\x00]*$")]


class NewList(Body):
    """Another list: `source_id` is IMDb's of it (`ls…`, of an award list the event's `ev…`; none for CSV exports). `dry_run`: say
    what that does, and follow nothing."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"key": "mine", "name": "My own", "source_id": "ls024863935"}]},
    )

    key: Word
    name: Word
    source_type: SourceType = "imdb"
    source_id: Word | None = None
    expected_count: Annotated[int, Field(strict=True, ge=0, le=MOST_EXPECTED)] | None = None
    description: Said | None = None
    dry_run: bool = False


class ChangedList(Body):
    """What is to be changed; null empties an id, a number or a description. The films that are on it stay. `dry_run`: say what
    would change, and change nothing."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"expected_count": 1260, "dry_run": True}]}
    )

    name: Word | None = None
    source_type: SourceType | None = None
    source_id: Word | None = None
    expected_count: Annotated[int, Field(strict=True, ge=0, le=MOST_EXPECTED)] | None = None
    description: Said | None = None
    dry_run: bool = False

    def given(self) -> dict[str, Any]:
        """The fields that were sent."""
        told = self.model_dump(exclude_unset=True, exclude={"dry_run"})
        if "name" in told:
            told["name"] = told["name"] or ""
        if "source_type" in told:
            told["tracks_awards"] = stands_for_awards(told["source_type"])
        return told


@dataclass(frozen=True, slots=True)
class ListChanged:
    """How a list stands now (null: of a dry run nothing is followed yet), and what was changed (of a dry run: what would be), with
    what that does."""

    list: Any
    changes: tuple[Change, ...]
    dry_run: bool


@router.post("/lists", summary="Follow a list", **answers(ListChanged, 201))
async def add(ask: Ask, body: NewList, who: Who) -> Response:
    """Another list, kept with who added it; of a dry run 200. 422 names the field that cannot be."""
    one = FilmList(**body.model_dump(exclude={"dry_run"}), tracks_awards=stands_for_awards(body.source_type))
    if body.dry_run:
        plan = await plan_list(ask.program.context, one)
        return ask.answer(ListChanged(None, plan.changes, dry_run=True))
    plan = await add_list(ask.program.context, one, who.name)
    told = ListChanged(await _told(ask, one.key), plan.changes, dry_run=False)
    return ask.answer(told, 201, {"Location": f"/api/v1/lists/{one.key}"})


@router.patch("/lists/{key}", summary="Change a list", **answers(ListChanged))
async def edit(ask: Ask, key: Word, body: ChangedList, who: Who) -> Response:
    """Change how it is configured, kept with who did it. What it has already is no change. 422 names the field that cannot be."""
    await list_id(ask, key)
    context, given = ask.program.context, body.given()
    if body.dry_run:
        plan = await plan_list_edit(context, key, given)
    else:
        plan = await edit_list(context, key, given, who.name)
    return ask.answer(ListChanged(await _told(ask, plan.after.key), plan.changes, body.dry_run))


async def _told(ask: Asking, key: str) -> dict[str, object]:
    async with ask.reading() as conn:
        (found,) = await store.statuses(conn, key)
    return asdict(found)
