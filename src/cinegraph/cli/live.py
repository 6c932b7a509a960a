"""What one sees while an import runs: bars by stage, the films as they resolve, calls and cost so far."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from rich.console import Group
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.text import Text

from cinegraph.cli import show
from cinegraph.cli.printing import print
from cinegraph.pipeline.report import title
from cinegraph.store import import_films
from cinegraph.store.database import Database
from cinegraph.store.imports import FINAL, Reconciliation

_FILMS_SHOWN = 8
_MARKS = {
    "full": ("●", "green"),
    "minimal": ("◐", "yellow"),
    "stub": ("○", "red"),
    "review": ("?", "magenta"),
}


class Display(Protocol):
    """Shows how far imports are."""

    async def update(self, database: Database, counted: Sequence[Reconciliation], /) -> None: ...


@contextmanager
def display(quiet: bool) -> Iterator[Display]:
    """On a terminal, bars that move; elsewhere a line at each stage; nothing if quiet."""
    console = show.console(stderr=True)
    if quiet:
        yield _Nothing()
    elif console.is_terminal:
        shown = _Bars()
        with Live(show.Cleaned(shown.picture), console=console, refresh_per_second=8, transient=True):
            yield shown
    else:
        yield _Lines()


class _Nothing:
    async def update(self, _: Database, __: Sequence[Reconciliation], /) -> None:
        return None


class _Lines:
    """One line whenever a stage changes."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    async def update(self, _: Database, counted: Sequence[Reconciliation], /) -> None:
        for one in counted:
            name, things = title(one), "films of the list" if one.kind == "list" else "nominations"
            if one.state not in ("queued", "failed", "cancelled"):
                self._say(f"{name}: {one.stored} {things} stored, {one.films} films to account for")
                done = one.films - one.pending
                tenth = 10 * done // one.films if one.films else 10
                if tenth and one.state == "resolving":
                    self._say(f"{name}: {tenth}0 % of the films answered")

    def _say(self, line: str) -> None:
        if line not in self._said:
            self._said.add(line)
            print(line, file=sys.stderr)


class _Bars:
    """Bars for pages, nominations and films; the last films; calls and cost."""

    def __init__(self) -> None:
        self._progress = Progress(TextColumn("{task.description:<12}"), BarColumn(40), MofNCompleteColumn())
        self._bars: dict[str, TaskID] = {
            stage: self._progress.add_task(stage, total=None)
            for stage in ("ceremonies", "nominations", "films")
        }
        self._films = Text()
        self._calls = Text(style="dim")
        self.picture = Group(self._progress, self._films, self._calls)

    async def update(self, database: Database, counted: Sequence[Reconciliation], /) -> None:
        read = sum(one.state != "queued" for one in counted)
        self._bar("ceremonies", read, len(counted))
        self._bar("nominations", sum(one.stored for one in counted), sum(one.seen for one in counted))
        films = sum(one.films for one in counted)
        self._bar("films", films - sum(one.pending for one in counted), films)
        await self._show_films(database, [one.import_id for one in counted if one.state not in FINAL])
        self._show_calls(counted)

    def _bar(self, stage: str, done: int, total: int) -> None:
        self._progress.update(self._bars[stage], completed=done, total=total or None)

    async def _show_films(self, database: Database, import_ids: list[int]) -> None:
        async with database.transaction() as conn:
            films = await import_films.recent(conn, import_ids, _FILMS_SHOWN)
        if films:
            lines = Text()
            for title, year, state in reversed(films):
                mark, colour = _MARKS[state]
                lines.append(f" {mark} ", colour).append(f"{title} ({year})\n" if year else f"{title}\n")
            self._films.plain = ""
            self._films.append_text(lines)

    def _show_calls(self, counted: Sequence[Reconciliation]) -> None:
        calls: dict[str, int] = {}
        for one in counted:
            for source, number in one.calls.items():
                calls[source] = calls.get(source, 0) + number
        told = " · ".join(f"{source} {number}" for source, number in sorted(calls.items())) or "none yet"
        self._calls.plain = f" calls: {told} · {float(sum(one.cost_usd for one in counted)):.2f} USD"
