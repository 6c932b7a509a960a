"""Saved pages as a person names them: files, folders, and standard input."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from cinegraph.pages import LARGEST_PAGE
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.sort_pages import GivenPage

Pages = Annotated[list[Path] | None, Parameter(name="--page", consume_multiple=True, negative="")]
"""The option --page."""

_STDIN = Path("-")


def read_all(paths: list[Path] | None, option: str = "--page") -> tuple[GivenPage, ...]:
    """The files, those of each folder in the order of their names, and what standard input holds for "-".

    Raises Refused for a folder without a file, an option without a name and a file larger than any page; OSError.
    """
    if paths is not None and not paths:
        raise Refused(f"{option} names no file: give the saved pages, or leave it out to fetch them")
    return tuple(page for path in paths or () for page in _read(path))


def _read(path: Path) -> Iterator[GivenPage]:
    if path == _STDIN:
        yield GivenPage("standard input", _whole("standard input", sys.stdin.buffer.read(LARGEST_PAGE + 1)))
    elif path.is_dir():
        files = sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith("."))
        if not files:
            raise Refused(f"{path} is a folder without a file in it: give one that holds saved pages")
        for one in files:
            yield GivenPage(str(one), _content(one), found=True)
    else:
        yield GivenPage(str(path), _whole(str(path), _content(path)))


def _content(path: Path) -> bytes:
    """What is in the file: of one that is too large, enough to tell that."""
    with path.open("rb") as file:
        return file.read(LARGEST_PAGE + 1)


def _whole(name: str, body: bytes) -> bytes:
    if len(body) > LARGEST_PAGE:
        raise Refused(f"{name} is larger than any page that Cinegraph reads ({LARGEST_PAGE // 2**20} MiB)")
    return body
