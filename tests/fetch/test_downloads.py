"""Downloads of large files: taken up where they broke off, never mixed from two versions, each attempt recorded."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx2
import pytest

from cinegraph.fetch.downloads import Download
from cinegraph.fetch.http import NoAnswer, Refused
from tests.sources.asking import Asking

BODY = bytes(range(256)) * 400
Answer = Callable[[httpx2.Request], httpx2.Response]


class Server:
    """Serves one body under an ETag, with ranges; it breaks off after so many bytes at its first answers."""

    def __init__(self, body: bytes = BODY, etag: str | None = '"v1"', breaks: int = 0) -> None:
        self.body, self.etag, self.breaks = body, etag, breaks
        self.ranges: list[str | None] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        headers = {"etag": self.etag} if self.etag else {}
        if self.etag and request.headers.get("if-none-match") == self.etag:
            return httpx2.Response(304, headers=headers)
        wanted = request.headers.get("range")
        self.ranges.append(wanted)
        begin, status = 0, 200
        if wanted and request.headers.get("if-range") == self.etag:
            begin, status = int(wanted.removeprefix("bytes=").rstrip("-")), 206
            headers["content-range"] = f"bytes {begin}-{len(self.body) - 1}/{len(self.body)}"
        rest = self.body[begin:]
        return httpx2.Response(
            status, headers=headers | {"content-length": str(len(rest))}, content=self._pieces(rest)
        )

    async def _pieces(self, rest: bytes) -> AsyncIterator[bytes]:
        for n in range(0, len(rest), 10_000):
            if self.breaks and n >= 30_000:
                self.breaks -= 1
                raise httpx2.ReadError("the line is dead")
            yield rest[n : n + 10_000]


def here(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def get(answer: Answer, folder: Path, attempts: int = 3) -> tuple[Asking, bytes, str | None]:
    asking = Asking(httpx2.MockTransport(answer), "imdb_datasets", attempts=attempts)
    told: list[tuple[int, int]] = []
    download = Download(asking.door, "imdb_datasets", "http://x/a.gz", folder / "a.gz", "Me")
    got = await download.get(lambda here, total: told.append((here, total)))
    assert all(here <= total for here, total in told)
    return asking, got.path.read_bytes(), got.version


async def test_a_whole_file(tmp_path: Path) -> None:
    asking, body, version = await get(Server(), tmp_path / "new")
    assert (body, version) == (BODY, '"v1"')
    assert [(c.source, c.operation, c.identifier, c.success) for c in asking.calls] == [
        ("imdb_datasets", "download", "a.gz", True)
    ]
    assert here(tmp_path / "new") == ["a.gz", "a.gz.json"]


async def test_what_breaks_off_goes_on_where_it_ended(tmp_path: Path) -> None:
    server = Server(breaks=2)
    asking, body, _ = await get(server, tmp_path)
    assert body == BODY
    assert server.ranges == [None, "bytes=30000-", "bytes=60000-"]
    assert [c.success for c in asking.calls] == [False, False, True]


async def test_the_next_run_goes_on_too(tmp_path: Path) -> None:
    server = Server(breaks=1)
    with pytest.raises(NoAnswer, match="line is dead"):
        await get(server, tmp_path, attempts=1)
    assert not (tmp_path / "a.gz").exists()
    assert (await get(server, tmp_path))[1] == BODY
    assert server.ranges == [None, "bytes=30000-"]


async def test_a_new_version_is_not_glued_to_the_old(tmp_path: Path) -> None:
    with pytest.raises(NoAnswer):
        await get(Server(breaks=1), tmp_path, attempts=1)
    newer = b"new" * 20_000
    assert (await get(Server(newer, '"v2"'), tmp_path))[1:] == (newer, '"v2"')


async def test_a_file_that_is_here_and_current_is_not_fetched(tmp_path: Path) -> None:
    server = Server()
    await get(server, tmp_path)
    asking, body, version = await get(server, tmp_path)
    assert (body, version, len(server.ranges)) == (BODY, '"v1"', 1)
    assert asking.calls[0].metadata["status"] == 304
    newer = await get(Server(b"other", '"v2"'), tmp_path)
    assert newer[1:] == (b"other", '"v2"')


async def test_without_a_version_nothing_is_continued(tmp_path: Path) -> None:
    server = Server(etag=None, breaks=1)
    assert (await get(server, tmp_path))[1] == BODY
    assert server.ranges == [None, None]


async def test_a_part_that_does_not_fit_is_thrown_away(tmp_path: Path) -> None:
    with pytest.raises(NoAnswer):
        await get(Server(breaks=1), tmp_path, attempts=1)
    whole = Server()

    def refusing(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(416) if "range" in request.headers else whole(request)

    assert (await get(refusing, tmp_path))[1] == BODY


@pytest.mark.parametrize(
    ("status", "error"), [(404, Refused), (403, Refused), (500, NoAnswer), (429, NoAnswer)]
)
async def test_what_is_no_file_is_kept_out(tmp_path: Path, status: int, error: type[Exception]) -> None:
    with pytest.raises(error, match=str(status)):
        await get(lambda _: httpx2.Response(status, text="sorry"), tmp_path, attempts=1)
    assert here(tmp_path) == []
