"""The OpenAPI document, and a program that asks whatever it allows: nothing breaks, and every answer is as described."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis import Case, GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cinegraph.web.api import api as build
from tests.web.api.conftest import Api

_TRIES = 5
Request = Case[Any]
"""A request that was made up."""
_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
_BASE = "http://127.0.0.1/api/v1"


def cases(mode: GenerationMode) -> Iterator[Request]:
    """Requests that the document allows (or, made wrong in some way, forbids), the same on every run."""
    for found in openapi.from_dict(build().openapi()).get_all_operations():
        assert isinstance(found, Ok)
        yield from _some(found.ok().as_strategy(mode))


def sent(case: Request) -> dict[str, Any]:
    """The request, for our client."""
    told = case.as_transport_kwargs(_BASE)
    return {"content" if name == "data" else name: value for name, value in told.items() if name != "cookies"}


def _some(strategy: SearchStrategy[Request]) -> list[Request]:
    collected: list[Request] = []

    @settings(
        max_examples=_TRIES,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(case: Request) -> None:
        collected.append(case)

    with suppress(Unsatisfiable):  # there is no wrong request of an address without a parameter
        collect()
    return collected


async def test_whatever_is_asked_nothing_breaks_and_answers_are_as_described(api: Api) -> None:
    async with api(imdb_transport="off") as (visit, _):
        asked, wrong = set(), []
        for case in cases(GenerationMode.POSITIVE):
            got = await visit.request(**sent(case))
            asked.add((case.method, case.path, got.status_code < 300))
            try:
                case.validate_response(got, checks=_CHECKS)
            except FailureGroup as failed:
                wrong.append(str(failed))
        assert wrong == []
        for case in cases(GenerationMode.NEGATIVE):
            got = await visit.request(**sent(case))
            assert got.status_code < 500, (case.method, case.formatted_path, case.query, case.body, got.text)
        told = build().openapi()["paths"]
        assert {(m, p) for m, p, _ in asked} == {
            (m.upper(), p) for p, methods in told.items() for m in methods
        }
        lists = {p for _, p, well in asked if well and "{" not in p}
        assert {"/films", "/films.csv", "/nominations.jsonl", "/jobs", "/status"} <= lists


def test_every_address_says_what_it_does() -> None:
    for path, methods in build().openapi()["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], path
            assert operation["description"], path
            assert {"400", "401", "403"} <= set(operation["responses"]), path
            assert ("409" in operation["responses"]) == (method != "get"), path
            assert all(answer["description"] for answer in operation["responses"].values()), path
