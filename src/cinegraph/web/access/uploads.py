"""Files that a browser sends: so many, so large, and of a kind that we read; else refused before anything is done."""

from collections.abc import Sequence
from pathlib import PurePath

from fastapi import HTTPException
from starlette.datastructures import UploadFile

LARGEST_FILE = 32 * 1024 * 1024
LARGEST_UPLOAD = 64 * 1024 * 1024
"""Of all files of one form together."""
MOST_FILES = 200
PAGES = (".html", ".htm", ".json", ".csv", ".yml", ".yaml", ".gz")
"""What a page may be saved as."""


async def read(
    files: Sequence[object], kinds: Sequence[str] = PAGES, largest: int = LARGEST_FILE
) -> list[tuple[str, bytes]]:
    """Names and contents of what was sent in a form's field (`form.getlist("pages")`). The name is only a name: no
    folder is left in it. A field that was left empty is no file.

    Raises HTTPException 413 (too large, too many), 415 (another kind), 400 (an empty file).
    """
    sent = [one for one in files if isinstance(one, UploadFile) and one.filename]
    if len(sent) > MOST_FILES:
        raise HTTPException(413, f"at most {MOST_FILES} files are taken at once")
    read_ones = []
    for one in sent:
        name = PurePath((one.filename or "").replace("\\", "/")).name
        if not name.lower().endswith(tuple(kinds)):
            raise HTTPException(415, f"{name}: only files that end in {', '.join(kinds)} are taken")
        content = await one.read(largest + 1)
        if len(content) > largest:
            raise HTTPException(413, f"{name}: at most {largest // 1024**2} MB are taken")
        if not content:
            raise HTTPException(400, f"{name} is empty")
        read_ones.append((name, content))
    return read_ones
