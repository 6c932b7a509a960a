"""What is asked of a catalogue of people, what is not, and what its answers make of the credits' verdict."""

from dataclasses import replace

from cinegraph.data.honours import honours
from cinegraph.domain.nominees import (
    FoundPerson,
    KnownFilm,
    Nominated,
    NominatedEntry,
    NominatedFilm,
    Part,
    PersonQuestion,
    Someone,
)
from cinegraph.lookup.nominee_chain import ask, judge, questions
from cinegraph.lookup.nominee_matching import Doubtful, Linked, Nobody, Verdict

EDITOR = honours().of("editing", "editor", "", "")
ETHAN = Someone("Ethan Coen", person_id=1, tmdb_id=1224, parts=(Part("crew", "Editing", "Editor"),))
FARGO = NominatedFilm("Fargo", year=1996, tmdb_id=275, whole=True, people=(ETHAN,))


class People:
    """A catalogue of these people, each found under all of their names."""

    name = "people"

    def __init__(self, *people: FoundPerson) -> None:
        self.people, self.asked = people, list[str]()

    async def person_by_id(self, imdb_id: str) -> FoundPerson | None:
        self.asked.append(imdb_id)
        return next((one for one in self.people if one.imdb_id == imdb_id), None)

    async def people_called(self, name: str) -> tuple[FoundPerson, ...]:
        self.asked.append(name)
        named = [one for one in self.people if name in (one.name, *one.other_names)]
        return tuple(replace(one, other_names=(), films=(), read=False, imdb_id=None) for one in named)

    async def whole_person(self, found: FoundPerson) -> FoundPerson | None:
        self.asked.append(f"whole {found.tmdb_id}")
        return next((replace(one, read=True) for one in self.people if one.tmdb_id == found.tmdb_id), None)


async def said_with(source: People, told: Nominated, film: NominatedFilm = FARGO) -> Verdict:
    entries = [NominatedEntry(5, (film,), ((1, told),))]
    first = judge(entries)
    found = {question.ask: await ask(source, question) for question in questions(entries, first)}
    return judge(entries, found)[5, 1]


async def test_whom_the_credits_tell_nobody_is_asked_about() -> None:
    source = People()
    assert isinstance(await said_with(source, Nominated("Ethan Coen", roles=EDITOR)), Linked)
    assert source.asked == []


async def test_a_pseudonym_is_somebody_whom_the_film_credits() -> None:
    source = People(FoundPerson("people", "Ethan Coen", tmdb_id=1224, other_names=("Roderick Jaynes",)))
    said = await said_with(source, Nominated("Roderick Jaynes", roles=EDITOR))
    assert isinstance(said, Linked)
    assert (said.match.someone.person_id, said.match.someone.other_names) == (1, ("Roderick Jaynes",))
    assert source.asked == ["Roderick Jaynes", "whole 1224"]


async def test_a_pseudonym_of_two_is_before_a_person() -> None:
    other = replace(ETHAN, name="Joel Coen", person_id=2, tmdb_id=1223)
    called = {"other_names": ("Roderick Jaynes",)}
    source = People(
        FoundPerson("people", "Ethan Coen", tmdb_id=1224, **called),  # type: ignore[arg-type] # names
        FoundPerson("people", "Joel Coen", tmdb_id=1223, **called),  # type: ignore[arg-type] # names
    )
    said = await said_with(
        source, Nominated("Roderick Jaynes", roles=EDITOR), replace(FARGO, people=(ETHAN, other))
    )
    assert isinstance(said, Doubtful)


async def test_the_page_s_id_is_asked_for_and_is_enough() -> None:
    source = People(FoundPerson("people", "Somebody Else", tmdb_id=77, imdb_id="nm7"))
    said = await said_with(source, Nominated("Some Body", imdb_id="nm7", roles=EDITOR))
    assert isinstance(said, Linked)
    assert (said.match.someone.tmdb_id, source.asked) == (77, ["nm7"])


async def test_of_namesakes_the_one_who_has_the_film_is_meant() -> None:
    known = KnownFilm(None, "Fargo", 1996, Part("crew", "Editing", "Editor"))
    source = People(
        FoundPerson("people", "Ann Poe", tmdb_id=1),
        FoundPerson("people", "Ann Poe", tmdb_id=2, films=(known,)),
    )
    basics = NominatedFilm("Fargo", year=1996)
    said = await said_with(source, Nominated("Ann Poe", roles=EDITOR), basics)
    assert isinstance(said, Linked)
    assert said.match.someone.tmdb_id == 2


async def test_a_namesake_without_the_film_is_nobody() -> None:
    source = People(FoundPerson("people", "Ann Poe", tmdb_id=1))
    for film in (FARGO, NominatedFilm("Fargo", year=1996)):
        assert isinstance(await said_with(source, Nominated("Ann Poe", roles=EDITOR), film), Nobody)
    assert "whole 1" in source.asked, "where the film's record is not whole, theirs is read"


def test_what_a_person_ruled_out_does_not_come_up() -> None:
    entry = NominatedEntry(5, (FARGO,), ((1, Nominated("Ethan Coen", roles=EDITOR)),), ((1, ETHAN),))
    assert isinstance(judge([entry])[5, 1], Nobody)
    assert questions([entry], judge([entry]))[0].ask == PersonQuestion("Ethan Coen")
