"""A person with those around them: who worked with them most, in how many films, and who of these with each other."""

from collections.abc import Callable, Sequence

from cinegraph.domain.collaborations import span
from cinegraph.pictures import drawing
from cinegraph.pictures.drawing import INK, MARK, SELF, SOFT
from cinegraph.store.collaborators import Collaborator, Person

_WIDE, _ROW, _HEAD, _MARGIN = 1060.0, 54.0, 60.0, 28.0
_BOX_WIDE, _BOX_HIGH = 250.0, 44.0
_SELF_WIDE, _SELF_HIGH = 190.0, 96.0
_THICKEST = 9.0


Address = Callable[[int], str | None]
"""Where the picture of a person leads to, by their number."""


def nowhere(_: int) -> None:
    """A picture in a file leads nowhere."""


def ego(
    person: Person,
    around: Sequence[Collaborator],
    ties: Sequence[tuple[int, int, int]],
    to: Address = nowhere,
) -> str:
    """The person in the middle, the others left and right in turn; the thicker a line, the more films."""
    rows = max(2, (len(around) + 1) // 2)
    high = _HEAD + rows * _ROW + _MARGIN
    middle = _HEAD + rows * _ROW / 2
    places = {one.id: (place % 2, _HEAD + (place // 2 + 0.5) * _ROW) for place, one in enumerate(around)}
    most = max(5, *(one.films for one in around), 0)
    title = f"{person.name} and those who worked with them most"
    parts = [
        drawing.text(
            _MARGIN, 34, drawing.lines(title, 17, _WIDE - 2 * _MARGIN, 1), 17, anchor="start", weight=600
        )
    ]
    parts += [_tie(places[a], places[b]) for a, b, _ in ties]
    parts += [_spoke(places[one.id], middle, (one.films - 1) / (most - 1)) for one in around]
    parts += [drawing.link(_other(one, *places[one.id]), to(one.id)) for one in around]
    return drawing.picture(_WIDE, high, title, [*parts, _self(person, middle)])


def _inner(side: int) -> float:
    """Where the boxes of a side end towards the middle."""
    return _MARGIN + _BOX_WIDE if side == 0 else _WIDE - _MARGIN - _BOX_WIDE


def _spoke(place: tuple[int, float], middle: float, share: float) -> str:
    side, y = place
    sign = -1 if side == 0 else 1
    start, end = _WIDE / 2 + sign * _SELF_WIDE / 2, _inner(side)
    bend = (end - start) / 2
    return drawing.curve(
        [start, middle, start + bend, middle, end - bend, y, end, y], 1 + (_THICKEST - 1) * share, MARK, 0.55
    )


def _tie(one: tuple[int, float], other: tuple[int, float]) -> str:
    """Two of the others who worked together: a faint line behind everything."""
    (side, y), (side_too, y_too) = one, other
    x, x_too = _inner(side), _inner(side_too)
    if side == side_too:
        bulge = (18 + abs(y - y_too) * 0.12) * (1 if side == 0 else -1)
        return drawing.curve([x, y, x + bulge, y, x + bulge, y_too, x, y_too], 1.2, SOFT, 0.28)
    return drawing.curve([x, y, _WIDE / 2, y, _WIDE / 2, y_too, x_too, y_too], 1.0, SOFT, 0.16)


def _other(one: Collaborator, side: int, y: float) -> str:
    x = _MARGIN if side == 0 else _WIDE - _MARGIN - _BOX_WIDE
    films = f"{one.films} film{'' if one.films == 1 else 's'}"
    years = span(one.first_year, one.latest_year)
    rating = f"rated {one.mean_rating}" if one.mean_rating is not None else ""
    facts = " · ".join(fact for fact in (films, years, rating) if fact)
    name = drawing.lines(one.name, 14, _BOX_WIDE - 20, 1)
    shape = drawing.box(x, y - _BOX_HIGH / 2, _BOX_WIDE, _BOX_HIGH)
    middle = x + _BOX_WIDE / 2
    told = drawing.text(middle, y - 9, name, 14, INK) + drawing.text(
        middle, y + 11, drawing.lines(facts, 11, _BOX_WIDE - 16, 1), 11, SOFT
    )
    return drawing.hint(shape + told, f"{one.name}: {facts}")


def _self(person: Person, y: float) -> str:
    x = _WIDE / 2 - _SELF_WIDE / 2
    years = span(person.first_year, person.latest_year)
    facts = f"{person.films} film{'' if person.films == 1 else 's'}" + (f", {years}" if years else "")
    name = drawing.lines(person.name, 17, _SELF_WIDE - 40, 3)
    shape = drawing.box(x, y - _SELF_HIGH / 2, _SELF_WIDE, _SELF_HIGH, SELF, MARK)
    told = drawing.text(_WIDE / 2, y - 9, name, 17, INK, weight=600) + drawing.text(
        _WIDE / 2, y + _SELF_HIGH / 2 - 13, [facts], 12, SOFT
    )
    return drawing.hint(shape + told, person.name)
