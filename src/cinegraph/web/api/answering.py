"""How every address answers: JSON with an ETag, a page of a list with the cursor to the next, or a whole list streamed."""

import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import Depends, HTTPException, Request, Response
from psycopg import AsyncConnection
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import StreamingResponse

from cinegraph.app import Cinegraph
from cinegraph.store.browse import listing as store
from cinegraph.store.browse.listing import Listing, Pages
from cinegraph.web.api import cursors, formats
from cinegraph.web.api.described import Page
from cinegraph.web.api.formats import JSON
from cinegraph.web.api.problems import BadRequest
from cinegraph.web.kept import Kept
from cinegraph.web.reading import PATIENCE_SECONDS, program_of

Row = TypeVar("Row")

USUAL, MOST = 50, 500

Number = Annotated[int, Field(ge=1, le=2**63 - 1)]
Year = Annotated[int, Field(ge=1, le=9999)]
Word = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]+$")]


class Parameters(BaseModel):
    """Parameters of one address: an unknown one is refused."""

    model_config = ConfigDict(extra="forbid")


class Paging(Parameters):
    """What every list takes."""

    limit: Annotated[
        int | None,
        Field(
            ge=1, le=MOST, description=f"Rows of a page, {USUAL} if left out; of a stream, at most so many."
        ),
    ] = None
    cursor: Annotated[
        str | None, Field(max_length=200, description="Where the page before ended: its `next`.")
    ] = None

    def given(self) -> dict[str, Any]:
        """The filters that were given."""
        return self.model_dump(exclude_none=True, exclude={"limit", "cursor", "sort"}, by_alias=True)


@dataclass(frozen=True, slots=True)
class Asking:
    """A request, and the program that answers it."""

    request: Request
    program: Cinegraph

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection for statements that stand alone; soon, or not at all."""
        async with self.program.context.database.statement(PATIENCE_SECONDS) as conn:
            yield conn

    @property
    def kept(self) -> Kept:
        """Figures that take long to count."""
        return kept_of(self.request)

    def answer(self, told: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
        """One object as JSON; of a reading, 304 if the asker has it as it is."""
        body = JSON.encode(told)
        sent = {"Cache-Control": "private, no-cache", "Vary": "Accept, Authorization, Cookie"} | dict(
            headers or {}
        )
        if self.request.method in ("GET", "HEAD"):
            tag = f'W/"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
            sent["ETag"] = tag
            if _has(self.request.headers.get("if-none-match"), tag):
                return Response(status_code=304, headers=sent)
        return Response(body, status, sent, media_type=formats.TYPES["json"])

    async def rows(
        self,
        listing: Listing[Row],
        asked: Paging,
        given: Mapping[str, object] | None = None,
        sort: str | None = None,
    ) -> Response:
        """A page of a list, or all of it as CSV or JSON Lines. `given` are filters instead of those that were asked."""
        filters = asked.given() if given is None else dict(given)
        name = sort or next(iter(listing.orders))
        return await self.pages(store.pages(listing, filters, listing.orders[name]), asked, filters, name)

    async def pages(
        self, of: Pages[Row], asked: Paging, filters: Mapping[str, object], order: str
    ) -> Response:
        """The same of a list that is read in a way of its own."""
        named = of.row.__name__
        after = None if asked.cursor is None else cursors.read(asked.cursor, named, order, filters, of.size)
        form = formats.wanted(self.request)
        if form != "json":
            return await self._stream(of, after, asked.limit, form)
        limit = asked.limit or USUAL
        async with self.reading() as conn:
            found = await of.read(conn, after, limit + 1)
        items = found[:limit]
        onward = cursors.write(of.behind(after, items), named, order, filters) if len(found) > limit else None
        link = (
            {"Link": f'<{self.request.url.include_query_params(cursor=onward)}>; rel="next"'}
            if onward
            else {}
        )
        return self.answer({"items": items, "next": onward}, headers=link)

    async def _stream(
        self, of: Pages[Row], after: store.Keys | None, most: int | None, form: formats.Form
    ) -> Response:
        rows = await _begun(store.stream(self.program.context.database, of, after, most))
        body = formats.lines(rows) if form == "jsonl" else formats.table(of.row, rows)
        sent = {"Cache-Control": "no-store", "Vary": "Accept, Authorization, Cookie"}
        return StreamingResponse(body, headers=sent, media_type=formats.TYPES[form])


async def _begun(rows: AsyncIterator[Sequence[Row]]) -> AsyncIterator[Sequence[Row]]:
    """The same rows, the first of them read: what goes wrong with the question goes wrong before the answer begins."""
    first = await anext(rows, None)

    async def all_of_them() -> AsyncIterator[Sequence[Row]]:
        if first is not None:
            yield first
        async for some in rows:
            yield some

    return all_of_them()


def _has(told: str | None, tag: str) -> bool:
    if told is None:
        return False
    return any(one.strip() in ("*", tag, tag.removeprefix("W/")) for one in told.split(","))


async def acceptable(request: Request) -> None:
    """Every address answers in a form that the asker takes. Raises HTTPException 406 where it has none; an address that
    names its form (`/films.csv`, `/export/radarr.json`) is taken at its word."""
    route = request.scope["route"]
    if route.path.endswith((".csv", ".jsonl", ".{ending}")):
        return
    told = route.responses.get(200, {}).get("model")
    is_list = isinstance(told, type) and issubclass(told, Page)
    here: tuple[formats.Form, ...] = ("json", "csv", "jsonl") if is_list else ("json",)
    if not any(form in here for form in formats.accepted(request)):
        kinds = [formats.TYPES[form].partition(";")[0] for form in here]
        said = " or ".join(filter(None, (", ".join(kinds[:-1]), kinds[-1])))
        raise HTTPException(406, f"this address answers with {said}: ask for that (Accept)")


def kept_of(request: Request) -> Kept:
    """Where this application keeps figures that take long to count."""
    found: Kept = request.app.state.kept
    return found


async def asking(request: Request) -> Asking:
    """The request with the program that this API is of. Raises BadRequest if a parameter that is one is given twice: which counts?"""
    counted = Counter(name for name, _ in request.query_params.multi_items())
    for name, times in counted.items():
        if times > 1 and name not in _lists(request):
            raise BadRequest(name, f"it is given {times} times: give it once")
    return Asking(request, program_of(request))


def _lists(request: Request) -> set[str]:
    """The parameters of this address that may be given more than once, as the interface is described."""
    told = request.app.openapi()["paths"].get(request.scope["route"].path, {}).get(request.method.lower(), {})
    return {one["name"] for one in told.get("parameters", ()) if "array" in str(one["schema"])}


Ask = Annotated[Asking, Depends(asking)]
