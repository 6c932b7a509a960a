"""Films and people, page by page, with filters."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from cinegraph.pipeline.context import Refused
from cinegraph.store import organizations
from cinegraph.store.browse.films import FILMS
from cinegraph.store.browse.people import PEOPLE
from cinegraph.web.asked import year_asked
from cinegraph.web.paging import paged
from cinegraph.web.reading import Reading
from cinegraph.web.shown import page

router = APIRouter()
_ROWS = 50
Word = Annotated[str, Query(max_length=100)]


@router.get("/films")
async def films(
    request: Request,
    conn: Reading,
    type: Literal["full", "minimal", "stub", ""] = "",
    festival: Word = "",
    won: bool = False,
    since: Word = "",
    until: Word = "",
    sort: Literal["-id", "id", "year", "-year"] = "-id",
    after: Word = "",
) -> Response:
    """Every film that is here, or those that the filters let through."""
    asked = {
        "type": type,
        "festival": festival.strip(),
        "won": won,
        "since": since,
        "until": until,
        "sort": sort,
    }
    given: dict[str, Any] = {"type": type, "since": year_asked(since), "until": year_asked(until)}
    if festival.strip():
        found = await organizations.find(conn, festival.strip())
        if found is None:
            raise Refused(f"there is no festival {festival.strip()!r}")
        given["organization_id"] = found[0]
    if won:
        given["winner"] = True
    given = {name: value for name, value in given.items() if value not in ("", None)}
    rows = await paged(conn, FILMS, given, sort, after, _ROWS)
    return page(request, "films.html", films=rows.rows, asked=asked, next=rows.next, first=not after)


@router.get("/people")
async def people(request: Request, conn: Reading, name: Word = "", after: Word = "") -> Response:
    """Everybody, or those whose names have these words."""
    given = {"name": name.strip()} if name.strip() else {}
    rows = await paged(conn, PEOPLE, given, "id", after, _ROWS)
    return page(request, "people.html", people=rows.rows, name=name.strip(), next=rows.next, first=not after)
