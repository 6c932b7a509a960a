"""Films, their credits, and looking for one again."""

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response

from cinegraph.pipeline.join_films import join_films
from cinegraph.pipeline.rate_films import rate_films
from cinegraph.pipeline.refresh_film import refresh_film
from cinegraph.store import score_reads
from cinegraph.store.browse import films as store
from cinegraph.store.screens import film_records as records
from cinegraph.web.access import Visitor, require
from cinegraph.web.api.answering import Ask, Asking, Number, Paging, Word, Year
from cinegraph.web.api.described import MAY_WRITE, answers, listed
from cinegraph.web.api.naming import organization_id
from cinegraph.web.api.problems import Unknown
from cinegraph.web.api.shapes import Asked, Joined, Joining, KnownFilm, Rating

router = APIRouter(tags=["films"])
Who = Annotated[Visitor, Depends(require("write"))]


class Films(Paging):
    """Which films. `organization`, `category` (a canonical key) and `winner` are of one nomination of the film."""

    type: Literal["full", "minimal", "stub"] | None = None
    kind: Word | None = None
    since: Year | None = None
    until: Year | None = None
    imdb_id: Word | None = None
    tmdb_id: Number | None = None
    wikidata_id: Word | None = None
    organization: Word | None = None
    category: Word | None = None
    winner: bool | None = None
    list: Word | None = None
    sort: Literal["id", "-id", "year", "-year"] = "id"


class Credits(Paging):
    """Which credits."""

    kind: Literal["cast", "crew"] | None = None


@listed(router, "/films", store.Film, "Films")
async def films(ask: Ask, asked: Annotated[Films, Query()]) -> Response:
    """Every film that is here, by its number or its year. Where the year is not known it counts as 0."""
    given = asked.given()
    if name := given.pop("organization", None):
        given["organization_id"] = await organization_id(ask, name)
    return await ask.rows(store.FILMS, asked, given, asked.sort)


@router.get("/films/{film}", summary="A film", **answers(KnownFilm))
async def film(ask: Ask, film: Number) -> Response:
    """Everything that is known of the film, with the source of each fact. Its nominations: `/nominations?film=`."""
    found = await _film(ask, film)
    async with ask.reading() as conn:
        told = await records.facts(conn, film)
        scored = await score_reads.all_of(conn, film)
        parts = await score_reads.parts_of(conn, film)
    score = {"scores": scored, "parts": {name: asdict(one) for name, one in parts.items()}}
    return ask.answer(asdict(found) | {"facts": told, "score": score})


@listed(router, "/films/{film}/credits", store.FilmCredit, "A film's credits")
async def credits(ask: Ask, film: Number, asked: Annotated[Credits, Query()]) -> Response:
    """Who did what in the film."""
    await _film(ask, film)
    return await ask.rows(store.CREDITS, asked, asked.given() | {"movie_id": film})


@router.post(
    "/films/{film}/refresh", summary="Look for a film again", dependencies=[MAY_WRITE], **answers(Asked, 202)
)
async def refresh(ask: Ask, film: Number) -> Response:
    """The catalogues are asked anew, whatever is remembered. Twice is the same as once while its job waits."""
    await _film(ask, film)
    return ask.answer(Asked(film, await refresh_film(ask.program.context, film)), 202)


@router.post(
    "/films/{film}/rate", summary="Ask for a film's ratings", dependencies=[MAY_WRITE], **answers(Rating, 202)
)
async def rate(ask: Ask, film: Number) -> Response:
    """However young they are: what `cinegraph enrich` does. `cost_usd` is what it costs at most; `job` is null while a
    job asks for them already. 409 if ratings are not asked for, or not for this film."""
    await _film(ask, film)
    begun = await rate_films(ask.program.context, film=film, urgent=True)
    return ask.answer(Rating(film, begun.jobs.get(film), begun.cost_usd), 202)


@router.post("/films/{film}/join", summary="Join a film with another", **answers(Joined))
async def join(ask: Ask, film: Number, body: Joining, who: Who) -> Response:
    """The film `other` joins this one, with everything that speaks of it. The review that is told undoes it
    (`POST /reviews/N/undo`). 409 if it is not there, or is this film itself."""
    await _film(ask, film)
    review = await join_films(ask.program.context, film, body.other, who.name, body.note)
    return ask.answer(Joined(film, review))


async def _film(ask: Asking, number: int) -> store.WholeFilm:
    async with ask.reading() as conn:
        found = await store.film(conn, number)
    if found is None:
        raise Unknown(f"there is no film {number}")
    return found
