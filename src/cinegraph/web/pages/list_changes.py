"""What a person does with lists: follow one, change how it is configured, check it, import it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response

from cinegraph.domain.lists import FilmList, SourceType
from cinegraph.pipeline.check_list import check_lists
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.manage_lists import add_list, edit_list
from cinegraph.pipeline.request_list import request_lists
from cinegraph.pipeline.sort_pages import GivenPage
from cinegraph.web.access import Visitor, require
from cinegraph.web.access.uploads import read
from cinegraph.web.pages.lists import there
from cinegraph.web.reading import Program
from cinegraph.web.shown import back

router = APIRouter(prefix="/lists", dependencies=[Depends(require("write"))])
Writer = Annotated[Visitor, Depends(require("write"))]
Text = Annotated[str, Form(max_length=300)]
_KINDS = (".html", ".htm", ".csv")


async def _configured(
    name: Text,
    source_type: Annotated[SourceType, Form()],
    source_id: Text = "",
    expected: Annotated[str, Form(max_length=9)] = "",
    description: Annotated[str, Form(max_length=1000)] = "",
) -> dict[str, Any]:
    """What the form says of a list. An award list stands for nominations, the others do not."""
    said = expected.strip()
    if said and not (said.isascii() and said.isdecimal()):
        raise Refused(f"{said!r} is no number of films")
    return {
        "name": name.strip(),
        "source_type": source_type,
        "source_id": source_id.strip() or None,
        "tracks_awards": source_type == "imdb_event",
        "expected_count": int(said) or None if said else None,
        "description": description.strip() or None,
    }


Configured = Annotated[dict[str, Any], Depends(_configured)]


@router.post("")
async def add(
    request: Request, program: Program, key: Annotated[str, Form(max_length=60)], said: Configured
) -> Response:
    """Follow another list."""
    one = FilmList(key.strip(), **said)
    await add_list(program.context, one)
    return back(request, f"/lists/{one.key}", f"{one.name} is followed.")


@router.post("/{key}/edit")
async def edit(request: Request, program: Program, key: str, said: Configured) -> Response:
    """Change how it is configured; its films stay."""
    async with program.context.database.transaction() as conn:
        _, found = await there(conn, key)
    one = await edit_list(program.context, found.key, said)
    return back(request, f"/lists/{one.key}", f"{one.name} was changed.")


@router.post("/{key}/check")
async def check(request: Request, program: Program, key: str) -> Response:
    """Look at its first page; nothing is stored."""
    async with program.context.database.transaction() as conn:
        found = await there(conn, key)
    (one,) = await check_lists(program.context, [found])
    said = f"It says it has {one.said:,} films. " if one.said is not None else ""
    lines = [*one.wrong, *one.notes] or ["It is as it is expected to be."]
    return back(request, f"/lists/{one.key}", said + " ".join(lines))


@router.post("/{key}/import")
async def import_now(request: Request, program: Program, key: str) -> Response:
    """Import it, from the site or from saved pages or an export."""
    files = await read((await request.form()).getlist("pages"), _KINDS)
    async with program.context.database.transaction() as conn:
        found = await there(conn, key)
    given = [GivenPage(name, body) for name, body in files]
    (one,) = await request_lists(program.context, [found], given)
    told = "goes on" if one.resumed else "has begun"
    return back(request, f"/imports/{one.import_id}", f"Import {one.import_id} {told}.")
