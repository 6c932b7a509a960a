"""Pictures as SVG, written by hand: shapes, and text that fits where it stands in every script.

A file carries its colours with it. A page overrules them by their names, which are classes (`ink-fill`, `line-stroke`): so
a picture in it is light or dark as the page is.
"""

import os
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from cinegraph.domain.harmless import isolated
from cinegraph.pipeline.context import Refused

INK, SOFT, LINE, PAPER, BOX, MARK = "#1d2433", "#5b6475", "#b9c1d0", "#ffffff", "#f2f4f9", "#2f5bd0"
SELF = "#e7edfc"
_NAMES = {INK: "ink", SOFT: "soft", LINE: "line", PAPER: "paper", BOX: "box", MARK: "mark", SELF: "self"}
_FONT = "'Noto Sans', 'DejaVu Sans', 'Noto Sans CJK SC', Arial, sans-serif"
_NARROW, _BROAD = set("iljtfrI.,:;'|!()[] ·-"), set("mwMW@%…—")
_UNREADABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""What no XML may hold (control characters are left out already)."""


def width(text: str, size: float) -> float:
    """About how wide the text is, rather more than less."""
    return size * sum(_em(char) for char in text)


def _em(char: str) -> float:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    if char in _NARROW:
        return 0.36
    if char in _BROAD:
        return 0.95
    if char.isupper():
        return 0.74
    return 0.6 if ord(char) < 0x250 or not char.isalpha() else 0.68


def lines(text: str, size: float, room: float, most: int, tail: str = "") -> list[str]:
    """The text in at most so many lines that fit; broken between words where there are any, cut off by "…".

    `tail` stands behind it, whatever is cut off.
    """
    words, made = _pieces(f"{text}{tail}", size, room), [""]
    for word in words:
        longer = f"{made[-1]}{word}"
        if width(longer.strip(), size) <= room or not made[-1]:
            made[-1] = longer
        else:
            made.append(word)
    told = [line.strip() for line in made]
    if len(told) <= most:
        return told
    rest = " ".join(told[most - 1 :]).removesuffix(tail.strip()).rstrip()
    return [*told[: most - 1], _cut(rest, size, room - width(tail, size)) + tail]


def _pieces(text: str, size: float, room: float) -> list[str]:
    """Words with the space before them; one that is too long for a line, or in a script without spaces, in pieces."""
    pieces: list[str] = []
    for word in re.findall(r"\s*\S+", text):
        piece = ""
        for char in word:
            if piece and width((piece + char).strip(), size) > room:
                pieces.append(piece)
                piece = ""
            piece += char
        pieces.append(piece)
    return pieces


def _cut(text: str, size: float, room: float) -> str:
    if width(text, size) <= room:
        return text
    while text and width(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def text(
    x: float,
    y: float,
    told: Sequence[str],
    size: float,
    colour: str = INK,
    anchor: str = "middle",
    weight: int = 400,
) -> str:
    """Lines of text below each other, in the middle around `y`; what is wider than estimated is still drawn whole."""
    first = y - (len(told) - 1) * size * 0.62 + size * 0.35
    return "".join(
        f'<text x="{x:.1f}" y="{first + place * size * 1.24:.1f}" font-size="{size:g}" {_painted(fill=colour)}'
        f' text-anchor="{anchor}" font-weight="{weight}">{_plain(line)}</text>'
        for place, line in enumerate(told)
    )


def box(x: float, y: float, wide: float, high: float, fill: str = BOX, stroke: str = LINE) -> str:
    """A box with round corners."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="10"'
        f" {_painted(fill=fill, stroke=stroke)}/>"
    )


def curve(points: Sequence[float], thick: float, colour: str = LINE, opacity: float = 1.0) -> str:
    """A line from one point to another, bent by the two between them: eight numbers."""
    a, b, c, d, e, f, g, h = points
    return (
        f'<path d="M{a:.1f} {b:.1f} C{c:.1f} {d:.1f} {e:.1f} {f:.1f} {g:.1f} {h:.1f}" fill="none"'
        f' {_painted(stroke=colour)} stroke-width="{thick:.1f}" stroke-linecap="round" opacity="{opacity:g}"/>'
    )


def hint(shape: str, told: str) -> str:
    """A shape that says the whole of it under the pointer."""
    return f"<g><title>{_plain(told)}</title>{shape}</g>"


def link(shape: str, to: str | None) -> str:
    """A shape that leads there; None: nowhere."""
    return shape if to is None else f"<a href={quoteattr(to)}>{shape}</a>"


def picture(wide: float, high: float, title: str, parts: Sequence[str]) -> str:
    """The whole picture: one thing to look at, or, if people in it are links, a group of them."""
    role = "group" if any("<a href=" in part for part in parts) else "img"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high:.0f}" width="{wide:.0f}"'
        f' height="{high:.0f}" font-family={quoteattr(_FONT)} role="{role}"><title>{_plain(title)}</title>'
        f'<rect width="100%" height="100%" {_painted(fill=PAPER)}/>{"".join(parts)}</svg>\n'
    )


def save(file: Path, drawn: str) -> None:
    """Write the picture; it appears when it is whole. Raises Refused if there is no such folder."""
    target = file.resolve()
    if not target.parent.is_dir():
        raise Refused(f"{file}: there is no folder {target.parent}")
    if target.exists() and not target.is_file():
        target.write_text(drawn, encoding="utf-8")
        return
    half_written = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        half_written.write_text(drawn, encoding="utf-8")
        half_written.replace(target)
    finally:
        half_written.unlink(missing_ok=True)


def _painted(**colours: str) -> str:
    """The attributes that paint a shape, and the class under which a page may paint it otherwise."""
    names = " ".join(f"{_NAMES[colour]}-{how}" for how, colour in colours.items())
    return f'class="{names}" ' + " ".join(f'{how}="{colour}"' for how, colour in colours.items())


def _plain(told: str) -> str:
    return escape(_UNREADABLE.sub("", isolated(told)))
