"""Wikidata's query service as a transport: whole answers only, one at a time, and silence when it wants silence."""

import httpx2
import pytest

from cinegraph.fetch.http import NoAnswer
from cinegraph.fetch.query_service import QueryService
from cinegraph.pages.errors import Blocked
from tests.sources.asking import Asking

AGENT = "Tests (me@example.org)"
BODY = '{"head": {"vars": []}, "results": {"bindings": []}}'


class Service(Asking):
    """The service behind a transport that gives these answers; `now` is its clock, in seconds."""

    def __init__(self, *answers: httpx2.Response) -> None:
        self.answers = list(answers)
        super().__init__(httpx2.MockTransport(lambda _: self.answers.pop(0)), "wikidata", attempts=1)
        self.now = 1000.0
        self.service = QueryService(self.door, "http://x/sparql", AGENT, lambda: self.now)

    async def ask(self) -> bytes:
        return (await self.service.get("wikidata", "wikidata_awards", "SELECT 1")).body


async def test_the_answer_as_it_came() -> None:
    service = Service(httpx2.Response(200, text=BODY))
    assert await service.ask() == BODY.encode()
    (request,) = service.requests
    assert dict(request.url.params) == {"query": "SELECT 1"}
    assert (request.headers["user-agent"], request.headers["accept"]) == (
        AGENT,
        "application/sparql-results+json",
    )
    assert request.extensions["timeout"]["read"] == 65.0, "it gives up on a query after 60 seconds itself"
    (call,) = service.calls
    assert (call.source, call.operation, call.success) == ("wikidata", "page", True)


@pytest.mark.parametrize(
    ("answer", "silence"),
    [
        (httpx2.Response(429, text="slow down", headers={"retry-after": "120"}), 120.0),
        (httpx2.Response(429, text="slow down"), 60.0),
        (httpx2.Response(500, text="java.util.concurrent.TimeoutException"), 60.0),
        (httpx2.Response(403, text="who are you"), 3600.0),
    ],
)
async def test_silence_is_kept(answer: httpx2.Response, silence: float) -> None:
    service = Service(answer, httpx2.Response(200, text=BODY))
    with pytest.raises(NoAnswer) as wrong:
        await service.ask()
    assert wrong.value.after == silence
    service.now += silence - 1
    with pytest.raises(NoAnswer, match="wants no questions for 1 more seconds"):
        await service.ask()
    assert len(service.requests) == 1
    service.now += 1
    assert await service.ask() == BODY.encode()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx2.Response(200, text=BODY[:-9] + "\njava.util.concurrent.TimeoutException"), NoAnswer),
        (httpx2.Response(500, text="broken"), NoAnswer),
        (httpx2.Response(400, text="MalformedQueryException"), Blocked),
    ],
)
async def test_what_is_no_answer(answer: httpx2.Response, error: type[Exception]) -> None:
    service = Service(answer)
    with pytest.raises(error):
        await service.ask()
    assert not service.calls[0].success
