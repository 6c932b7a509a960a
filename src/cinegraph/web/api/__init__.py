"""The interface for programs, mounted at /api/v1: the verbs of the command line over HTTP, described by OpenAPI."""

from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Response

from cinegraph.web.access import require
from cinegraph.web.api import (
    described,
    exports,
    festivals,
    films,
    imports,
    jobs,
    list_changes,
    lists,
    organizations,
    people,
    problems,
    reports,
    reviews,
    scores,
    search,
)
from cinegraph.web.api.answering import Ask, Parameters, acceptable
from cinegraph.web.api.sent import OnlySmallJson
from cinegraph.web.kept import Kept

PARTS = (
    reports,
    imports,
    festivals,
    organizations,
    films,
    people,
    lists,
    list_changes,
    reviews,
    jobs,
    search,
    scores,
    exports,
)


class Nothing(Parameters):
    """No parameter at all."""


class Api(FastAPI):
    """The interface. Every answer is for somebody who may read; changes are for who may write."""

    def openapi(self) -> dict[str, Any]:
        """What it can do."""
        return described.describe(self)


def api() -> Api:
    """The interface, to be mounted in the site: who asks and which program answers stands in the request's state."""
    made = Api(
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(require("read")), Depends(acceptable)],
    )
    made.state.kept = Kept()
    made.add_middleware(OnlySmallJson)
    problems.register(made)
    for part in PARTS:
        made.include_router(part.router)

    @made.get("/openapi.json", include_in_schema=False)
    async def openapi(ask: Ask, _: Annotated[Nothing, Query()]) -> Response:
        return ask.answer(made.openapi())

    return made
