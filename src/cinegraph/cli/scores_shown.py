"""Scores, their parts and backtests, as a person reads them."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from decimal import Decimal

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from cinegraph.cli import show
from cinegraph.cli.printing import print
from cinegraph.domain.backtest import Backtest, Block
from cinegraph.domain.scores import PARTS
from cinegraph.pipeline.build_scores import Progress
from cinegraph.pipeline.explain_score import Explained
from cinegraph.pipeline.score_words import inputs
from cinegraph.store.score_reads import Ranked


def score(told: Explained, explain: bool, out: Console) -> None:
    """The film's score; with each part and its inputs, if that is wanted."""
    film = f"{told.film.title} ({told.film.year})" if told.film.year else told.film.title
    known = sum(part.value is not None for part in told.parts)
    said = (
        f"no score: {told.why}"
        if told.score is None
        else f"{told.score} · {known} of {len(PARTS)} parts known"
    )
    out.print(Text(f"{film} · {told.profile} · {said}"))
    if told.waits:
        out.print("  it has changed and waits to be scored anew")
    if not explain:
        return
    table = Table("part", "value", "weight", "share here", "adds", "made of")
    for part in told.parts:
        weight = f"{100 * part.weight:.1f} %" if part.weight else "–"
        value, share, adds = "missing" if part.value is None else str(part.value), "", ""
        if part.value is not None and part.share is not None:
            share, adds = f"{100 * part.share:.1f} %", f"{100 * part.share * part.value:.2f}"
        made_of = part.why if part.inputs is None else inputs(part, told.films)
        table.add_row(part.part, value, weight, share, adds, Text(made_of or ""))
    out.print(table)


def data(told: Explained) -> dict[str, object]:
    """The same as plain data."""
    return {
        "film": asdict(told.film),
        "profile": told.profile,
        "score": told.score,
        "why_none": told.why,
        "waits": told.waits,
        "parts": [asdict(part) | {"share": _share(part.share)} for part in told.parts],
    }


def _share(share: Decimal | None) -> Decimal | None:
    return None if share is None else round(share, 4)


def ranking(found: Sequence[Ranked]) -> Table:
    """Films, one a row, the highest first."""
    table = Table("", "score", "title", "year", "IMDb id", *PARTS)
    for one in found:
        parts = (f"{one.parts[part]:.2f}" if part in one.parts else "–" for part in PARTS)
        year = str(one.year or "")
        table.add_row(str(one.place), str(one.score), Text(one.title), year, one.imdb_id or "", *parts)
    return table


def backtest(told: Backtest, out: Console) -> None:
    """Precision and recall beside the baselines, never alone."""
    whole = told.whole
    out.print(
        f"{whole.listed} films of the list among {whole.films} of its years; {told.scored} have a score without canon,"
        f" {told.scored_listed} of them on the list"
    )
    table = Table("first", "order", "found", "precision", "recall")
    for one in sorted(whole.found, key=lambda found: found.k):
        table.add_row(str(one.k), one.order, f"{one.hits:.1f}", f"{one.precision:.3f}", f"{one.recall:.3f}")
    out.print(
        table
        if whole.found
        else f"no place to look at leaves any of {whole.films} films out: give fewer --at"
    )
    out.print("by decade: precision (and recall) at as many films as are on the list")
    out.print(_by_decade(told.decades))


def _by_decade(decades: Sequence[Block]) -> Table:
    orders = [one.order for one in decades[0].found] if decades else []
    table = Table("decade", "films", "on the list", *orders)
    for block in decades:
        figures = (f"{one.precision:.3f}" for one in block.found)
        table.add_row(f"{block.decade}s", str(block.films), str(block.listed), *figures)
    return table


@contextmanager
def progress() -> Iterator[Callable[[Progress], None]]:
    """How far it is: a bar on a terminal, a line at each tenth elsewhere; on standard error."""
    console = show.console(stderr=True)
    if not console.is_terminal:
        yield _Lines()
        return
    with Bar(
        TextColumn("scoring"), BarColumn(40), TimeElapsedColumn(), console=console, transient=True
    ) as bar:
        task = bar.add_task("scoring", total=None)
        yield lambda step: bar.update(task, completed=step.done, total=step.of)


class _Lines:
    """A line whenever a tenth more is done."""

    def __init__(self) -> None:
        self._tenth = 0

    def __call__(self, step: Progress) -> None:
        tenth = 10 * step.done // step.of
        if tenth > self._tenth:
            self._tenth = tenth
            print(f"scoring: {tenth}0 %", file=sys.stderr)
