"""A large file from an address to a folder: streamed, and taken up again where it broke off.

Beside each file stands `NAME.json` with the version that the server gave it (ETag, or Last-Modified): a part is
only continued, and a whole file only kept, while the server says that it is still that version.
"""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

from cinegraph.fetch.http import Door, Refused, Request, Response, TryAgain

Progress = Callable[[int, int], None]
"""Told (bytes here, bytes in all; 0 if the server does not say)."""


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file that is whole; `version` is the server's word for it, None if it gave none."""

    path: Path
    version: str | None


class Download:
    """One file, fetched from `url` as call `source` / "download" to `target`."""

    def __init__(self, door: Door, source: str, url: str, target: Path, user_agent: str) -> None:
        self._door = door
        self._source = source
        self._url = url
        self._agent = user_agent
        self._target = target
        self._part = target.with_name(f"{target.name}.part")
        self._note = target.with_name(f"{target.name}.json")

    async def get(self, progress: Progress) -> Downloaded:
        """The whole file. Raises NoAnswer (what is here stays, the next run goes on), Refused, or OSError."""
        self._target.parent.mkdir(parents=True, exist_ok=True)

        async def take(response: Response, pieces: AsyncIterator[bytes]) -> Downloaded:
            return await self._take(response, pieces, progress)

        return await self._door.stream(self._asked, take)

    def _asked(self) -> Request:
        headers = {"User-Agent": self._agent, "Accept-Encoding": "identity"}
        if version := self._version():
            dated = not version.startswith('"')
            if self._target.is_file():
                headers["If-Modified-Since" if dated else "If-None-Match"] = version
            elif self._part.is_file() and (here := self._part.stat().st_size):
                headers |= {"Range": f"bytes={here}-", "If-Range": version}
        return Request(self._source, "download", self._target.name, self._url, headers=headers)

    async def _take(self, response: Response, pieces: AsyncIterator[bytes], progress: Progress) -> Downloaded:
        if response.status == 304:
            return Downloaded(self._target, self._version())
        if response.status == 416:  # there is no such rest: what we have is of no use
            self._part.unlink(missing_ok=True)
            raise TryAgain("the part that is here does not fit the file any more")
        if response.status == 429 or response.status >= 500:
            raise TryAgain(f"status {response.status}", response.retry_after)
        if response.status not in (200, 206):
            raise Refused(f"{self._url} answers with status {response.status} instead of the file")
        here = self._begin(response)
        length = response.headers.get("content-length", "")
        total = here + int(length) if length.isdecimal() else 0
        with self._part.open("ab") as part:
            async for piece in pieces:
                part.write(piece)
                here += len(piece)
                progress(here, total)
        if total and here != total:
            raise TryAgain(f"{here} bytes came of {total}")
        self._part.replace(self._target)
        return Downloaded(self._target, self._version())

    def _begin(self, response: Response) -> int:
        """Where the body goes on. A whole file begins anew; a rest must begin where our part ends."""
        here = self._part.stat().st_size if self._part.is_file() else 0
        if response.status == 206:
            if not response.headers.get("content-range", "").startswith(f"bytes {here}-"):
                self._part.unlink(missing_ok=True)
                raise TryAgain("the server sends another part than the one that was asked for")
            return here
        self._target.unlink(missing_ok=True)
        self._part.write_bytes(b"")
        etag = response.headers.get("etag", "")
        version = etag if etag.startswith('"') else response.headers.get("last-modified")
        self._note.write_text(json.dumps({"url": self._url, "version": version}), encoding="utf-8")
        return 0

    def _version(self) -> str | None:
        """The version of what is here, if it came from this address."""
        try:
            said = json.loads(self._note.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        known = isinstance(said, dict) and said.get("url") == self._url
        return said.get("version") if known else None
