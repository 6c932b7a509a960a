"""Reasons for and against: is this candidate the film that we were told of?

Each is a small pure function that answers how strongly it holds, 0–1, or None where it has nothing to say; its
docstring is what a person reads beside its score. What each one weighs stands in `matching`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.domain.people import same_name
from cinegraph.domain.titles import numerals
from cinegraph.domain.wordings import words as telling_words
from cinegraph.lookup.likeness import OTHER_FORM, PART, SAME, SHORT_OTHER_FORM, likeness

FAR_YEARS = 3

TELEVISION = {"tvSeries", "tvMiniSeries", "tvEpisode", "tv", "tv_episode"}
_EITHER = {"tvMovie", "tvSpecial", "tvShort", "video"}
"""IMDb's kinds that other catalogues count as films, or not."""

_SYLLABLES = 0x2E80
"""From here on Unicode has scripts whose letters are syllables or words."""

_NEW, _OLD = 5, 10
"""Years: up to the one a film is recent, from the other on it is old."""

_LATER = {
    "eligibility": {0: 1.0, -1: 0.8, -2: 0.6, 1: 0.6, 2: 0.2},
    "festival": {0: 0.7, -1: 0.55, 1: 0.5},
    None: {0: 1.0, -1: 0.5, 1: 0.5},
}
"""How well a film's year fits, by how many years later than told it came out. An award's season may lie a year
after the first showing abroad; a festival shows films before they are released. Measured on the even Academy
Awards (0: 92 %, -1: 5 %, +1: 2 %) and on three festivals (0: 80 %, -1: 15 %, +1: 4 %, further: 1 %)."""

_FEW = 3
"""So many films of one title are few."""

_FIRST_CALENDAR_SEASON = 1934
"""The Academy's seasons before it ran from one August to the next July: two calendar years are one season."""


@dataclass(frozen=True)
class Comparison:
    """A question and a candidate, side by side. `namesakes` is how many films of that very title the source
    knows, in any year, or None if that was not asked."""

    ref: MovieRef
    candidate: Candidate
    namesakes: int | None = None

    @cached_property
    def title(self) -> float:
        """How alike the best of the titles told and the best of the titles known are, 0–1; 0 if none was told."""
        told, known = self.ref.titles, self.candidate.titles
        return max((likeness(a, b) for a in told for b in known), default=0.0)

    @cached_property
    def years_later(self) -> int | None:
        """How many years after the (nearest) year told it came out; None if either is not known."""
        years = self.ref.years or ((self.ref.year,) if self.ref.year else ())
        if not years or self.candidate.year is None:
            return None
        if self.ref.year_kind == "eligibility":
            years += tuple(year + 1 for year in years if year < _FIRST_CALENDAR_SEASON)
        return min((self.candidate.year - year for year in years), key=abs)

    @property
    def age(self) -> int | None:
        """How many years old the film is; None if we were told a year, or do not know one."""
        if self.ref.years or self.ref.year or self.ref.asked_in is None or self.candidate.year is None:
            return None
        return self.ref.asked_in - self.candidate.year

    @property
    def id_agrees(self) -> bool:
        """Whether the candidate carries the very IMDb id that was asked for."""
        return self.ref.imdb_id is not None and self.ref.imdb_id == self.candidate.imdb_id


Reason = Callable[[Comparison], float | None]


def same_id(c: Comparison) -> float | None:
    """The source's record carries the very id that was asked for."""
    if not c.ref.imdb_id or not c.candidate.imdb_id:
        return None
    return float(c.id_agrees)


def same_title_told(c: Comparison) -> float | None:
    """One of the titles that we were told is one of the film's titles."""
    return c.title if c.ref.titles else None


def telling_title(c: Comparison) -> float | None:
    """The title is long enough that few films share it."""
    if c.title < PART:
        return None
    return max(_telling(title) for title in c.ref.titles)


def few_of_that_title(c: Comparison) -> float | None:
    """No other film of that title is known, in any year; or (less) hardly any."""
    if c.namesakes is None or c.title < PART:
        return None
    rarity = 1.0 if c.namesakes <= 1 else 0.4 if c.namesakes <= _FEW else 0.0
    return rarity if c.title >= SHORT_OTHER_FORM else rarity / 2


def same_year(c: Comparison) -> float | None:
    """It came out in the year we were told, or (less) in one beside it."""
    if c.years_later is None:
        return None
    return _LATER[c.ref.year_kind].get(c.years_later, 0.0)


def recent(c: Comparison) -> float | None:
    """No year was told, and it came out in the last years: those are asked for most."""
    age = c.age
    return None if age is None else min(1.0, max(0.0, (_OLD - age) / (_OLD - _NEW)))


def old(c: Comparison) -> float | None:
    """No year was told, and it is an old film: a newer one of that title may be meant."""
    age = c.age
    return None if age is None else float(age >= _OLD)


def same_director(c: Comparison) -> float | None:
    """The director we were told has directed it."""
    if not c.ref.directors or not c.candidate.directors:
        return None
    return float(_shared(c.ref.directors, c.candidate.directors) > 0)


def shared_people(c: Comparison) -> float | None:
    """People who were nominated for it are credited in it."""
    if not c.ref.people or not c.candidate.credits:
        return None
    known = _shared(c.ref.people, [credit.name for credit in c.candidate.credits])
    return min(1.0, 2 * known / len(c.ref.people))


def other_director(c: Comparison) -> float | None:
    """Somebody else has directed it."""
    if not c.ref.directors or not c.candidate.directors:
        return None
    return float(_shared(c.ref.directors, c.candidate.directors) == 0)


def nobody_known(c: Comparison) -> float | None:
    """It has many credits, and nobody who was nominated for it is among them."""
    if len(c.candidate.credits) < 10 or not c.ref.people:
        return None
    return float(shared_people(c) == 0.0)


def common_title(c: Comparison) -> float | None:
    """Several films have that title, and this festival's film may not be in the catalogues at all."""
    if c.namesakes is None or c.ref.year_kind == "eligibility":
        return None
    return min(1.0, max(0.0, (c.namesakes - _FEW) / 3))


def other_season(c: Comparison) -> float | None:
    """It came out two years away from the festival that showed it: that is rare."""
    if c.ref.year_kind != "festival" or c.years_later is None:
        return None
    return float(abs(c.years_later) == 2)


def no_year(c: Comparison) -> float | None:
    """We were told a year, and nobody knows when it came out."""
    if not c.ref.years or c.id_agrees:
        return None
    return float(c.candidate.year is None)


def only_a_title(c: Comparison) -> float | None:
    """Nothing but a title was told, and this one is not written the same."""
    if c.ref.years or c.ref.year or c.ref.directors or c.ref.people or c.id_agrees:
        return None
    return float(c.title < SAME)


def only_a_part(c: Comparison) -> float | None:
    """The titles agree in part only, and what a festival shows need not be in the catalogues at all."""
    if c.ref.year_kind == "eligibility" or c.id_agrees:
        return None
    return float(c.title < OTHER_FORM)


def same_catalogue_id(c: Comparison) -> float | None:
    """Another catalogue says that the film asked for is this very record."""
    if c.ref.tmdb_id is None or c.candidate.tmdb_id is None:
        return None
    return float(c.ref.tmdb_id == c.candidate.tmdb_id)


def other_id(c: Comparison) -> float | None:
    """The record carries another id than the one that was asked for."""
    if not c.ref.imdb_id or not c.candidate.imdb_id:
        return None
    return float(not c.id_agrees)


def other_numeral(c: Comparison) -> float | None:
    """Its number in the series is another ("Toy Story 2", "Toy Story 3")."""
    if c.id_agrees or c.title > 0:
        return None
    told = {numerals(title) for title in c.ref.titles}
    return float(not told & {numerals(title) for title in c.candidate.titles})


def far_year(c: Comparison) -> float | None:
    """It came out three or more years away: a remake, or another film of that name."""
    if c.id_agrees or c.years_later is None:
        return None
    return float(abs(c.years_later) >= FAR_YEARS)


def other_kind(c: Comparison) -> float | None:
    """One is a film, the other is television."""
    if c.ref.kind is None or c.id_agrees or c.ref.kind in _EITHER:
        return None
    return float((c.ref.kind in TELEVISION) != (c.candidate.kind in TELEVISION))


def _shared(told: Sequence[str], known: Sequence[str]) -> int:
    return sum(any(same_name(name, other) >= 0.9 for other in known) for name in told)


def _telling(title: str) -> float:
    """0 for "Love", 1 for three words and more; a letter of a script without an alphabet counts double."""
    words = telling_words(title)
    letters = sum(2 if ord(letter) >= _SYLLABLES else 1 for word in words for letter in word)
    return min(1.0, max((len(words) - 1) / 2, (letters - 6) / 12, 0.0))
