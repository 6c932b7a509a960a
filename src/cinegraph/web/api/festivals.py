"""Organizations, their ceremonies, categories and nominations."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response

from cinegraph.pipeline.show_organizations import show_organizations
from cinegraph.store.browse import categories as category_store
from cinegraph.store.browse import ceremonies as ceremony_store
from cinegraph.store.browse import listing
from cinegraph.store.browse import nominations as nomination_store
from cinegraph.web.api.answering import Ask, Number, Paging, Parameters, Word, Year
from cinegraph.web.api.described import answers, listed
from cinegraph.web.api.naming import organization_id
from cinegraph.web.api.problems import Unknown
from cinegraph.web.api.shapes import Plain, Rows

router = APIRouter(tags=["festivals"])

Instance = Annotated[int, Path(ge=1, le=9)]


class Nothing(Parameters):
    """No parameter at all."""


class Ceremonies(Paging):
    """Which ceremonies."""

    organization: Word | None = None
    year: Year | None = None
    since: Year | None = None
    until: Year | None = None
    instance: Annotated[int | None, Query(ge=1, le=9)] = None
    state: Literal["announced", "held"] | None = None


class Categories(Paging):
    """Which categories."""

    organization: Word | None = None
    key: Word | None = None
    keyed: bool | None = None


class Nominations(Paging):
    """Which nominations: `category` is a canonical key, `film` and `person` are numbers."""

    organization: Word | None = None
    year: Year | None = None
    since: Year | None = None
    until: Year | None = None
    instance: Annotated[int | None, Query(ge=1, le=9)] = None
    category: Word | None = None
    winner: bool | None = None
    state: Literal["active", "withdrawn"] | None = None
    film: Number | None = None
    person: Number | None = None


@router.get("/festivals", summary="Organizations", **answers(Rows))
async def festivals(ask: Ask, _: Annotated[Nothing, Query()]) -> Response:
    """Every organization that is known: its fields, its stored and its known editions."""
    found = await show_organizations(ask.program.context, ())
    return ask.answer({"items": [one.told() for one in found]})


@router.get("/festivals/{organization}", summary="An organization", **answers(Plain))
async def festival(ask: Ask, organization: Word) -> Response:
    """One organization, by slug or abbreviation."""
    await organization_id(ask, organization, in_path=True)
    found = await show_organizations(ask.program.context, (organization,))
    return ask.answer(found[0].told())


@listed(router, "/ceremonies", ceremony_store.Ceremony, "Ceremonies")
async def ceremonies(ask: Ask, asked: Annotated[Ceremonies, Query()]) -> Response:
    """Every stored ceremony, the newest first, with its nominations counted."""
    given = asked.given()
    if name := given.pop("organization", None):
        given["organization_id"] = await organization_id(ask, name)
    return await ask.rows(ceremony_store.CEREMONIES, asked, given)


@router.get(
    "/ceremonies/{organization}/{year}",
    summary="A year's first ceremony",
    **answers(ceremony_store.WholeCeremony),
)
async def ceremony(ask: Ask, organization: Word, year: Year) -> Response:
    """The ceremony of that year (the first, if it had two)."""
    return await _ceremony(ask, organization, year, 1)


@router.get(
    "/ceremonies/{organization}/{year}/{instance}",
    summary="A ceremony",
    **answers(ceremony_store.WholeCeremony),
)
async def ceremony_at(ask: Ask, organization: Word, year: Year, instance: Instance) -> Response:
    """The ceremony at that place in the year (1930/2 is the second of 1930)."""
    return await _ceremony(ask, organization, year, instance)


@listed(router, "/categories", category_store.Category, "Categories")
async def categories(ask: Ask, asked: Annotated[Categories, Query()]) -> Response:
    """Every category as its organization words it, with its canonical key."""
    given = asked.given()
    if name := given.pop("organization", None):
        given["organization_id"] = await organization_id(ask, name)
    return await ask.rows(category_store.CATEGORIES, asked, given)


@listed(router, "/nominations", nomination_store.Nomination, "Nominations")
async def nominations(ask: Ask, asked: Annotated[Nominations, Query()]) -> Response:
    """Nominations with their films and people, ceremony by ceremony, in the order of the pages."""
    given = asked.given()
    if name := given.pop("organization", None):
        given["organization_id"] = await organization_id(ask, name)
    return await ask.rows(nomination_store.NOMINATIONS, asked, given)


@router.get("/nominations/{nomination}", summary="A nomination", **answers(nomination_store.Nomination))
async def nomination(ask: Ask, nomination: Number) -> Response:
    """One nomination."""
    async with ask.reading() as conn:
        found = await listing.first(conn, nomination_store.NOMINATIONS, {"id": nomination})
    if found is None:
        raise Unknown(f"there is no nomination {nomination}")
    return ask.answer(found)


async def _ceremony(ask: Ask, organization: str, year: int, instance: int) -> Response:
    number = await organization_id(ask, organization, in_path=True)
    given = {"organization_id": number, "year": year, "instance": instance}
    async with ask.reading() as conn:
        found = await listing.first(conn, ceremony_store.CEREMONIES, given)
        if found is None:
            raise Unknown(f"nothing is stored of {organization} {year}/{instance}")
        films = await ceremony_store.films(conn, found.id)
    return ask.answer(ceremony_store.WholeCeremony(found, films))
