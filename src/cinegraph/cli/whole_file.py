"""A file that is there whole, or not at all."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from cinegraph.pipeline.context import Refused

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


@contextmanager
def whole(output: Path) -> Iterator[BinaryIO]:
    """A file that appears under its name when all of it is written; a pipe or device is written to as it is.

    Raises Refused, with the name that was given, for a file that cannot be written.
    """
    if output == Path():  # also ""
        raise Refused("--output names no file")
    if output.exists() and not output.is_file():  # /dev/stdout leads to a pipe that has no path
        with _told_of(output), output.open("wb") as file:
            yield file
        return
    target = output.resolve()
    if not target.parent.is_dir():
        raise Refused(f"{output}: there is no folder {target.parent}")
    half_written = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with _told_of(output, half_written), half_written.open("wb") as file:
            yield file
        if target.exists():
            shutil.copymode(target, half_written)
        half_written.replace(target)
    finally:
        with suppress(OSError):  # what went wrong before is what is told
            half_written.unlink()


@contextmanager
def _told_of(output: Path, written: Path | None = None) -> Iterator[None]:
    """What goes wrong in writing is told of the file that was asked for."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as wrong:
        if wrong.filename in (str(output), str(written)) or wrong.errno in _FULL:
            raise Refused(f"{output}: {wrong.strerror}") from None
        raise
