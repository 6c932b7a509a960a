"""Tables and sums as a person reads them, on standard output."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderHook, RenderResult
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from cinegraph.domain.harmless import escaped, harmless
from cinegraph.pipeline.report import report, title, waits
from cinegraph.store import import_films
from cinegraph.store.database import Database
from cinegraph.store.imports import Reconciliation
from cinegraph.store.led_to import LedTo

_JSON = msgspec.json.Encoder(decimal_format="number")
_UNFOUND_SHOWN = 12
_COLOURS = {"finished": "green", "failed": "red", "cancelled": "yellow", "incomplete": "yellow"}

Told = Mapping[str, Any]
"""What a verb reports as plain data."""

__all__ = [
    "Cleaned",
    "Told",
    "console",
    "count",
    "imports_table",
    "json_line",
    "reconciliation",
    "state_of",
    "tiers",
    "title",
    "usd",
    "value",
]


def console(stderr: bool = False) -> Console:
    """Standard output (or error), never wrapped when it is no terminal: figures are for other programs too. Nothing that a
    title or a name holds acts on the terminal, or on the text beside it."""
    found = _Output(stderr=stderr)
    found = found if found.is_terminal else _Output(stderr=stderr, width=200)
    found.push_render_hook(_Harmless())
    return found


class _Harmless(RenderHook):
    """Whatever is printed, without what acts on the text around it."""

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [Cleaned(one) for one in renderables]


class Cleaned:
    """A table, a text: as it would be drawn, each piece harmless."""

    def __init__(self, drawn: ConsoleRenderable) -> None:
        self._drawn = drawn

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for piece in console.render(self._drawn, options):
            yield piece if piece.control else Segment(harmless(piece.text), piece.style)


class _Output(Console):
    """Standard output; that its reader has gone is told as everywhere else."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def count(number: int, noun: str) -> str:
    """ "1 job", "2 jobs"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def json_line(told: Mapping[str, object]) -> str:
    """One line of JSON; money is an exact number, times are ISO. What acts on a terminal is written as an escape."""
    return escaped(_JSON.encode(told).decode())


def usd(amount: Decimal) -> str:
    """An amount of money: two places, and as many more as it has."""
    exact = Decimal(amount).normalize()
    places = max(2, -int(exact.as_tuple().exponent))
    return f"{exact:.{places}f}"


def value(found: object) -> str:
    """A value of a report."""
    match found:
        case None:
            return ""
        case datetime():
            return found.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
        case float():
            return f"{found:.1f}"
        case Decimal():
            return f"{found.normalize():f}"
    return str(found)


def state_of(counted: Reconciliation) -> str:
    """The import's state in a word."""
    return "waiting" if waits(counted) else counted.state


async def reconciliation(
    database: Database, counted: Reconciliation, led_to: Sequence[LedTo], out: Console
) -> None:
    """The sum of one import: what was seen is what is stored, every film is in one of five states, and what that led
    to."""
    state = state_of(counted)
    heading = Text(f"{title(counted)} · import {counted.import_id} · ")
    heading.append(state, _COLOURS.get(state, "yellow"))
    heading.append(f" in {counted.seconds:.1f} s")
    out.print(heading)
    if counted.seen:
        equal = "=" if counted.seen == counted.stored else "≠"
        if counted.kind == "list":
            gone = f" · {counted.withdrawn} have left it" if counted.withdrawn else ""
            out.print(f"  list         {counted.seen} said {equal} {counted.stored} stored{gone}")
        else:
            out.print(
                f"  nominations  {counted.seen} seen {equal} {counted.stored} stored · {counted.winners} winners"
            )
            if counted.withdrawn:
                out.print(f"               {counted.withdrawn} are no longer stated and were withdrawn")
        out.print(
            f"  films        {counted.films} = {counted.full} full + {counted.minimal} minimal + {counted.stub} stub"
            f" + {counted.review} in review + {counted.pending} pending"
        )
        if counted.kind != "list":
            out.print(f"  people       {counted.named} named · {counted.with_id} with an IMDb id")
    for n, line in enumerate(led_to):
        more = f" ({line.note})" if line.note else ""
        out.print(Text(f"  {'' if n else 'led to':<12} {line.done} of {line.of} {line.what}{more}"))
    calls = " · ".join(f"{source} {number}" for source, number in sorted(counted.calls.items())) or "none"
    out.print(f"  calls        {calls} · {usd(counted.cost_usd)} USD")
    async with database.transaction() as conn:
        unfound = await import_films.unfound(conn, counted.import_id, _UNFOUND_SHOWN + 1)
    for film, why in unfound[:_UNFOUND_SHOWN]:
        out.print(Text(f"  not found    {film}: {why}"))
    if len(unfound) > _UNFOUND_SHOWN:
        out.print("               … and more: `cinegraph status` counts them")
    for warning in report(counted)["warnings"]:  # type: ignore[attr-defined] # a list of lines
        out.print(Text(f"  warning      {warning}"))


def imports_table(counted: list[Reconciliation]) -> Table:
    """Imports, one a row."""
    table = Table(
        "import",
        "ceremony",
        "state",
        "seen",
        "stored",
        "films",
        "full",
        "minimal",
        "stub",
        "review",
        "pending",
    )
    for one in counted:
        state = state_of(one)
        figures = (one.seen, one.stored, one.films, one.full, one.minimal, one.stub, one.review, one.pending)
        table.add_row(
            str(one.import_id),
            title(one),
            Text(state, _COLOURS.get(state, "yellow")),
            *(str(n) for n in figures),
        )
    return table


def tiers(costs: Sequence[Told]) -> None:
    """What each catalogue would cost if so many films reached it."""
    for one in costs:
        price, films = f"{usd(one['price_usd'])} USD", one["films"]
        sum_ = f", {usd(one['cost_usd'])} USD if each of {films} films takes one" if films else ""
        console().print(f"  lookup       {one['source']}: {price} a call{sum_}")
