"""Verdicts about nominees as the rows that they make: pure, so that what is written can be read off a table."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cinegraph.data.honours import honours
from cinegraph.domain.honours import counts
from cinegraph.domain.nominees import PersonQuestion, Someone
from cinegraph.domain.titles import fold
from cinegraph.lookup.nominee_chain import Place
from cinegraph.lookup.nominee_matching import Doubtful, Linked, Nobody, PersonMatch, Verdict
from cinegraph.store.nominee_questions import FilmQuestion, KeptNominee
from cinegraph.store.nominee_reviews import Doubt
from cinegraph.store.nominee_saves import Inferred, NomineeLink


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written: rows of nominees, rows of people that are one (kept, dropped), questions for a person, and
    nominees about whom there is no question any more."""

    links: list[NomineeLink]
    joins: list[tuple[int, int]]
    doubts: list[Doubt]
    settled: list[tuple[int, str]]


def plan(
    asked: FilmQuestion,
    first: Mapping[Place, Verdict],
    said: Mapping[Place, Verdict],
    numbers: Mapping[int, int],
    unanswered: frozenset[PersonQuestion],
) -> Plan:
    """`first` is what the credits alone say, `said` what all say; `numbers` are the rows of those whom only a catalogue
    of people has. A nominee of whom it was not told is left as it is, to be asked for again."""
    made = Plan([], [], [], [])
    for one in (one for told in asked.nominees.values() for one in told if not one.inferred):
        place = (one.nomination_id, one.position)
        if one.link == "decided" or place not in said:
            continue
        if (chosen := asked.chosen.get((one.nomination_id, fold(one.name)))) and chosen.person_id is not None:
            made.links.append(_link(one, "decided", chosen.person_id, None, None, "a person said so"))
            made.settled.append((one.nomination_id, one.name))
            continue
        verdict = said[place]
        question = PersonQuestion("" if one.imdb_id else one.name, one.imdb_id)
        if not isinstance(verdict, Linked) and question in unanswered:
            continue
        if one.imdb_id is not None:
            _by_id(made, one, verdict, numbers)
        else:
            _by_name(made, one, first[place], verdict, numbers)
    return made


def _by_id(made: Plan, one: KeptNominee, verdict: Verdict, numbers: Mapping[int, int]) -> None:
    """Its page says who it is; a credit of the film that is theirs says that two rows are one person."""
    evidence, score = None, 1.0
    person = one.person_id
    if isinstance(verdict, Linked):
        evidence, score = told(verdict.match), verdict.match.score
        known = _row(verdict.match.someone, numbers)
        if known is not None and known != one.person_id:
            made.joins.append((known, one.person_id))
            person = known
    made.links.append(_link(one, "id", person, score, evidence))


def _by_name(
    made: Plan, one: KeptNominee, first: Verdict, verdict: Verdict, numbers: Mapping[int, int]
) -> None:
    place = (one.nomination_id, one.name)
    match verdict:
        case Linked(match):
            way = "credits" if isinstance(first, Linked) else "search"
            made.links.append(_link(one, way, _row(match.someone, numbers), match.score, told(match)))
            made.settled.append(place)
        case Doubtful(matches):
            why = f"{len(matches)} people may be it" if len(matches) > 1 else "one person may be it"
            best = matches[0].score
            made.links.append(_link(one, "doubtful", _own(one), best, None, f"{why}, none surely"))
            made.doubts.append(
                Doubt(
                    one.nomination_id,
                    one.name,
                    f"{why}, none surely (at best {best:.2f})",
                    [told(m) for m in matches],
                )
            )
        case Nobody(why):
            known = one.link is None and one.person_imdb_id is not None
            made.links.append(_link(one, "id" if known else "minimal", _own(one), None, None, why))
            made.settled.append(place)


def _own(one: KeptNominee) -> int | None:
    """Its own row, of the printed name; a new one if it was linked to somebody, and is no longer."""
    return None if one.link in ("credits", "search") else one.person_id


def _row(someone: Someone, numbers: Mapping[int, int]) -> int | None:
    return someone.person_id if someone.person_id is not None else numbers.get(someone.tmdb_id or 0)


def _link(
    one: KeptNominee,
    link: Any,
    person_id: int | None,
    score: float | None,
    evidence: dict[str, Any] | None,
    why: str | None = None,
) -> NomineeLink:
    return NomineeLink(one.nomination_id, one.position, one.name, link, person_id, score, evidence, why)


def told(match: PersonMatch) -> dict[str, Any]:
    """Somebody and the evidence, as a person will see them."""
    one = match.someone
    return {
        "key": f"row {one.person_id}" if one.person_id is not None else f"{one.source} {one.tmdb_id}",
        "source": one.source,
        "person_id": one.person_id,
        "name": one.name,
        "other_names": list(one.other_names),
        "imdb_id": one.imdb_id,
        "tmdb_id": one.tmdb_id,
        "known_for": one.known_for,
        "parts": [part.job or part.character or part.department for part in one.parts],
        "score": match.score,
        "evidence": [asdict(said) for said in match.evidence],
    }


def directors(asked: FilmQuestion) -> list[Inferred]:
    """For each prize that honours a role that is inferred: nobody if it names somebody, else everybody whom its films
    credit with it, in the order of the credits."""
    found = []
    for entry in asked.entries:
        roles = honours().of(entry.key, entry.role, entry.award, entry.category)
        nominees = asked.nominees[entry.id]
        stated = any(not one.inferred for one in nominees) or entry.companies
        inferring = roles if all(role.infer for role in roles) else ()
        people: dict[int, str] = {}
        if inferring and not stated:
            for film in (asked.films[number] for number in entry.film_ids):
                for one in film.people:
                    if one.person_id is not None and counts(inferring, one.parts) == 1:
                        people[one.person_id] = one.name
        if people or any(one.inferred for one in nominees):
            role = inferring[0].name.capitalize() if inferring else ""
            found.append(Inferred(entry.id, role, tuple(people.items())))
    return found
