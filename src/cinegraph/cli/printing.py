"""The one `print` of the commands: whatever a title, a name or a note holds, it acts on no terminal and on no text beside it."""

import builtins
from typing import TextIO

from cinegraph.domain.harmless import harmless


def print(*told: object, file: TextIO | None = None, flush: bool = False) -> None:
    """A line as Python's `print` writes it, harmless. (`show.json_line` writes as escapes what would be left out here.)"""
    builtins.print(harmless(" ".join(map(str, told))), file=file, flush=flush)
