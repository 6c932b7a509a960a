"""Six degrees: the shortest ways from one person to another, with the films of each step."""

from collections.abc import Iterator
from dataclasses import dataclass

from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.find_person import find_person
from cinegraph.store import paths
from cinegraph.store.collaborators import Person
from cinegraph.store.paths import Film, Filters, Link

DEEPEST = 12
"""No search goes further: the world of film is no wider."""
_WEIGHED = 2000
"""So many ways are held side by side at most."""


@dataclass(frozen=True, slots=True)
class Someone:
    """A person on the way."""

    id: int
    name: str
    imdb_id: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """From one person to the next: the films that count in which both worked."""

    one: Someone
    other: Someone
    films: tuple[Film, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The ends, and the shortest ways between them, the one of most films in common first. All are equally long;
    `more` says that there are others. `which` films counted, and `deepest` is how far was looked."""

    one: Person
    other: Person
    ways: tuple[tuple[Step, ...], ...]
    more: bool
    which: Filters
    deepest: int


async def find_path(
    context: Context,
    one: str,
    other: str,
    which: Filters,
    deepest: int = 6,
    alternatives: int = 3,
    seconds: float = 10.0,
) -> Found:
    """The shortest ways between two people, at most so many; none if there is none within `deepest` steps.

    Raises Refused if a name is not clear, both are one, or the search takes longer than it may.
    """
    if not 1 <= deepest <= DEEPEST:
        raise Refused(f"--depth {deepest}: from 1 to {DEEPEST} steps can be looked for")
    async with context.database.transaction() as conn:
        start, end = await find_person(conn, one), await find_person(conn, other)
        if start.id == end.id:
            raise Refused(f"{one!r} and {other!r} are one person: {start.name}")
        try:
            links = await paths.links(conn, start.id, end.id, which, deepest, max(10, alternatives), seconds)
        except paths.TooLong:
            raise Refused(
                f"no way was found within {seconds:g} s: allow more with --timeout, or fewer steps with --depth"
            ) from None
        ways = _ways(links, start.id)
        chosen = sorted(ways, key=_strength)[:alternatives]
        pairs = sorted({pair for way in chosen for pair in _pairs(way)})
        films = await paths.films(conn, pairs, which)
        names = await paths.names(conn, sorted({number for pair in pairs for number in pair}))
    people = {number: Someone(number, *told) for number, told in names.items()}
    steps = tuple(tuple(_step(link, people, films) for link in way) for way in chosen)
    return Found(start, end, steps, len(ways) > len(chosen), which, deepest)


def _ways(links: list[Link], start: int) -> list[tuple[Link, ...]]:
    """Every way from the start to the last place, up to a limit."""
    onward: dict[tuple[int, int], list[Link]] = {}
    for link in links:
        onward.setdefault((link.place, link.person), []).append(link)
    last = max((link.place for link in links), default=-1)

    def walk(person: int, place: int) -> Iterator[tuple[Link, ...]]:
        if place > last:
            yield ()
            return
        for link in onward.get((place, person), ()):
            for rest in walk(link.met, place + 1):
                yield (link, *rest)

    ways: list[tuple[Link, ...]] = []
    for way in walk(start, 0) if links else ():
        ways.append(way)
        if len(ways) == _WEIGHED:
            break
    return ways


def _strength(way: tuple[Link, ...]) -> tuple[int, list[int]]:
    """Most films in common first; the same order each time."""
    return -sum(link.films for link in way), [link.met for link in way]


def _pairs(way: tuple[Link, ...]) -> list[tuple[int, int]]:
    return [(min(link.person, link.met), max(link.person, link.met)) for link in way]


def _step(link: Link, people: dict[int, Someone], films: dict[tuple[int, int], list[Film]]) -> Step:
    pair = (min(link.person, link.met), max(link.person, link.met))
    return Step(people[link.person], people[link.met], tuple(films.get(pair, ())))
