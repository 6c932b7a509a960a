"""Nominees who are nobody that is known: of one festival or of all, with the reason for each and the question about it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.pipeline.read_years import parse_years
from cinegraph.store import organizations, people_links
from cinegraph.store.people_links import UNLINKED, CategoryLinks, Ceremonies
from cinegraph.web.paging import paged
from cinegraph.web.reading import Reading
from cinegraph.web.shown import page

router = APIRouter(prefix="/people")
_LISTED = 100
Word = Annotated[str, Query(max_length=60)]


@router.get("/unlinked")
async def unlinked(
    request: Request,
    conn: Reading,
    festival: Word = "",
    years: Word = "",
    after: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    """Who is linked to nobody, page by page; of one festival also how its nominees are linked."""
    number = (await find_organization(conn, festival))[0] if festival.strip() else None
    chosen, instance = parse_years(years) if years.strip() else (None, None)
    which = Ceremonies(number, chosen, instance)
    told: list[CategoryLinks] = [] if number is None else await people_links.categories(conn, which)
    rows = await paged(conn, UNLINKED, people_links.unlinked_given(which), "id", after, _LISTED)
    return page(
        request,
        "people/unlinked.html",
        festivals=await organizations.names(conn),
        festival=festival.strip(),
        years=years.strip(),
        counted=number is not None,
        nominees=sum(one.nominees for one in told),
        linked=sum(one.linked for one in told),
        stored=bool(told or rows.rows) or await people_links.any_stored(conn, which),
        left=rows.rows,
        next=rows.next,
        first=not after,
    )
