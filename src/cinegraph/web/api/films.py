"""Films, their credits, and looking for one again."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from cinegraph.pipeline.refresh_film import refresh_film
from cinegraph.store.browse import films as store
from cinegraph.web.api.answering import Ask, Asking, Number, Paging, Word, Year
from cinegraph.web.api.described import MAY_WRITE, answers, listed
from cinegraph.web.api.naming import organization_id
from cinegraph.web.api.problems import Unknown
from cinegraph.web.api.shapes import Asked

router = APIRouter(tags=["films"])


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
    """Every film that is here, by its number or its year. `sort_year` is 0 where the year is not known."""
    given = asked.given()
    if name := given.pop("organization", None):
        given["organization_id"] = await organization_id(ask, name)
    return await ask.rows(store.FILMS, asked, given, asked.sort)


@router.get("/films/{film}", summary="A film", **answers(store.WholeFilm))
async def film(ask: Ask, film: Number) -> Response:
    """Everything that is known of the film, with the source of each fact. Its nominations: `/nominations?film=`."""
    return ask.answer(await _film(ask, film))


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


async def _film(ask: Asking, number: int) -> store.WholeFilm:
    async with ask.reading() as conn:
        found = await store.film(conn, number)
    if found is None:
        raise Unknown(f"there is no film {number}")
    return found
