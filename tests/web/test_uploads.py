"""Files that a browser sends: kind, size and number are looked at before anything else."""

import io

import pytest
from fastapi import HTTPException
from starlette.datastructures import UploadFile

from cinegraph.web.access import uploads


def sent(name: str, content: bytes = b"x") -> UploadFile:
    return UploadFile(io.BytesIO(content), filename=name)


async def test_a_name_is_only_a_name() -> None:
    files = [sent("../../etc/a.html"), sent("C:\\pages\\b.HTML.GZ"), sent(""), "no file"]
    assert await uploads.read(files) == [("a.html", b"x"), ("b.HTML.GZ", b"x")]


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ([sent("page.exe")], 415),
        ([sent("html")], 415),
        ([sent("page.html", b"x" * 11)], 413),
        ([sent("page.html", b"")], 400),
        ([sent(f"{n}.html") for n in range(uploads.MOST_FILES + 1)], 413),
    ],
)
async def test_what_is_no_page_is_refused(files: list[UploadFile], status: int) -> None:
    with pytest.raises(HTTPException) as raised:
        await uploads.read(files, largest=10)
    assert raised.value.status_code == status
