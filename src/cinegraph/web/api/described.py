"""What the OpenAPI document says of every address: its page of a list, its forms, its errors, who may ask."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from fastapi import APIRouter, Depends, FastAPI, Response
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, Field, TypeAdapter

from cinegraph.web.access import require
from cinegraph.web.api.problems import PROBLEM, Problem

Row = TypeVar("Row")
Handler = TypeVar("Handler", bound=Callable[..., Any])

MAY_WRITE = Depends(require("write"))

ABOUT = """
The same verbs as the command line. Read `docs/api.md` for a guide.

- **Lists** come in pages: follow `next` (or the `Link` header) with `cursor` until it is null. Rows that are added
  meanwhile move nothing. `.csv` or `.jsonl` behind the address, or `Accept`, streams the whole list.
- **Errors** are `application/problem+json`. An unknown parameter is refused by name (400).
- **ETag**: send it back as `If-None-Match`, and get 304 if nothing has changed.
- **Tokens** (`Authorization: Bearer …`) may read, or read and write.
"""
_ERRORS = {
    "400": "A parameter is unknown, missing or wrong; `errors` names it.",
    "401": "Nobody that we know: log in, or send a token.",
    "403": "Known, and may not do this.",
    "406": "There is no answer in a form that the asker takes.",
    "503": "The database does not answer just now, or something that is needed is not configured.",
}
_GONE = {"404": "There is nothing with that number or name."}
_CHANGES = {
    "409": "It is not in a state in which this can be done.",
    "413": "More was sent than is taken.",
    "415": "What was sent is no JSON.",
    "422": "It is understood, and cannot be carried out.",
}
_OF_ONE = {
    "/export/{what}.{ending}": {"422": "A name that is not there, or nothing is selected."},
    "/path": {"422": "A name may be several people's, or is nobody's; or it took too long."},
}


class Page(BaseModel, Generic[Row]):
    """Some rows of a list, and the cursor to the next; null: these were the last."""

    items: list[Row]
    next: str | None = Field(examples=["q83vEjRWkQHNBNI"])


class Csv(Response):
    """Rows with a heading, parted by commas."""

    media_type = "text/csv"


class Lines(Response):
    """One JSON object a line."""

    media_type = "application/jsonl"


_FORMS: dict[str, type[Response]] = {".csv": Csv, ".jsonl": Lines}


def listed(router: APIRouter, path: str, row: Any, summary: str) -> Callable[[Handler], Handler]:
    """Register a list: its pages, and the same rows as CSV and JSON Lines."""

    def register(handler: Handler) -> Handler:
        page: dict[int | str, dict[str, Any]] = {200: {"model": Page[row], "description": "A page"}}
        router.add_api_route(
            path,
            handler,
            methods=["GET"],
            summary=summary,
            responses=page,
            response_model=None,
            name=handler.__name__,
        )
        for ending, form in _FORMS.items():
            router.add_api_route(
                path + ending,
                handler,
                methods=["GET"],
                summary=f"{summary}, all of them as {ending[1:].upper()}",
                response_class=form,
                name=f"{handler.__name__}_{ending[1:]}",
            )
        return handler

    return register


def answers(model: Any, status: int = 200) -> dict[str, Any]:
    """What a route says that it answers with: keywords for the router."""
    return {"response_model": None, "status_code": status, "responses": {status: {"model": model}}}


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document; made once."""
    if app.openapi_schema is None:
        told = get_openapi(
            title="Cinegraph", version="1", description=ABOUT, routes=app.routes, servers=[{"url": "/api/v1"}]
        )
        parts = told.setdefault("components", {}).setdefault("schemas", {})
        for needless in ("HTTPValidationError", "ValidationError"):
            parts.pop(needless, None)
        parts["Problem"] = TypeAdapter(Problem).json_schema(ref_template="#/components/schemas/{model}")
        parts |= parts["Problem"].pop("$defs", {})
        told["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        told["security"] = [{"token": []}, {}]
        for path, methods in told["paths"].items():
            for method, operation in methods.items():
                _complete(path, method, operation)
        app.openapi_schema = told
    return app.openapi_schema


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    answered = operation["responses"]
    answered.pop("422", None)
    errors = _ERRORS | (_GONE if "{" in path or "parameters" in operation else {})
    if method == "get":
        answered["304"] = {"description": "It is as the asker has it (`If-None-Match`)."}
    else:
        errors |= _CHANGES
    errors |= _OF_ONE.get(path, {})
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    for status, says in errors.items():
        answered.setdefault(status, {"description": says, "content": {PROBLEM: problem}})
