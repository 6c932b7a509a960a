"""Which of a film's people is the nominee: cases, and what two nominees of one entry are to each other."""

from dataclasses import replace

import pytest

from cinegraph.data.category_keys import category_keys
from cinegraph.data.honours import honours
from cinegraph.domain.honours import Role
from cinegraph.domain.nominees import Nominated, Part, Someone
from cinegraph.lookup.nominee_matching import ACCEPT, Doubtful, Linked, Nobody, verdicts

KEYS = {key.key: key for key in category_keys().keys}


def of(key: str) -> tuple[Role, ...]:
    return honours().of(key, KEYS[key].role, "", "")


def crew(name: str, job: str, number: int = 0, **more: object) -> Someone:
    one = Someone(name, person_id=number or abs(hash((name, job))) % 10**9, parts=(Part("crew", "", job),))
    return replace(one, **more)  # type: ignore[arg-type] # fields by name


def cast(name: str, character: str = "", number: int = 0, **more: object) -> Someone:
    one = Someone(
        name, person_id=number or abs(hash(name)) % 10**9, parts=(Part("cast", "Acting", "", character),)
    )
    return replace(one, **more)  # type: ignore[arg-type] # fields by name


DIRECTOR, WRITER, ACTOR, SOUND = of("director"), of("screenplay-original"), of("actor-leading"), of("sound")
COENS = [crew("Joel Coen", "Director"), crew("Ethan Coen", "Director")]
CASES = {
    "written the same": (
        Nominated("Jane Campion", roles=DIRECTOR),
        [crew("Jane Campion", "Director")],
        "Jane Campion",
    ),
    "an initial": (
        Nominated("Willie Burton", roles=SOUND),
        [crew("Willie D. Burton", "Sound Mixer")],
        "Willie D. Burton",
    ),
    "brothers": (Nominated("Ethan Coen", roles=DIRECTOR), COENS, "Ethan Coen"),
    "only the brother is credited": (Nominated("Ethan Coen", roles=DIRECTOR), COENS[:1], None),
    "a married name": (Nominated("Robin Wright Penn", roles=ACTOR), [cast("Robin Wright")], "Robin Wright"),
    "a son": (
        Nominated("Robert Downey Jr.", roles=ACTOR),
        [cast("Robert Downey Sr."), cast("Robert Downey Jr.")],
        "Robert Downey Jr.",
    ),
    "his own script": (
        Nominated("봉준호", roles=DIRECTOR),
        [crew("Bong Joon-ho", "Director")],
        "Bong Joon-ho",
    ),
    "a name that is read by its meaning": (
        Nominated("宮崎駿", roles=DIRECTOR),
        [crew("Hayao Miyazaki", "Director", other_names=("宮崎駿",))],
        "Hayao Miyazaki",
    ),
    "a name of one word and the character": (
        Nominated("Fantasia", detail="Celie", roles=ACTOR),
        [cast("Fantasia Barrino", "Celie"), cast("Ciara", "Nettie")],
        "Fantasia Barrino",
    ),
    "a family name alone": (
        Nominated("Scarpelli", roles=WRITER),
        [crew("Furio Scarpelli", "Screenplay"), crew("Mario Monicelli", "Screenplay")],
        "Furio Scarpelli",
    ),
    "a family name that two have": (
        Nominated("Coen", roles=WRITER),
        [crew("Joel Coen", "Writer"), crew("Ethan Coen", "Writer")],
        "?",
    ),
    "two of one name, of whom one acts": (
        Nominated("Steve McQueen", roles=DIRECTOR),
        [cast("Steve McQueen", number=1), crew("Steve McQueen", "Director", 2)],
        "Steve McQueen",
    ),
    "two of one name who both direct": (
        Nominated("John Smith", roles=DIRECTOR),
        [crew("John Smith", "Director", 1), crew("John Smith", "Director", 2)],
        "?",
    ),
    "the director for the cast": (Nominated("Jon Doe", roles=ACTOR), [crew("Jonathan Doe", "Director")], "?"),
    "an art director is no director": (
        Nominated("Anna Bell", roles=DIRECTOR),
        [crew("Ann Bell", "Art Direction"), crew("A. Bell", "Casting")],
        "?",
    ),
    "another id than the page's": (
        Nominated("Mary Poe", imdb_id="nm1", roles=DIRECTOR),
        [crew("Mary Poe", "Director", imdb_id="nm2")],
        None,
    ),
    "the page's id under another name": (
        Nominated("Ellen Page", imdb_id="nm0680983", roles=ACTOR),
        [cast("Elliot Page", imdb_id="nm0680983")],
        "Elliot Page",
    ),
    "the number of another": (
        Nominated("Mary Poe", imdb_id="nm1", tmdb_id=7, roles=DIRECTOR),
        [crew("Mary Poe", "Director", tmdb_id=8)],
        None,
    ),
    "a name and no credit": (
        Nominated("Ann Poe", roles=DIRECTOR),
        [Someone("Ann Poe", "tmdb", tmdb_id=3)],
        None,
    ),
    "nobody": (Nominated("Ann Poe", roles=DIRECTOR), [], None),
}


@pytest.mark.parametrize(("told", "people", "wanted"), CASES.values(), ids=CASES)
def test_a_case(told: Nominated, people: list[Someone], wanted: str | None) -> None:
    said = verdicts({1: told}, people)[1]
    match said:
        case Linked(match):
            assert (match.someone.name, match.score >= ACCEPT) == (wanted, True)
            assert match.evidence, "there is evidence for it"
        case Doubtful(matches):
            assert wanted == "?", matches
        case Nobody(why):
            assert (wanted, bool(why)) == (None, True)


def test_of_two_of_one_name_the_one_who_directs_is_meant() -> None:
    told, people, _ = CASES["two of one name, of whom one acts"]
    said = verdicts({1: told}, people)[1]
    assert isinstance(said, Linked)
    assert said.match.someone.person_id == 2


def test_nobody_is_two_nominees_of_one_entry() -> None:
    told = {1: Nominated("Robert Downey", roles=ACTOR), 2: Nominated("Robert Downey Jr.", roles=ACTOR)}
    said = verdicts(told, [cast("Robert Downey Jr.")])
    assert isinstance(said[2], Linked)
    assert said[1] == Nobody("the only person of that name is another nominee of the same entry")


def test_each_reason_is_told_with_its_weight() -> None:
    said = verdicts({1: CASES["brothers"][0]}, COENS)[1]
    assert isinstance(said, Linked)
    assert [e.name for e in said.match.evidence] == ["same_name_told", "credited_for_it", "in_the_film"]
    assert sum(e.score for e in said.match.evidence) == pytest.approx(said.match.score)
