"""An export as an answer: streamed as it is read, so many at once, and let go of when the reader leaves."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from cinegraph.domain.exporting import Selection
from cinegraph.formats import FORMATS
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.export import LeftOut, stream
from cinegraph.store.exports import named

MOST = 4
"""So many exports are written at once: each holds a connection of its own for as long as its reader reads."""
_writing: set[int] = set()


class Download(StreamingResponse):
    """The blocks, as a file to be saved; however it ends, the export ends with it."""

    def __init__(
        self, blocks: AsyncGenerator[bytes], name: str, media_type: str, missing: Sequence[LeftOut] = ()
    ) -> None:
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        if missing:
            headers["X-Cinegraph-Left-Out"] = str(missing[0].rows)
        super().__init__(blocks, headers=headers, media_type=media_type)
        self._blocks = blocks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        async with aclosing(self._blocks):
            await super().__call__(scope, receive, send)


async def download(
    context: Context,
    what: str,
    selection: Selection,
    form: str | None,
    *,
    only: Sequence[str] = (),
    safe: bool = False,
) -> Download:
    """The export as an answer; its first block is read, so what is asked wrongly is refused before anything is sent.
    What its form leaves out is told in a header, `X-Cinegraph-Left-Out`.

    Raises Refused for that, and while as many are written as may be.
    """
    if len(_writing) >= MOST:
        raise Refused(f"{MOST} exports are being written just now: ask again when one of them is done")
    missing: list[LeftOut] = []
    blocks = _all(stream(context, what, selection, form, only=only, safe=safe, count=missing.append))
    await anext(blocks)  # nothing yet: the first block is there
    format = FORMATS[form or named()[what].formats[0]]
    return Download(blocks, f"{_called(what, selection)}{format.SUFFIX}", format.MEDIA_TYPE, missing)


async def _all(blocks: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
    """The same blocks behind an empty one, which comes when the first is there; counted while it lasts."""
    _writing.add(id(blocks))
    try:
        async with aclosing(blocks):
            first = await anext(blocks, b"")
            yield b""
            yield first
            async for block in blocks:
                yield block
    finally:
        _writing.discard(id(blocks))


def _called(what: str, selection: Selection) -> str:
    """What the file is called: "films-cannes-2023-winners"."""
    said = f"{what} {selection}".lower().replace("..", " ")
    words = "".join(char if char.isascii() and char.isalnum() else " " for char in said).split()
    return "-".join(words)[:80]
