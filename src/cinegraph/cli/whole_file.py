"""A file that is there whole, or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cinegraph.pipeline.context import Refused


@contextmanager
def whole(output: Path) -> Iterator[BinaryIO]:
    """A file that appears under its name when all of it is written; a pipe or device is written to as it is."""
    target = output.resolve()
    if not target.parent.is_dir():
        raise Refused(f"{output}: there is no folder {target.parent}")
    if target.exists() and not target.is_file():
        with target.open("wb") as file:
            yield file
        return
    half_written = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with half_written.open("wb") as file:
            yield file
        if target.exists():
            shutil.copymode(target, half_written)
        half_written.replace(target)
    finally:
        half_written.unlink(missing_ok=True)
