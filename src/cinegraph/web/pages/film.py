"""A film: everything that is known of it with its source and date, and why it is believed."""

from typing import Any

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse
from psycopg import AsyncConnection

from cinegraph.pipeline.explain_score import find_profile
from cinegraph.store import jobs
from cinegraph.store.browse import films
from cinegraph.store.browse.films import WholeFilm
from cinegraph.store.screens import film as screens
from cinegraph.web import film_facts, film_sections, live
from cinegraph.web.film_sections import Seen
from cinegraph.web.pictures import poster
from cinegraph.web.reading import Program, Reading, program_of
from cinegraph.web.shown import draw, page

router = APIRouter(prefix="/films")
_CREDITS = 2000
_OVER = ("succeeded", "failed", "cancelled", "aborted")
LARGEST = 2**63


@router.get("/{movie_id:int}")
async def film(
    request: Request,
    conn: Reading,
    movie_id: int,
    job: int | None = Query(None, ge=0, lt=LARGEST),
    profile: str = Query("default", max_length=100),
) -> Response:
    """The page; of a film that joined another, the other's. `job` looks for it again, or asks for its ratings: how that
    goes is shown. `profile`: whose view its score takes."""
    found = await films.film(conn, movie_id) if movie_id < LARGEST else None
    if found is None:
        return await _joined(conn, movie_id)
    profiles = program_of(request).context.profiles
    seen = Seen(found, find_profile(profiles, profile), profiles)
    return page(
        request,
        "film.html",
        film=found,
        sections=film_sections.SECTIONS,
        parts=await film_sections.read(conn, seen),
        overview=film_facts.words(found.details, "overview"),
        tagline=film_facts.words(found.details, "tagline"),
        picture=poster(request, (film_facts.words(found.details, "poster_path") or (None,))[0]),
        refresh=await _refresh(conn, movie_id, job, found) if job is not None else None,
    )


async def _joined(conn: AsyncConnection, movie_id: int) -> Response:
    other = await screens.joined_into(conn, movie_id) if movie_id < LARGEST else None
    if other is None:
        raise HTTPException(404, f"There is no film {movie_id}.")
    return RedirectResponse(f"/films/{other}", 303)


@router.get("/{movie_id:int}/credits")
async def credits(request: Request, conn: Reading, movie_id: int) -> Response:
    """Everybody who worked on it."""
    found = await films.film(conn, movie_id) if movie_id < LARGEST else None
    if found is None:
        return await _joined(conn, movie_id)
    return page(
        request,
        "film/everybody.html",
        film=found,
        cast=await screens.credits(conn, movie_id, "cast", _CREDITS),
        crew=await screens.credits(conn, movie_id, "crew", _CREDITS),
    )


@router.get("/{movie_id:int}/refresh/{job:int}")
async def refreshing(request: Request, program: Program, movie_id: int, job: int) -> Response:
    """How the job that looks for it again gets on: a live part."""

    async def drawn() -> str:
        async with program.context.database.transaction() as conn:
            found = await films.film(conn, movie_id)
            return draw(request, "film/refresh.html", refresh=await _refresh(conn, movie_id, job, found))

    return await live.stream(request, drawn, over=lambda text: 'data-over="true"' in text)


async def _refresh(
    conn: AsyncConnection, movie_id: int, job: int, found: WholeFilm | None
) -> dict[str, Any] | None:
    """The job, if it is about that film, and the film as it is now (None: it joined another)."""
    asked = await jobs.get(conn, job)
    if asked is None or asked.args.get("movie_id") != movie_id:
        return None
    return {"job": asked, "film": found, "movie_id": movie_id, "over": asked.state in _OVER}
