"""A person: nominations, films, those whom they worked with, drawn and listed."""

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup
from psycopg import AsyncConnection

from cinegraph.pictures.ego_picture import ego
from cinegraph.store import collaborators, paths, person_merges
from cinegraph.store.browse import listing
from cinegraph.store.browse.nominations import NOMINATIONS
from cinegraph.store.browse.people import COLLABORATORS
from cinegraph.store.collaborators import Person
from cinegraph.store.paths import Filters
from cinegraph.store.screens import person as screens
from cinegraph.web.paging import paged
from cinegraph.web.reading import Reading
from cinegraph.web.shown import page

router = APIRouter(prefix="/people")
LARGEST = 2**63
_DRAWN = 16
_FILMS = 300
_NOMINATIONS = 300
_PAIRS = 50


@router.get("/{person_id:int}")
async def person(request: Request, conn: Reading, person_id: int) -> Response:
    """The page; of a row that joined another, the other's."""
    if person_id < LARGEST and (gone := await person_merges.that_dropped(conn, person_id)):
        return RedirectResponse(f"/people/{gone.keep_id}", 303)
    found = await there(conn, person_id)
    around = await collaborators.collaborators(conn, person_id, _DRAWN)
    ties = await collaborators.ties(conn, [one.id for one in around])
    films = await screens.films(conn, person_id, _FILMS)
    order = NOMINATIONS.orders["page"]
    nominations = await listing.page(conn, NOMINATIONS, {"person": person_id}, order, None, _NOMINATIONS)
    return page(
        request,
        "person.html",
        person=found,
        names=await screens.other_names(conn, person_id),
        linked=await screens.linked(conn, person_id),
        joined=await person_merges.of_person(conn, person_id),
        nominations=sorted(nominations, key=lambda n: -n.year),
        cast=[one for one in films if one.kind == "cast"],
        crew=[one for one in films if one.kind == "crew"],
        around=around,
        picture=Markup(ego(found, around, ties, _to)) if around else None,  # noqa: S704 drawn and escaped by us
    )


@router.get("/{person_id:int}/pairs")
async def pairs(
    request: Request, conn: Reading, person_id: int, after: str = Query("", max_length=80)
) -> Response:
    """Everybody whom they worked with, those of most films first."""
    found = await there(conn, person_id)
    rows = await paged(conn, COLLABORATORS, {"person_id": person_id}, "-films", after, _PAIRS)
    return page(request, "person/pairs.html", person=found, pairs=rows.rows, older=rows.next)


@router.get("/{person_id:int}/with/{other_id:int}")
async def together(request: Request, conn: Reading, person_id: int, other_id: int) -> Response:
    """The films of two people."""
    one, other = await there(conn, person_id), await there(conn, other_id)
    pair = (min(person_id, other_id), max(person_id, other_id))
    films = await paths.films(conn, [pair], Filters())
    return page(request, "person/together.html", one=one, other=other, films=films.get(pair, []))


def _to(number: int) -> str:
    return f"/people/{number}"


async def there(conn: AsyncConnection, person_id: int) -> Person:
    """The person of that number. Raises HTTPException 404."""
    found = await collaborators.by_number(conn, person_id) if person_id < LARGEST else None
    if found is None:
        raise HTTPException(404, f"There is no person {person_id}.")
    return found
