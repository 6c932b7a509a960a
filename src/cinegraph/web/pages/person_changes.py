"""What a person says of a person: that another row is the same one, or is not."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from psycopg import AsyncConnection

from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.find_person import who_is_meant
from cinegraph.pipeline.join_people import JoinPlan, join_people, plan_join, stays
from cinegraph.pipeline.part_person import part_person
from cinegraph.pipeline.review_movie import By
from cinegraph.store import collaborators
from cinegraph.store.collaborators import Person
from cinegraph.web.access import Visitor, require
from cinegraph.web.pages.person import LARGEST, there
from cinegraph.web.reading import PATIENCE_SECONDS, Program
from cinegraph.web.shown import back, page

router = APIRouter(prefix="/people")
Writer = Annotated[Visitor, Depends(require("write"))]
_OFFERED = 12


@router.get("/{person_id:int}/join")
async def preview(
    request: Request,
    program: Program,
    person_id: int,
    other: Annotated[str, Query(max_length=100, alias="with")] = "",
) -> Response:
    """Who may be the same person: those who are called so. Of one who was chosen, what joining them would do."""
    told = other.strip()
    async with program.context.database.transaction(PATIENCE_SECONDS) as conn:
        here = await there(conn, person_id)
        offered = await _others(conn, here, told)
    chosen = offered[0] if len(offered) == 1 and told else None
    plans, why = await _plans(program.context, here, chosen, told if told and not offered else None)
    return page(
        request,
        "person/join.html",
        person=here,
        asked=told,
        offered=offered if not plans and why is None else [],
        plans=plans,
        best=stays(here, chosen)[0].id if chosen else None,
        why=why,
    )


async def _others(conn: AsyncConnection, here: Person, told: str) -> list[Person]:
    """Whom these words may mean, but for the person themselves; without words, their namesakes."""
    if told.isascii() and told.isalnum() and any(sign.isdecimal() for sign in told):
        return [one for one in await who_is_meant(conn, told) if one.id != here.id]
    words = (told or here.name).replace("\0", "")
    found = await collaborators.named(conn, words, limit=_OFFERED + 1)
    return [one for one in found if one.id != here.id][:_OFFERED]


async def _plans(
    context: Context, here: Person, chosen: Person | None, strange: str | None
) -> tuple[list[JoinPlan], str | None]:
    """What joining would do, whichever of the two stays; or why it cannot be."""
    if chosen is None and strange is None:
        return [], None
    other = str(chosen.id) if chosen else strange or ""
    try:
        return [
            await plan_join(context, str(here.id), other),
            await plan_join(context, other, str(here.id)),
        ], None
    except Refused as wrong:
        return [], str(wrong)


@router.post("/{person_id:int}/join")
async def join(
    request: Request,
    program: Program,
    visitor: Writer,
    person_id: int,
    other: Annotated[int, Form(ge=0, lt=LARGEST)],
    keep: Annotated[int, Form(ge=0, lt=LARGEST)],
    note: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Both are one person from now on."""
    if keep not in (person_id, other):
        raise Refused("one of the two stays: say which")
    drop = other if keep == person_id else person_id
    await join_people(program.context, str(keep), str(drop), By(visitor.name, note.strip() or None))
    return back(request, f"/people/{keep}#joined", "Both are one person now; it can be undone below.")


@router.post("/{person_id:int}/part")
async def part(
    request: Request,
    program: Program,
    visitor: Writer,
    person_id: int,
    merge: Annotated[int, Form(ge=1, lt=LARGEST)],
    note: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Who joined them last, as the page showed it, is a person of their own again."""
    async with program.context.database.transaction() as conn:
        await there(conn, person_id)
    by = By(visitor.name, note.strip() or None)
    parted = await part_person(program.context, str(person_id), by, merge)
    return back(
        request, f"/people/{person_id}", f"“{parted.merge.dropped_name}” is a person of their own again."
    )
