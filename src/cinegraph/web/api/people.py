"""People, those whom they worked with, and the ways between two of them."""

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.find_path import find_path
from cinegraph.pipeline.join_people import join_people, plan_join
from cinegraph.pipeline.part_person import part_person
from cinegraph.pipeline.review_movie import By
from cinegraph.store import collaborators as person_store
from cinegraph.store import people_links, person_merges
from cinegraph.store.browse import people as store
from cinegraph.store.paths import Filters
from cinegraph.web.access import Visitor, require
from cinegraph.web.api.answering import Ask, Number, Paging, Word, Year
from cinegraph.web.api.described import answers, listed
from cinegraph.web.api.naming import organization_id
from cinegraph.web.api.problems import Unknown, Unprocessable
from cinegraph.web.api.shapes import (
    NO_WORD,
    Decision,
    JoinedPerson,
    JoiningPerson,
    KnownPerson,
    Parted,
    Plain,
    Way,
)

router = APIRouter(tags=["people"])

Who = Annotated[Visitor, Depends(require("write"))]
_SECONDS = 5.0


class People(Paging):
    """Which people; `name`: all these words are in their name, accents and case aside."""

    name: Word | None = None
    imdb_id: Word | None = None
    tmdb_id: Number | None = None
    sort: Literal["id", "-id"] = "id"


class Links(Paging):
    """Whose ceremonies."""

    organization: Word
    year: Year | None = None
    instance: Annotated[int | None, Query(ge=1, le=9)] = None


class Unlinked(Paging):
    """Of which ceremonies; left out: of all."""

    limit: Annotated[int | None, Field(ge=1, le=1000)] = None
    organization: Word | None = None
    year: Year | None = None
    instance: Annotated[int | None, Query(ge=1, le=9)] = None


class Credits(Paging):
    """Which credits."""

    kind: Literal["cast", "crew"] | None = None


class Collaborators(Paging):
    """Which collaborators: `least` films together."""

    least: Annotated[int | None, Query(ge=1, le=10_000)] = None


@listed(router, "/people", store.Someone, "People")
async def people(ask: Ask, asked: Annotated[People, Query()]) -> Response:
    """Everybody who is credited or nominated. To find a name that may be misspelt: `/search`."""
    return await ask.rows(store.PEOPLE, asked, sort=asked.sort)


@listed(router, "/people/links", people_links.CategoryLinks, "How nominees are linked to people")
async def links(ask: Ask, asked: Annotated[Links, Query()]) -> Response:
    """Each category of these ceremonies that names anybody, by year: how many nominees are linked, and by which way."""
    of = await organization_id(ask, asked.organization)
    found = people_links.pages_of_categories(of, asked.year, asked.instance)
    return await ask.pages(found, asked, asked.given(), "year")


@listed(router, "/people/unlinked", people_links.Left, "Nominees who are nobody that is known")
async def unlinked(ask: Ask, asked: Annotated[Unlinked, Query()]) -> Response:
    """Nominees who are linked to nobody but their name, of all ceremonies or of some, each with the reason and the question
    about it; in the order in which their entries were stored."""
    of = None if asked.organization is None else await organization_id(ask, asked.organization)
    years = None if asked.year is None else [asked.year]
    given = people_links.unlinked_given(people_links.Ceremonies(of, years, asked.instance))
    return await ask.rows(people_links.UNLINKED, asked, given)


@router.get("/people/{person}", summary="A person", **answers(KnownPerson))
async def person(ask: Ask, person: Number) -> Response:
    """Someone, with the sum of their films, nominations and wins, and the rows that joined theirs, the latest first."""
    found = await _person(ask, person)
    async with ask.reading() as conn:
        joined = await person_merges.of_person(conn, person)
    return ask.answer(asdict(found) | {"joined": joined})


@router.post("/people/{person}/join", summary="Join a person with another row", **answers(JoinedPerson))
async def join(ask: Ask, person: Number, body: JoiningPerson, who: Who) -> Response:
    """The person `other` joins this one, with everything that speaks of them; `POST /people/N/part` undoes it. 409 if it is not
    there or joined already, is this person, has another IMDb id or TMDb number, or if an entry names both."""
    await _person(ask, person)
    context, one, other = ask.program.context, str(person), str(body.other)
    if body.dry_run:
        plan = await plan_join(context, one, other)
        return ask.answer(JoinedPerson(plan.keep, None, plan, dry_run=True))
    done = await join_people(context, one, other, By(who.name, body.note))
    return ask.answer(JoinedPerson(done.kept, done.joined, done.plan, dry_run=False))


@router.post("/people/{person}/part", summary="Part a person from who joined them", **answers(Parted))
async def part(ask: Ask, person: Number, who: Who, body: Decision = NO_WORD) -> Response:
    """Undoes the last time that another row joined this person, for good: both are what they were, and are not joined again.
    409 if no row has joined them."""
    await _person(ask, person)
    done = await part_person(ask.program.context, str(person), By(who.name, body.note))
    return ask.answer({"kept": done.kept, "parted": done.merge})


@listed(router, "/people/{person}/credits", store.PersonCredit, "A person's credits")
async def credits(ask: Ask, person: Number, asked: Annotated[Credits, Query()]) -> Response:
    """What they did, and in which films."""
    await _person(ask, person)
    return await ask.rows(store.CREDITS, asked, asked.given() | {"person_id": person})


@listed(router, "/people/{person}/collaborators", store.WorkedWith, "A person's collaborators")
async def collaborators(ask: Ask, person: Number, asked: Annotated[Collaborators, Query()]) -> Response:
    """Those whom they worked with, in most films first."""
    await _person(ask, person)
    return await ask.rows(store.COLLABORATORS, asked, asked.given() | {"person_id": person})


@router.get("/path", summary="The shortest ways between two people", **answers(Plain))
async def path(ask: Ask, way: Annotated[Way, Query()]) -> Response:
    """Six degrees: who worked with whom, and in which films, from the one to the other."""
    which = Filters(way.features, way.top_billed, way.since, way.until)
    try:
        found = await find_path(
            ask.program.context, way.from_, way.to, which, way.depth, way.alternatives, _SECONDS
        )
    except Refused as wrong:
        raise Unprocessable(str(wrong)) from None
    return ask.answer(
        {
            "from": asdict(found.one),
            "to": asdict(found.other),
            "steps": len(found.ways[0]) if found.ways else None,
            "more": found.more,
            "paths": [[asdict(step) for step in steps] for steps in found.ways],
        }
    )


async def _person(ask: Ask, number: int) -> person_store.Person:
    async with ask.reading() as conn:
        found = await person_store.by_number(conn, number)
        gone = None if found is not None else await person_merges.that_dropped(conn, number)
    if gone is not None:
        raise Unknown(f"person {number} ({gone.dropped_name}) has joined person {gone.keep_id}")
    if found is None:
        raise Unknown(f"there is no person {number}")
    return found
