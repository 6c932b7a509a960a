"""Who of a film's people is the nominee: named reasons, weighed; a score, a gap and no veto, as with films.

The weights were set on the even Academy Awards, see docs/benchmarks.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cinegraph.domain.nominees import Nominated, Someone
from cinegraph.lookup.nominee_reasons import (
    Person,
    another_name,
    credited_for_it,
    family_name_only,
    found_by_the_name,
    in_the_film,
    known_for_it,
    not_in_the_cast,
    only_a_name,
    other_person_id,
    plays_the_character,
    same_name_told,
    same_person_id,
)
from cinegraph.lookup.weighing import Evidence, Reason, weigh

ACCEPT = 0.7
GAP = 0.1
DOUBT = 0.4
"""Below this somebody is no candidate: a name alone is no reason to bother a person."""

FOR: tuple[tuple[Reason[Person], float], ...] = (
    (same_person_id, 1.0),
    (same_name_told, 0.55),
    (family_name_only, 0.3),
    (credited_for_it, 0.3),
    (in_the_film, 0.15),
    (plays_the_character, 0.25),
    (found_by_the_name, 0.15),
    (known_for_it, 0.05),
)
"""Reasons for, each with its weight."""

AGAINST: tuple[tuple[Reason[Person], float], ...] = ((not_in_the_cast, 0.05), (only_a_name, 0.25))
"""Reasons against, each with what it takes away."""

FORBIDS: tuple[Reason[Person], ...] = (other_person_id, another_name)
"""Reasons that no other can outweigh."""


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """Somebody with the evidence for and against them; `score` is 0–1, and 0 if something forbids it."""

    someone: Someone
    score: float
    forbidden: bool
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """This person is the nominee."""

    match: PersonMatch


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Which of these is it? A person decides; the best first."""

    matches: tuple[PersonMatch, ...]


@dataclass(frozen=True, slots=True)
class Nobody:
    """None of them is; `why` says what spoke against the likeliest."""

    why: str


Verdict = Linked | Doubtful | Nobody


def match_person(told: Nominated, known: Someone) -> PersonMatch:
    """Weigh one person against the nominee."""
    said = weigh(Person(told, known), FOR, AGAINST, FORBIDS)
    return PersonMatch(known, said.score, said.forbidden, said.evidence)


def verdicts(nominees: Mapping[int, Nominated], people: Sequence[Someone]) -> dict[int, Verdict]:
    """Who of these people is which nominee of one nomination, by the nominees' places. Nobody is two of them: the
    surer one has the person."""
    matches = {place: _matches(told, people) for place, told in nominees.items()}
    sure = {place: best for place, found in matches.items() if (best := _believed(found)) is not None}
    taken: dict[int, Someone] = {}
    for place in sorted(sure, key=lambda place: (-sure[place].score, -_written(sure[place]), place)):
        if not any(sure[place].someone.is_also(other) for other in taken.values()):
            taken[place] = sure[place].someone
    return {
        place: Linked(sure[place]) if place in taken else _unsure(found, [*taken.values()])
        for place, found in matches.items()
    }


def _matches(told: Nominated, people: Sequence[Someone]) -> list[PersonMatch]:
    """Those who may be it, the likeliest first. Of a film's hundreds most are forbidden by their name: they are not
    weighed."""
    possible = [one for one in people if not another_name(Person(told, one))]
    found = [match_person(told, one) for one in possible]
    return sorted((m for m in found if not m.forbidden and m.score > 0), key=lambda m: -m.score)


def _believed(found: Sequence[PersonMatch]) -> PersonMatch | None:
    if not found or found[0].score < ACCEPT:
        return None
    gap = found[0].score - found[1].score if len(found) > 1 else 1.0
    return found[0] if round(gap, 3) >= GAP or _surely_written(found) else None


def _surely_written(found: Sequence[PersonMatch]) -> bool:
    """Of two who come close, only the first is written exactly so, or has the id."""
    return _written(found[0]) >= 1.0 and _written(found[1]) < 0.95


def _written(match: PersonMatch) -> float:
    """How surely the name, or the id, is theirs, whatever else speaks for them."""
    names = {"same_person_id": 1.0, "same_name_told": 0.55}
    return max((e.score / names[e.name] for e in match.evidence if e.name in names), default=0.0)


def _unsure(found: Sequence[PersonMatch], taken: Sequence[Someone]) -> Doubtful | Nobody:
    free = [m for m in found if not any(m.someone.is_also(one) for one in taken)]
    likely = tuple(m for m in free if m.score >= DOUBT)
    if likely:
        return Doubtful(likely)
    if found and not free:
        return Nobody("the only person of that name is another nominee of the same entry")
    return Nobody("nobody of that name is credited in it" if not found else _against(free[0]))


def _against(match: PersonMatch) -> str:
    said = [e.says for e in match.evidence if e.score < 0]
    return f"{match.someone.name}: {said[0]}" if said else f"{match.someone.name} is not likely enough"


def without(people: Sequence[Someone], ruled_out: Sequence[Someone]) -> list[Someone]:
    """The people but for those of whom a person said that it is not them."""
    return [one for one in people if not any(one.is_also(out) for out in ruled_out)]


def joined(people: Sequence[Someone], found: Sequence[Someone]) -> list[Someone]:
    """The film's people with what a catalogue's search knows of them beside, and those whom only it found."""
    together = list(people)
    for one in found:
        place = next((n for n, other in enumerate(together) if other.is_also(one)), None)
        if place is None:
            together.append(one)
        else:
            known = together[place]
            names = dict.fromkeys((*known.other_names, one.name, *one.other_names))
            together[place] = replace(
                known,
                other_names=tuple(name for name in names if name != known.name),
                imdb_id=known.imdb_id or one.imdb_id,
                tmdb_id=known.tmdb_id or one.tmdb_id,
                found_by=known.found_by | one.found_by,
            )
    return together
