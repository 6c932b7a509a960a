"""What handlers are given comes without a thread: a hop to one costs more than most answers take to find."""

import inspect
from collections.abc import Iterator

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from cinegraph.web import pages
from cinegraph.web.api import api


def routes(found: list[BaseRoute]) -> Iterator[APIRoute]:
    for one in found:
        if isinstance(one, APIRoute):
            yield one
        else:
            inner = getattr(one, "original_router", None)
            yield from routes(inner.routes if inner else [])


def called(dependant: Dependant) -> Iterator[object]:
    yield dependant.call
    for one in dependant.dependencies:
        yield from called(one)


def test_every_handler_and_dependency_is_asynchronous() -> None:
    found = [*routes([route for part in pages.PARTS for route in part.router.routes]), *routes(api().routes)]
    assert len(found) > 120
    functions = {function for one in found for function in called(one.dependant)}
    assert [
        function
        for function in functions
        if not (inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function))
    ] == []
