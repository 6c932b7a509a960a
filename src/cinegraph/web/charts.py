"""Pictures, drawn by the server as SVG, each to be shown with the table that it is drawn from.

Colours are classes of `static/site.css` (good, warn, bad, info, accent): so a picture is right in light and in dark, and no
script or style stands in the page. A picture says in words what it shows; its numbers are in the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

_WIDTH, _HEIGHT = 720, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 8, 12, 24


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one kind of bar: a value for each label, None where there is none."""

    name: str
    tone: str
    values: Sequence[float | None]


def bars(labels: Sequence[str], series: Sequence[Series], said: str, limit: float | None = None) -> Markup:
    """Bars, those of one label on top of each other; `limit`: a line across that they should stay under."""
    sums = [sum(one.values[at] or 0 for one in series) for at in range(len(labels))]
    top = _round_up(max([*sums, limit or 0], default=0))
    step = _inner() / max(1, len(labels))
    drawn = [_grid(top)]
    for at in range(len(labels)):
        base = 0.0
        for one in series:
            value = one.values[at] or 0
            if value:
                y, height = _y(base + value, top), _y(base, top) - _y(base + value, top)
                drawn.append(_rect(_LEFT + at * step + step * 0.1, y, step * 0.8, height, one.tone))
            base += value
    if limit is not None:
        across = f"{_y(limit, top):.1f}"
        drawn.append(Markup('<path class="line bad" d="M{} {}H{}"/>').format(_LEFT, across, _WIDTH - _RIGHT))
    return _svg(drawn, labels, step, said)


_DOT = Markup('<circle class="{}" cx="{}" cy="{}" r="4"/>')
"""A value between two gaps: no line would show it."""


def lines(labels: Sequence[str], series: Sequence[Series], said: str) -> Markup:
    """A line for each series; it is broken where there is no value."""
    top = _round_up(max((v for one in series for v in one.values if v is not None), default=0))
    step = _inner() / max(1, len(labels))
    drawn = [_grid(top)]
    for one in series:
        path, joined = [], False
        for at, value in enumerate(one.values):
            if value is None:
                joined = False
                continue
            x, y = _LEFT + (at + 0.5) * step, _y(value, top)
            path.append(f"{'L' if joined else 'M'}{x:.1f} {y:.1f}")
            if not joined and (at + 1 == len(one.values) or one.values[at + 1] is None):
                drawn.append(_DOT.format(one.tone, f"{x:.1f}", f"{y:.1f}"))
            joined = True
        drawn.append(Markup('<path class="line {}" d="{}"/>').format(one.tone, "".join(path)))
    return _svg(drawn, labels, step, said)


def _svg(drawn: Sequence[Markup], labels: Sequence[str], step: float, said: str) -> Markup:
    every = max(1, -(-len(labels) // max(1, int(_inner() // 64))))
    named = [
        Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(
            f"{_LEFT + (at + 0.5) * step:.1f}", _HEIGHT - 8, label
        )
        for at, label in enumerate(labels)
        if at % every == 0
    ]
    return Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        _WIDTH, _HEIGHT, said, Markup("").join([*drawn, *named])
    )


def _grid(top: float) -> Markup:
    rows = []
    for share in (0, 0.5, 1):
        y = _y(top * share, top)
        kind = "axis" if share == 0 else "grid"
        rows.append(f'<path class="{kind}" d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}"/>')
        rows.append(
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{escape(_short(top * share))}</text>'
        )
    return Markup("".join(rows))  # noqa: S704 made of numbers alone


def _rect(x: float, y: float, width: float, height: float, tone: str) -> Markup:
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        tone, f"{x:.1f}", f"{y:.1f}", f"{max(width, 0.5):.1f}", f"{max(height, 0.5):.1f}"
    )


def _inner() -> float:
    return _WIDTH - _LEFT - _RIGHT


def _y(value: float, top: float) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * (value / top if top else 0)


def _round_up(value: float) -> float:
    """The next of 1, 2, 5 × 10ⁿ: the scale's end."""
    if value <= 0:
        return 1.0
    size = 1.0
    while size < value:
        size *= 10
    while size / 10 >= value:
        size /= 10
    return next(size * share for share in (0.1, 0.2, 0.5, 1.0) if size * share >= value)


def _short(value: float) -> str:
    for unit, size in (("M", 1_000_000), ("k", 1_000)):
        if value >= size:
            return f"{value / size:g}{unit}"
    return f"{value:g}"
