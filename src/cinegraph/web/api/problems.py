"""Every error is a problem document (RFC 9457): what is wrong in one line, where, and which kind of error it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from psycopg import DataError, OperationalError
from psycopg_pool import PoolTimeout
from starlette.exceptions import HTTPException

from cinegraph.pipeline.context import FieldRefused, Refused
from cinegraph.settings import ConfigurationError
from cinegraph.store.database import DatabaseUnavailable
from cinegraph.telemetry import log
from cinegraph.web.sentences import sentence

PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong with a request: where (`query`, `body`, `path`), which parameter, and what."""

    where: str
    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong. `type` is about:blank: the status says which kind of error it is; `errors` names each parameter
    that is at fault."""

    title: str
    status: int
    detail: str
    type: str = "about:blank"
    errors: tuple[Wrong, ...] = ()


def respond(
    status: int, detail: str, errors: tuple[Wrong, ...] = (), headers: Mapping[str, str] | None = None
) -> Response:
    """The problem as an answer."""
    told = Problem(HTTPStatus(status).phrase, status, detail, errors=errors)
    return Response(msgspec.json.encode(told), status, dict(headers or {}), media_type=PROBLEM)


class Unknown(Exception):
    """There is nothing with that number or name."""


class BadRequest(Exception):
    """What was asked cannot be understood; `name` is the parameter at fault."""

    def __init__(self, name: str, says: str, where: str = "query") -> None:
        super().__init__(f"{name}: {says}")
        self.wrong = Wrong(where, name, says)


class Unprocessable(Exception):
    """The request is well formed, and cannot be carried out."""


async def _http(_: Request, wrong: Exception) -> Response:
    assert isinstance(wrong, HTTPException)
    detail = str(wrong.detail)
    if detail == HTTPStatus(wrong.status_code).phrase:
        detail = {404: "there is nothing at this address", 405: "this address takes other methods"}.get(
            wrong.status_code, detail
        )
    return respond(wrong.status_code, detail, headers=wrong.headers)


async def _invalid(_: Request, wrong: Exception) -> Response:
    """A parameter that is unknown, missing or wrong: 400, naming it."""
    assert isinstance(wrong, RequestValidationError)
    errors = tuple(told(one) for one in wrong.errors())
    return respond(400, "; ".join(f"{e.name}: {e.says}" for e in errors[:5]), errors)


def told(one: Mapping[str, Any]) -> Wrong:
    """One error of a validation, in plain words."""
    where, *rest = (str(part) for part in one["loc"])
    name = where if one["type"] == "json_invalid" else ".".join(rest) or where
    return Wrong(where, name, sentence(one))


async def _bad(_: Request, wrong: Exception) -> Response:
    assert isinstance(wrong, BadRequest)
    return respond(400, str(wrong), (wrong.wrong,))


async def _unknown(_: Request, wrong: Exception) -> Response:
    return respond(404, str(wrong))


async def _unprocessable(_: Request, wrong: Exception) -> Response:
    return respond(422, str(wrong))


async def _refused(_: Request, wrong: Exception) -> Response:
    return respond(409, str(wrong))


async def _field(_: Request, wrong: Exception) -> Response:
    """A value that is of the right kind, and cannot be all the same: 422, naming its field."""
    assert isinstance(wrong, FieldRefused)
    return respond(422, str(wrong), (Wrong("body", wrong.field, str(wrong)),))


async def _data(_: Request, wrong: Exception) -> Response:
    """A value that no row can have, such as a text with a zero byte."""
    first = str(wrong).splitlines()[0] if str(wrong) else "a value that cannot be"
    return respond(400, f"a value cannot be: {first}")


async def _unavailable(_: Request, wrong: Exception) -> Response:
    log().warning("a request found no database", error=type(wrong).__name__)
    return respond(503, "the database does not answer just now", headers={"Retry-After": "5"})


async def _unconfigured(_: Request, wrong: Exception) -> Response:
    return respond(503, str(wrong))


async def _broken(request: Request, wrong: Exception) -> Response:
    """Our fault. The log says more than the answer."""
    log().error("a request failed", path=request.url.path, error=repr(wrong))
    return respond(500, "the program failed at this request; its log says how")


def register(app: FastAPI) -> None:
    """Every exception that a request may raise becomes a problem."""
    for raised, handler in {
        HTTPException: _http,
        RequestValidationError: _invalid,
        BadRequest: _bad,
        Unknown: _unknown,
        Unprocessable: _unprocessable,
        FieldRefused: _field,
        Refused: _refused,
        DataError: _data,
        OperationalError: _unavailable,
        PoolTimeout: _unavailable,
        DatabaseUnavailable: _unavailable,
        ConfigurationError: _unconfigured,
        Exception: _broken,
    }.items():
        app.add_exception_handler(raised, handler)
