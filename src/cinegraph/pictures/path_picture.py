"""The ways between two people as strips: people in boxes, the films that join them on the lines between."""

from cinegraph.pictures import drawing
from cinegraph.pictures.drawing import BOX, INK, MARK, SELF, SOFT
from cinegraph.pictures.ego_picture import Address, nowhere
from cinegraph.pipeline.find_path import Found, Someone, Step

_BOX_WIDE, _BOX_HIGH, _BETWEEN, _ROW, _MARGIN, _HEAD = 168.0, 64.0, 196.0, 150.0, 28.0, 56.0
_NAME, _FILM = 15.0, 12.0
_FILMS = 2


def strip(found: Found, to: Address = nowhere) -> str:
    """One row for each way."""
    steps = len(found.ways[0])
    wide = 2 * _MARGIN + (steps + 1) * _BOX_WIDE + steps * _BETWEEN
    high = _HEAD + len(found.ways) * _ROW + _MARGIN
    count = f"{steps} step" if steps == 1 else f"{steps} steps"
    title = f"{found.one.name} → {found.other.name}: {count}"
    head = drawing.lines(title, 17, wide - 2 * _MARGIN, 1)
    parts = [drawing.text(_MARGIN, 34, head, 17, anchor="start", weight=600)]
    for row, way in enumerate(found.ways):
        parts += _way(way, _HEAD + row * _ROW + _ROW / 2, to)
    return drawing.picture(wide, high, title, parts)


def _way(way: tuple[Step, ...], y: float, to: Address) -> list[str]:
    met = [way[0].one, *(step.other for step in way)]
    lines = [_joined(step, _x(place) + _BOX_WIDE, y) for place, step in enumerate(way)]
    last = len(met) - 1
    people = [_person(one, _x(place), y, place in (0, last)) for place, one in enumerate(met)]
    return [*lines, *(drawing.link(shape, to(one.id)) for one, shape in zip(met, people, strict=True))]


def _x(place: int) -> float:
    return _MARGIN + place * (_BOX_WIDE + _BETWEEN)


def _person(one: Someone, x: float, y: float, end: bool) -> str:
    told = drawing.lines(one.name, _NAME, _BOX_WIDE - 30, 3)
    fill, stroke = (SELF, MARK) if end else (BOX, drawing.LINE)
    shape = drawing.box(x, y - _BOX_HIGH / 2, _BOX_WIDE, _BOX_HIGH, fill, stroke)
    weight = 600 if end else 400
    return drawing.hint(shape + drawing.text(x + _BOX_WIDE / 2, y, told, _NAME, INK, weight=weight), one.name)


def _joined(step: Step, x: float, y: float) -> str:
    """The line, the latest film above it, another below, and how many more there are."""
    line = drawing.curve([x, y, x, y, x + _BETWEEN, y, x + _BETWEEN, y], min(1.5 + len(step.films), 7))
    films = list(reversed(step.films))
    told = [(film.title, f" ({film.year})" if film.year else "") for film in films]
    parts, middle, room = [line], x + _BETWEEN / 2, _BETWEEN - 14
    if told:
        above = drawing.lines(told[0][0], _FILM, room, 3, told[0][1])
        parts.append(drawing.text(middle, y - 8 - len(above) * _FILM * 0.62, above, _FILM))
    if len(told) > 1:
        below = drawing.lines(told[1][0], _FILM, room, 2, told[1][1])
        more = [f"and {len(told) - _FILMS} more"] if len(told) > _FILMS else []
        parts.append(
            drawing.text(middle, y + 10 + len(below + more) * _FILM * 0.62, below + more, _FILM, SOFT)
        )
    return drawing.hint("".join(parts), "; ".join(title + year for title, year in told))
