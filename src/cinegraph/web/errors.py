"""What went wrong, as a page of the site: one sentence, never a traceback."""

from collections.abc import Awaitable, Callable

import psycopg
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from psycopg_pool import PoolTimeout
from starlette.exceptions import HTTPException

from cinegraph import telemetry
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.log_in import TooOften
from cinegraph.store.database import DatabaseUnavailable
from cinegraph.web import shown as drawn
from cinegraph.web.api.problems import respond, told

_HEADINGS = {
    400: "That cannot be done",
    401: "Log in first",
    403: "Not allowed",
    404: "There is no such page",
    405: "That cannot be done here",
    409: "That cannot be done",
    413: "That is too large",
    415: "That is no such file",
    422: "That was not understood",
    429: "Too often",
    503: "The database is away",
}
_SENTENCES = {404: "The address leads nowhere: the film, the import or the job may be gone, or never was."}


def shown(request: Request, status: int, sentence: str | None = None) -> Response:
    """The page for an error; a program is told it as a problem."""
    if request.url.path.startswith("/api/"):
        return respond(status, sentence or _SENTENCES.get(status, "something went wrong"))
    heading = _HEADINGS.get(status, "Something went wrong")
    said = sentence or _SENTENCES.get(status, "")
    return drawn.page(request, "error.html", status, heading=heading, sentence=said, code=status)


def away(request: Request) -> Response:
    """The page for when the database does not answer."""
    response = shown(request, 503, "The database does not answer. The page comes back when it does.")
    response.headers["retry-after"] = "5"
    return response


def handle(app: FastAPI) -> None:
    """Have the site answer errors by pages."""
    answers = {
        HTTPException: _http,
        Refused: _told(409),
        TooOften: _told(429),
        RequestValidationError: _not_understood,
        psycopg.DataError: _no_such_value,
        psycopg.OperationalError: _database_away,
        PoolTimeout: _database_away,
        DatabaseUnavailable: _database_away,
        Exception: _ours,
    }
    for kind, answer in answers.items():
        app.add_exception_handler(kind, answer)


async def _http(request: Request, wrong: Exception) -> Response:
    assert isinstance(wrong, HTTPException)
    usual = wrong.detail in ("Not Found", "Method Not Allowed")
    return shown(request, wrong.status_code, None if usual else wrong.detail)


def _told(status: int) -> Callable[[Request, Exception], Awaitable[Response]]:
    """What the error itself says is the sentence."""

    async def answer(request: Request, wrong: Exception) -> Response:
        return shown(request, status, str(wrong))

    return answer


async def _not_understood(request: Request, wrong: Exception) -> Response:
    assert isinstance(wrong, RequestValidationError)
    first = told(wrong.errors()[0])
    return shown(request, 422, f"{first.name}: {first.says}")


async def _no_such_value(request: Request, _: Exception) -> Response:
    return shown(request, 422, "A number or a text in it is none that the database can hold.")


async def _database_away(request: Request, wrong: Exception) -> Response:
    if telemetry.configured():
        telemetry.log().warning("the database is away", reason=str(wrong).strip())
    return away(request)


async def _ours(request: Request, wrong: Exception) -> Response:
    if telemetry.configured():
        telemetry.log().error("an error of ours", path=request.url.path, exc_info=wrong)
    return shown(request, 500, "An error of ours: please report it. The log says where it happened.")
