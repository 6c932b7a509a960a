"""What a person does to a film: have it looked for again, mark it, join it with another."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request, Response
from psycopg import AsyncConnection

from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.join_films import join_films
from cinegraph.pipeline.mark_critical import mark_critical
from cinegraph.pipeline.rate_films import rate_films
from cinegraph.pipeline.refresh_film import refresh_film
from cinegraph.store.browse import films
from cinegraph.store.screens import film as screens
from cinegraph.web.access import Visitor, require
from cinegraph.web.pages.film import LARGEST
from cinegraph.web.reading import Program, Reading
from cinegraph.web.shown import back, page, usd

router = APIRouter(prefix="/films")
Writer = Annotated[Visitor, Depends(require("write"))]
_IMDB_ID = re.compile(r"tt\d{7,}")


@router.post("/{movie_id:int}/refresh")
async def refresh(request: Request, program: Program, visitor: Writer, movie_id: int) -> Response:  # noqa: ARG001 they must be there
    """Ask the catalogues anew, whatever is remembered."""
    async with program.context.database.transaction() as conn:
        await _there(conn, movie_id)
    job = await refresh_film(program.context, movie_id)
    return back(request, f"/films/{movie_id}?job={job}", "The catalogues are asked anew.")


@router.post("/{movie_id:int}/rate")
async def rate(request: Request, program: Program, visitor: Writer, movie_id: int) -> Response:  # noqa: ARG001 they must be there
    """Ask for its ratings now, however young they are."""
    async with program.context.database.transaction() as conn:
        await _there(conn, movie_id)
    begun = await rate_films(program.context, film=movie_id, urgent=True)
    to = f"/films/{movie_id}" + (f"?job={begun.jobs[movie_id]}" if movie_id in begun.jobs else "")
    return back(request, to, f"Its ratings are asked for: at most {usd(begun.cost_usd)} USD.")


@router.post("/{movie_id:int}/critical")
async def critical(
    request: Request,
    program: Program,
    visitor: Writer,  # noqa: ARG001 they must be there
    movie_id: int,
    critical: Annotated[bool, Form()] = False,
) -> Response:
    """Mark the film, or take the mark away."""
    async with program.context.database.transaction() as conn:
        found = await _there(conn, movie_id)
    if found.imdb_id is None:
        raise Refused("only a film with an IMDb id can be marked")
    await mark_critical(program.context, [found.imdb_id], critical)
    told = "is critical now: no catalogue is kept from it" if critical else "is no longer critical"
    return back(request, f"/films/{movie_id}", f"“{found.title}” {told}.")


@router.get("/{movie_id:int}/join")
async def preview(
    request: Request,
    conn: Reading,
    movie_id: int,
    other: Annotated[str, Query(max_length=40, alias="with")] = "",
) -> Response:
    """Both films side by side, and what would move."""
    here = await _there(conn, movie_id)
    chosen, why = await _other(conn, movie_id, other.strip()) if other.strip() else (None, None)
    weights = await screens.weight(conn, (movie_id, chosen.id)) if chosen else []
    return page(
        request,
        "film/join.html",
        film=here,
        other=chosen,
        asked=other.strip(),
        why=why,
        weights={one["id"]: one for one in weights},
    )


async def _other(
    conn: AsyncConnection, movie_id: int, told: str
) -> tuple[films.WholeFilm | None, str | None]:
    """The film that a number or an IMDb id names, or why there is none."""
    number: int | None = None
    if _IMDB_ID.fullmatch(told):
        number = await screens.number_of(conn, told)
    elif told.isascii() and told.isdecimal() and int(told) < LARGEST:
        number = int(told)
    else:
        return None, f"{told!r} is neither a film's number nor an IMDb id"
    if number == movie_id:
        return None, "that is this film itself"
    found = await films.film(conn, number) if number is not None else None
    return found, None if found else f"there is no film {told}"


@router.post("/{movie_id:int}/join")
async def join(
    request: Request,
    program: Program,
    visitor: Writer,
    movie_id: int,
    other: Annotated[int, Form(ge=0, lt=LARGEST)],
    keep: Annotated[int, Form(ge=0, lt=LARGEST)],
    note: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Both are one film from now on."""
    if keep not in (movie_id, other):
        raise Refused("one of the two stays: say which")
    drop = other if keep == movie_id else movie_id
    await join_films(program.context, keep, drop, visitor.name, note.strip() or None)
    return back(request, f"/films/{keep}#evidence", "Both are one film now; it can be undone below.")


async def _there(conn: AsyncConnection, movie_id: int) -> films.WholeFilm:
    found = await films.film(conn, movie_id) if movie_id < LARGEST else None
    if found is None:
        raise HTTPException(404, f"There is no film {movie_id}.")
    return found
