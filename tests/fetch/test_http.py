"""The one door: what is tried again, what is waited for, what is recorded, and what never is."""

from collections.abc import Callable

import httpx2
import pytest

from cinegraph.fetch.http import (
    LARGEST_ANSWER,
    Call,
    Door,
    NoAnswer,
    Refused,
    Request,
    Response,
    TryAgain,
    about,
)

SECRET = "s3cr3t-key"
Handler = Callable[[httpx2.Request], httpx2.Response]


class Turns:
    """A pace that only counts."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    async def turn(self, source: str) -> None:
        self.taken.append(source)


class Outside:
    """A door to a made-up server, with everything that it records."""

    def __init__(self, handler: Handler, attempts: int = 3) -> None:
        self.calls: list[Call] = []
        self.pace = Turns()
        client = httpx2.AsyncClient(transport=httpx2.MockTransport(handler))
        self.door = Door(client, self.pace, self._record, attempts, (SECRET,))

    async def _record(self, call: Call) -> None:
        self.calls.append(call)

    async def ask(self) -> str:
        request = Request(
            "tmdb",
            "movie_lookup",
            "tt1",
            "http://outside/x",
            {"a": "& + #"},
            {},
            {"api_key": SECRET},
            {"strategy": "s"},
        )
        return await self.door.ask(request, read)


def read(response: Response) -> str:
    """A reader: good answers are text, busy ones are tried again, the rest is refused."""
    if response.status == 429 or response.status >= 500:
        raise TryAgain(f"status {response.status}", response.retry_after)
    if response.status != 200:
        raise Refused(f"status {response.status}")
    return response.body.decode()


def answering(*statuses: int, headers: dict[str, str] | None = None) -> Handler:
    """A server that answers with these, one after the other."""
    left = list(statuses)
    return lambda _: httpx2.Response(left.pop(0), text="fine", headers=headers)


async def test_a_good_answer_is_one_call() -> None:
    outside = Outside(answering(200))
    assert await outside.ask() == "fine"
    (call,) = outside.calls
    assert (call.source, call.operation, call.identifier, call.success) == (
        "tmdb",
        "movie_lookup",
        "tt1",
        True,
    )
    assert call.metadata == {"cost_usd": 0, "strategy": "s", "attempt": 1, "status": 200}
    assert outside.pace.taken == ["tmdb"]


async def test_trouble_that_passes_is_tried_again_and_every_attempt_is_recorded() -> None:
    outside = Outside(answering(500, 429, 200))
    assert await outside.ask() == "fine"
    assert [(c.success, c.metadata["status"], c.metadata["attempt"]) for c in outside.calls] == [
        (False, 500, 1),
        (False, 429, 2),
        (True, 200, 3),
    ]
    assert len(outside.pace.taken) == 3


async def test_trouble_that_stays_is_no_answer() -> None:
    """Lesson 3: a 500 is not "not found"."""
    outside = Outside(answering(500, 500, 500))
    with pytest.raises(NoAnswer, match="status 500"):
        await outside.ask()
    assert len(outside.calls) == 3


async def test_a_refusal_is_not_tried_again() -> None:
    outside = Outside(answering(400))
    with pytest.raises(Refused):
        await outside.ask()
    assert len(outside.calls) == 1


async def test_a_long_wait_is_left_to_the_queue() -> None:
    """An hour is not waited for: the caller learns how long, and the job is put off."""
    outside = Outside(answering(429, headers={"Retry-After": "3600"}))
    with pytest.raises(NoAnswer) as raised:
        await outside.ask()
    assert raised.value.after == 3600
    assert len(outside.calls) == 1


async def test_a_short_wait_is_kept() -> None:
    outside = Outside(answering(429, 200, headers={"Retry-After": "0"}))
    assert await outside.ask() == "fine"


@pytest.mark.parametrize(
    "wrong",
    [
        httpx2.ConnectError("refused"),
        httpx2.ReadTimeout("late"),
        httpx2.RemoteProtocolError("half an answer"),
        httpx2.DecodingError("not gzip after all"),
        httpx2.TooManyRedirects("in a circle"),
    ],
)
async def test_a_broken_line_is_no_answer(wrong: Exception) -> None:
    def breaking(_: httpx2.Request) -> httpx2.Response:
        raise wrong

    outside = Outside(breaking, attempts=2)
    with pytest.raises(NoAnswer):
        await outside.ask()
    assert [c.success for c in outside.calls] == [False, False]


async def test_an_answer_without_end_is_refused() -> None:
    outside = Outside(lambda _: httpx2.Response(200, content=b"x" * (LARGEST_ANSWER + 1)))
    with pytest.raises(Refused, match="larger than 64 MiB"):
        await outside.ask()
    assert [c.success for c in outside.calls] == [False]


async def test_no_key_is_told_or_recorded(caplog: pytest.LogCaptureFixture) -> None:
    """Keys are in no log, no message, no row."""

    def breaking(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError(f"cannot reach {request.url}")

    outside = Outside(breaking, attempts=1)
    with caplog.at_level("DEBUG"), pytest.raises(NoAnswer) as raised:
        await outside.ask()
    assert "***" in str(raised.value)
    assert SECRET not in str(raised.value) + repr(outside.calls)


async def test_titles_are_encoded() -> None:
    """Lesson 18: "&", "+" and "#" cut the query short."""
    seen: list[str] = []

    def listening(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.url.params["a"])
        return httpx2.Response(200, text="fine")

    await Outside(listening).ask()
    assert seen == ["& + #"]


async def test_what_calls_are_for_is_recorded_with_them() -> None:
    outside = Outside(answering(200, 200))
    with about(import_id=7, festival="oscars_2024") as calls:
        await outside.ask()
    await outside.ask()
    first, second = outside.calls
    assert calls == [first.id]
    assert first.metadata["import_id"] == 7
    assert "import_id" not in second.metadata


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7.0), ("", None), ("soon", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0)],
)
def test_retry_after(header: str, seconds: float | None) -> None:
    assert Response(429, {"retry-after": header}, b"").retry_after == seconds


@pytest.mark.parametrize("error", [TryAgain, Refused])
async def test_a_server_that_echoes_our_key_does_not_get_it_into_a_message(error: type[Exception]) -> None:
    outside = Outside(lambda _: httpx2.Response(200, text="hello"), attempts=1)

    def echoing(_: Response) -> str:
        raise error(f"the key {SECRET} is over its rate")

    with pytest.raises((NoAnswer, Refused), match=r"the key \*\*\* is over its rate"):
        await outside.door.ask(Request("omdb", "movie_lookup", "tt1", "http://outside/x"), echoing)
    assert SECRET not in str(outside.calls)
