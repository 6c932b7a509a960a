"""Whether a ceremony has about as many entries as it should: against its neighbours, and category by category."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from cinegraph.domain.changes import Place
from cinegraph.domain.titles import fold

_SHARE = 0.5
_ENOUGH = 2
_KNOWN_WORDINGS = 0.75


@dataclass(frozen=True, slots=True)
class Size:
    """How many entries a category has from one year to another (None: until today); exceptions by year."""

    first: int
    last: int | None
    least: int
    most: int
    exceptions: Mapping[int, tuple[int, int]]

    def of(self, year: int) -> tuple[int, int] | None:
        """At least and at most so many in that year; None if nothing is known of it."""
        if year < self.first or (self.last is not None and year > self.last):
            return None
        return self.exceptions.get(year, (self.least, self.most))


@dataclass(frozen=True, slots=True)
class KnownCategory:
    """A category of an organization under all its names, and its sizes."""

    organization: str
    names: tuple[str, ...]
    sizes: tuple[Size, ...]

    def of(self, year: int) -> tuple[int, int] | None:
        """At least and at most so many in that year; None if nothing is known of it."""
        return next((found for size in self.sizes if (found := size.of(year))), None)


@dataclass(frozen=True, slots=True)
class TooFew:
    """A ceremony with fewer entries than half of what its neighbours have."""

    seen: int
    median: float


def too_few(seen: int, neighbours: Sequence[int]) -> TooFew | None:
    """Whether it has less than half of the median of its neighbours; None if not, or if it has hardly any."""
    if len(neighbours) < _ENOUGH:
        return None
    usual = float(median(neighbours))
    return TooFew(seen, usual) if seen < usual * _SHARE else None


def odd_sizes(
    categories: Mapping[Place, int], organization: str, year: int, known: Sequence[KnownCategory]
) -> list[str]:
    """A line for each main category that has other than its known number of entries, or is not there.

    That one is missing is only said where the wordings of most are known: else it may have another name.
    """
    counted: dict[str, int] = {}
    for (_, name), number in categories.items():
        counted[fold(name)] = counted.get(fold(name), 0) + number
    due = [(one, size) for one in known if one.organization == organization and (size := one.of(year))]
    lines, missing = [], []
    for one, (least, most) in due:
        said = dict.fromkeys(fold(name) for name in one.names)  # two wordings may differ in punctuation only
        names = [name for name in one.names if fold(name) in counted]
        number = sum(counted.get(name, 0) for name in said)
        should = str(least) if least == most else f"{least} to {most}"
        if not names:
            missing.append(f"no category {one.names[0]!r} is on the pages, which has {should} entries")
        elif not least <= number <= most:
            lines.append(
                f"category {names[0]!r} has {number} entries, and {should} in {year} as far as is known"
            )
    return lines + (missing if len(due) - len(missing) >= _KNOWN_WORDINGS * len(due) else [])
