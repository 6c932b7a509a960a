"""Six degrees: the shortest ways between two people, drawn; of several who may be meant, one is chosen."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from markupsafe import Markup

from cinegraph.pictures.path_picture import strip
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.find_path import Found, find_path
from cinegraph.pipeline.find_person import described, who_is_meant
from cinegraph.pipeline.search import search
from cinegraph.store.collaborators import Person
from cinegraph.store.paths import Filters
from cinegraph.web.asked import year_asked
from cinegraph.web.reading import Program, program_of
from cinegraph.web.shown import page

router = APIRouter()
_PATIENCE_SECONDS = 5.0
_ALTERNATIVES = 3
_OFFERED = 8
Name = Annotated[str, Query(max_length=100)]


@dataclass(frozen=True, slots=True)
class End:
    """One of the two people: what was typed, who may be meant, and who is, if that is clear. `near`: nobody is called
    that, but these are called nearly so."""

    typed: str
    choice: tuple[Person, ...] = ()
    near: tuple[Any, ...] = ()

    @property
    def person(self) -> Person | None:
        """Who is meant."""
        return self.choice[0] if len(self.choice) == 1 else None

    @property
    def shown(self) -> str:
        """What stands in the field: the name of who was chosen by a number."""
        return self.person.name if self.person else self.typed


@router.get("/six-degrees")
async def six_degrees(
    request: Request,
    program: Program,
    one: Name = "",
    other: Name = "",
    features: bool = False,
    top: Annotated[str, Query(max_length=3)] = "",
    since: Annotated[str, Query(max_length=5)] = "",
    until: Annotated[str, Query(max_length=5)] = "",
) -> Response:
    """The page: a form, then who is meant, then the ways."""
    ends = (await _end(request, one), await _end(request, other))
    found: Found | None = None
    wrong: str | None = None
    if ends[0].person and ends[1].person:
        try:
            which = _filters(features, top, since, until)
            numbers = [str(end.person.id) for end in ends if end.person]
            found = await find_path(
                program.context, numbers[0], numbers[1], which, 6, _ALTERNATIVES, _PATIENCE_SECONDS
            )
        except Refused as why:
            wrong = _in_words(str(why))
    drawn = Markup(strip(found, _to)) if found and found.ways else None  # noqa: S704 drawn and escaped by us
    asked = {"one": one, "other": other, "features": features, "top": top, "since": since, "until": until}
    return page(
        request,
        "six_degrees.html",
        one=ends[0],
        other=ends[1],
        found=found,
        wrong=wrong,
        picture=drawn,
        asked=asked,
        described=described,
    )


async def _end(request: Request, typed: str) -> End:
    text = typed.strip()
    if not text or "\0" in text:
        return End("")
    context = program_of(request).context
    async with context.database.transaction() as conn:
        found = await who_is_meant(conn, text)
    if found:
        return End(text, tuple(found[:_OFFERED]))
    near = await search(context, text, ("people",), _OFFERED)
    return End(text, (), near.people)


def _filters(features: bool, top: str, since: str, until: str) -> Filters:
    billed: int | None = None
    if top.strip():
        if not top.strip().isdecimal() or not 1 <= int(top) <= 20:
            raise Refused("of each cast the first 1 to 20 can count")
        billed = int(top)
    return Filters(features, billed, year_asked(since), year_asked(until))


def _in_words(why: str) -> str:
    """The reason without the words of the command line."""
    return why.partition(": allow more with")[0]


def _to(number: int) -> str:
    return f"/people/{number}"
