"""Nominees who are nobody that is known: of one festival, with the reason for each and the question about it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.pipeline.read_years import parse_years
from cinegraph.store import organizations, people_links
from cinegraph.store.people_links import CategoryLinks, Ceremonies, Left
from cinegraph.web.reading import Reading
from cinegraph.web.shown import page

router = APIRouter(prefix="/people")
_LISTED = 200
Word = Annotated[str, Query(max_length=60)]


@router.get("/unlinked")
async def unlinked(request: Request, conn: Reading, festival: Word = "", years: Word = "") -> Response:
    """How the nominees of a festival's ceremonies are linked, and who of them is linked to nobody."""
    told: list[CategoryLinks] = []
    left: list[Left] = []
    if festival.strip():
        number, _ = await find_organization(conn, festival)
        chosen, instance = parse_years(years) if years.strip() else (None, None)
        which = Ceremonies(number, chosen, instance)
        told = await people_links.categories(conn, which)
        left = await people_links.left(conn, which, _LISTED)
    return page(
        request,
        "people/unlinked.html",
        festivals=await organizations.names(conn),
        festival=festival.strip(),
        years=years.strip(),
        nominees=sum(one.nominees for one in told),
        linked=sum(one.linked for one in told),
        left=left,
        most=_LISTED,
    )
