"""What is stored, as bytes for other programs: one stream for the command line and for HTTP alike."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from psycopg import AsyncConnection, Connection

from cinegraph.domain.exporting import How, Selection, Tell
from cinegraph.formats import FORMATS, Format, MissingPackage
from cinegraph.pipeline.choose_rows import choose_rows, one_of
from cinegraph.pipeline.context import Context, Refused
from cinegraph.store import ceremonies, organizations
from cinegraph.store.exports import Export, named
from cinegraph.store.exports.reading import NoSuchColumn, NothingSelected, Selected, apart
from cinegraph.store.exports.selecting import Chosen

_EVERYTHING = Selection()
_COUNTING_SECONDS = 2.0
"""No reader waits for longer to be told what is left out."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """An export that was found to make sense."""

    export: Export
    selection: Selection
    chosen: Chosen
    format: Format
    how: How
    only: Sequence[str]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many rows a format leaves out, and what they lack ("TMDb id")."""

    rows: int
    lack: str


Count = Callable[[LeftOut], None]


async def left_out(
    context: Context, what: str, selection: Selection = _EVERYTHING, format: str | None = None
) -> LeftOut | None:
    """What that export would leave out now; None: nothing ever, or it takes too long to count. Raises Refused."""
    asked = await _asked(context, what, selection, format, How(), ())

    def counted() -> LeftOut | None:
        with apart(context.database.url) as connection:
            return _left_out(asked, Selected(connection, asked.export, asked.chosen))

    return None if asked.format.NEEDS is None else await asyncio.to_thread(counted)


def _left_out(asked: _Asked, selected: Selected) -> LeftOut | None:
    needs = asked.format.NEEDS
    if needs is None:
        return None
    rows = selected.left_out(needs, _COUNTING_SECONDS)
    return None if rows is None else LeftOut(rows, needs.called)


async def stream(
    context: Context,
    what: str,
    selection: Selection = _EVERYTHING,
    format: str | None = None,
    *,
    only: Sequence[str] = (),
    safe: bool = False,
    tell: Tell = lambda _: None,
    count: Count | None = None,
) -> AsyncGenerator[bytes]:
    """The export `what` of the selection in that format (None: its usual one), of one moment, block by block.

    `only`: these columns, in this order. `safe`: no cell of CSV that a spreadsheet would run. `tell` is told what the
    format leaves out, `count` how much that is, before the first block, if it can be counted soon. Raises Refused, before the first block, for whatever is asked wrongly and if nothing is selected;
    what has changed since a moment may be nothing. Whoever leaves early frees the connection.
    """
    asked = await _asked(context, what, selection, format, How(safe=safe, tell=tell), only)
    try:
        async with contextlib.aclosing(_read(context.database.url, asked, count)) as read:
            async for block in read:
                yield block
    except NothingSelected:
        raise Refused(_nothing(asked)) from None
    except MissingPackage as wrong:
        raise Refused(str(wrong)) from None
    except NoSuchColumn as wrong:
        one_of(wrong.word, wrong.known, f"column of {what}")


async def _asked(
    context: Context, what: str, selection: Selection, format: str | None, how: How, only: Sequence[str]
) -> _Asked:
    one_of(what, named(), "export")
    export = named()[what]
    chosen_format = format or export.formats[0]
    one_of(chosen_format, export.formats, f"format of {what}")
    if twice := next((name for place, name in enumerate(only) if name in only[:place]), None):
        raise Refused(f"column {twice} is named twice")
    async with context.database.transaction() as conn:
        chosen, meant = await choose_rows(conn, selection)
        if what == "imdb-awards":
            how = replace(how, event=await _event(conn, meant, chosen))
    return _Asked(export, meant, chosen, FORMATS[chosen_format], how, only)


async def _event(conn: AsyncConnection, selection: Selection, chosen: Chosen) -> tuple[str, str]:
    """IMDb's event of the festival that is asked for, and its name there. Raises Refused."""
    if chosen.organization is None:
        raise Refused("which event? Name a festival (cannes), or IMDb's event (ev0000147)")
    organization = await organizations.get(conn, chosen.organization)
    if organization.imdb_event_id is None:
        raise Refused(
            f"{selection.festival} has no IMDb event: give it one with `cinegraph festivals edit {selection.festival}"
            " --imdb-event-id`"
        )
    name = await ceremonies.event_name(conn, chosen.organization)
    return organization.imdb_event_id, name or organization.name


def _nothing(asked: _Asked) -> str:
    """Why there is nothing to write, and what to do."""
    said, what = asked.selection, asked.export.name
    if said == Selection():
        return f"no {what} are stored yet: import something first"
    if said == Selection(festival=said.festival, years=said.years, instance=said.instance):
        return f"nothing is stored of {said}: import it first"
    if said == Selection(list=said.list):
        return f"nothing is stored of {said.list}: `cinegraph lists import {said.list}` first"
    return f"no {what} of {said}: nothing was written"


async def _read(url: str, asked: _Asked, count: Count | None) -> AsyncGenerator[bytes]:
    """The blocks, each made in a thread. One who is cancelled meanwhile waits until the database has let go."""
    with apart(url) as connection:
        selected = Selected(connection, asked.export, asked.chosen, flat=asked.format.FLAT, only=asked.only)
        steps = _steps(asked, selected, count)
        try:
            while (block := await _next(connection, steps)) is not None:
                if block:
                    yield block
            if asked.selection.since is not None and not selected.found:
                asked.how.tell(f"nothing has changed since {asked.selection.since}")
        finally:
            await asyncio.to_thread(steps.close)


async def _next(connection: Connection, steps: Iterator[bytes]) -> bytes | None:
    step = asyncio.ensure_future(asyncio.to_thread(next, steps, None))
    try:
        return await asyncio.shield(step)
    except asyncio.CancelledError:
        await asyncio.to_thread(connection.cancel_safe)
        with contextlib.suppress(Exception):
            await step
        raise


def _steps(asked: _Asked, selected: Selected, count: Count | None) -> Generator[bytes]:
    if count is not None and (missing := _left_out(asked, selected)) is not None:
        count(missing)
    yield from asked.format.write(selected, asked.how)
