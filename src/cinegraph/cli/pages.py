"""Long lists on the command line: so many rows from behind a word on, and the word behind which the next begin."""

from collections.abc import AsyncIterator, Sequence

from cinegraph.app import Cinegraph
from cinegraph.pipeline.context import Refused
from cinegraph.store.browse import listing
from cinegraph.store.browse.listing import Keys, Pages, Row


def begin(of: Pages[Row], after: str | None, limit: int) -> Keys | None:
    """Where to begin. Raises Refused for a word that is none of this list, or a number of rows that cannot be."""
    if limit < 1:
        raise Refused(f"--limit {limit}: at least one can be listed")
    try:
        return listing.keys(after or "", of.size)
    except ValueError as wrong:
        raise Refused(f"--after: {wrong}") from None


async def read(
    program: Cinegraph, of: Pages[Row], after: Keys | None, limit: int
) -> AsyncIterator[Sequence[tuple[Row, str]]]:
    """So many rows, some at a time, each with the word behind which the next rows begin: memory stays flat."""
    async for rows in listing.stream(program.context.database, of, after, limit):
        told = []
        for row in rows:
            after = of.behind(after, [row])
            told.append((row, listing.word(after)))
        yield told


async def more(program: Cinegraph, of: Pages[Row], behind: str) -> bool:
    """Whether there are rows behind that word."""
    async with program.context.database.statement() as conn:
        return bool(await of.read(conn, listing.keys(behind, of.size), 1))
