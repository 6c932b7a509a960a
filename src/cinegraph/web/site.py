"""The one place that builds the site."""

from fastapi import Depends, FastAPI
from fastapi.responses import Response
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from cinegraph.app import Cinegraph
from cinegraph.web import errors, metrics, pages
from cinegraph.web.access import csrf
from cinegraph.web.access.gate import Gate
from cinegraph.web.api import api
from cinegraph.web.current import Current
from cinegraph.web.doorway import AT_THE_MACHINE, Doorway
from cinegraph.web.heads import Heads
from cinegraph.web.kept import Kept


class Site(FastAPI):
    """The pages and the interface for programs, behind the gate: also what goes wrong passes it."""

    def __init__(self, current: Current, doorway: Doorway) -> None:
        super().__init__(title="Cinegraph", docs_url=None, redoc_url=None, openapi_url=None)
        self._current = current
        self._doorway = doorway
        self.state.kept = Kept()
        self.state.current = current

    def build_middleware_stack(self) -> ASGIApp:
        """Theirs, with the gate before everything."""
        return Gate(super().build_middleware_stack(), self._current, self._doorway)


def site(program: Cinegraph | Current, doorway: Doorway = AT_THE_MACHINE) -> Site:
    """The site on this program. Does nothing until it is asked something; starts no worker."""
    current = program if isinstance(program, Current) else Current(program)
    made = Site(current, doorway)
    made.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5)
    made.add_middleware(Heads)
    errors.handle(made)
    made.mount("/api/v1", api())
    made.mount("/static", StaticFiles(packages=[("cinegraph.web", "static")]))
    made.include_router(metrics.router)
    for part in pages.PARTS:
        made.include_router(part.router, dependencies=[Depends(csrf.check)], default_response_class=Response)
    return made
