"""Timing in one process, and a table of ratios against a baseline of the same run."""

import statistics
import time
from collections.abc import Callable


def best_of(work: Callable[[], object], runs: int) -> tuple[float, float]:
    """(median, minimum) seconds of so many runs, after one that is not counted."""
    work()
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken), min(taken)


def show(title: str, rows: list[tuple[str, float, float]]) -> None:
    """Rows of (name, median, minimum) in seconds; the last is the baseline that ratios are against."""
    baseline = rows[-1][1]
    print(f"\n{title}\n{'':<44}{'median ms':>11}{'min ms':>9}{'of baseline':>13}")
    for name, median, least in rows:
        print(f"{name:<44}{median * 1000:>11.2f}{least * 1000:>9.2f}{median / baseline:>13.2f}", flush=True)
