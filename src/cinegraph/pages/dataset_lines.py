"""The lines of one dataset file, tab-separated UTF-8, plain or gzip: checked one by one, never read whole.

The format is IMDb's: a header, `\\N` for null, no quoting (a quote is a character as any other), one record a line.
"""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO

from cinegraph.pages.errors import PageError

NULL = "\\N"
_TOO_LONG = "longer than any line of a dataset"
_END = ord("\n")
_GZIP = b"\x1f\x8b"
_LONGEST = 1 << 20
"""Bytes: no line of a dataset comes near; a foreign file may be one line of gigabytes."""


class DatasetUnreadable(PageError):
    """A dataset's file is missing, cut off, damaged or foreign: one line with the file, the line and what is wrong."""


class Lines:
    """The records of an open file, each as its fields. `told` names the file to a person.

    `number` is the line that was read last, from 1 (the header); iterating raises DatasetUnreadable.
    """

    def __init__(self, raw: BinaryIO, told: str, columns: tuple[str, ...]) -> None:
        self._raw = raw
        self._told = told
        self._columns = columns
        self.number = 0

    @property
    def position(self) -> int:
        """How many bytes of the file, as it lies there, have been read."""
        return self._raw.tell()

    def wrong(self, what: str) -> DatasetUnreadable:
        """The error for the line that was read last."""
        return DatasetUnreadable(f"{self._told}, line {self.number}: {what}")

    def __iter__(self) -> Iterator[list[str]]:
        """Every record behind the header."""
        wanted = len(self._columns)
        stream, compressed = self._opened()
        self._check_header(stream)
        with self._whole():
            while line := stream.readline(_LONGEST):
                self.number += 1
                if line[-1] != _END:
                    self._check_last(line, compressed)
                fields = self._text(line).split("\t")
                if len(fields) != wanted:
                    raise self.wrong(f"{len(fields)} columns instead of {wanted}")
                yield fields

    def check(self) -> None:
        """Read the header and nothing else. Raises DatasetUnreadable."""
        self._check_header(self._opened()[0])
        self._raw.seek(0)
        self.number = 0

    def _opened(self) -> tuple[IO[bytes], bool]:
        self._raw.seek(0)
        compressed = self._raw.read(2) == _GZIP
        self._raw.seek(0)
        if not compressed:
            return self._raw, False
        return io.BufferedReader(gzip.GzipFile(fileobj=self._raw, mode="rb"), _LONGEST), True

    def _check_header(self, stream: IO[bytes]) -> None:
        self.number = 0
        with self._whole():
            line = stream.readline(_LONGEST)
        self.number = 1
        if len(line) == _LONGEST:
            raise self.wrong(_TOO_LONG)
        found = self._text(line).split("\t")
        if tuple(found) != self._columns:
            said = ", ".join(found)[:120] or "nothing"
            raise self.wrong(
                f"another file than it is named: expected {', '.join(self._columns)}; found {said}"
            )

    def _check_last(self, line: bytes, compressed: bool) -> None:
        """A line without an end: the last one, if the file's checksum says that it is whole."""
        if len(line) == _LONGEST:
            raise self.wrong(_TOO_LONG)
        if not compressed:
            raise self.wrong("the file ends within this line: is it cut off?")

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """What goes wrong while reading belongs to the line behind the last one that was read."""
        try:
            yield
        except EOFError:
            self.number += 1
            raise self.wrong("the compressed file is cut off here") from None
        except (zlib.error, gzip.BadGzipFile) as damage:
            self.number += 1
            raise self.wrong(f"the compressed file is damaged here ({damage})") from None

    def _text(self, line: bytes) -> str:
        if b"\0" in line:
            raise self.wrong("it holds a NUL character")
        try:
            return line.decode().removesuffix("\n")
        except UnicodeDecodeError:
            raise self.wrong("it is not UTF-8") from None
